package dev.berth.engine.fake;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.slf4j.LoggerFactory;

/** What a class says in the engine's log, until it is closed. */
public final class Said implements AutoCloseable {
    private final Logger log;
    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

    private Said(Logger log) {
        this.log = log;
        appender.start();
        log.addAppender(appender);
    }

    public static Said by(Class<?> speaker) {
        return new Said((Logger) LoggerFactory.getLogger(speaker));
    }

    /** Each with its level. */
    public List<String> lines() {
        return appender.list.stream().map(event -> event.getLevel() + " " + event.getFormattedMessage()).toList();
    }

    @Override
    public void close() {
        log.detachAppender(appender);
    }
}
