package dev.berth.daemon;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where the engine's log goes: warnings and worse, to whoever started it. Said here and not in a file of Logback's: to read that takes four hundred classes, and each process keeps them. */
final class StandardErrorLog {
    /** Tells of a slow processor, with stacks: nothing that somebody could see to. */
    private static final String SLOWNESS = "io.vertx.core.impl.BlockedThreadChecker";

    private static final String LINE = "%d{HH:mm:ss.SSS} %-5level %logger{0}: %msg%n%ex";

    private StandardErrorLog() {}

    static void begin() {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(LINE);
        encoder.start();
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setContext(context);
        appender.setTarget("System.err");
        appender.setEncoder(encoder);
        appender.start();
        ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.WARN);
        root.addAppender(appender);
        context.getLogger(SLOWNESS).setLevel(Level.ERROR);
    }
}
