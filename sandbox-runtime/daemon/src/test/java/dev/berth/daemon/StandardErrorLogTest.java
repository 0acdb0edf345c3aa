package dev.berth.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.ContextInitializer;
import ch.qos.logback.core.joran.spi.JoranException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class StandardErrorLogTest {

    @AfterEach
    void logAsTestsDo() throws JoranException {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        new ContextInitializer(context).autoConfig();
    }

    /** On a slow processor each start printed stacks above the links. */
    @Test
    void warnsButNotOfASlowProcessor() {
        StandardErrorLog.begin();

        assertThat(LoggerFactory.getLogger(StandardErrorLogTest.class).isWarnEnabled()).isTrue();
        assertThat(LoggerFactory.getLogger("io.vertx.core.impl.BlockedThreadChecker").isWarnEnabled()).isFalse();
    }
}
