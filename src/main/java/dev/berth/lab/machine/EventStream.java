package dev.berth.lab.machine;

import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.core.parsetools.RecordParser;
import java.util.function.Consumer;

/** One open {@code /events} of a daemon: a JSON document a line. Closing it ends it, and then nothing is called any more. */
public final class EventStream implements AutoCloseable {

    private static final int LINE_LIMIT = 256 << 10;

    private final HttpClientResponse response;
    private final Runnable onEnd;
    private boolean ended;

    EventStream(HttpClientResponse response, Consumer<JsonObject> onEvent, Runnable onEnd) {
        this.response = response;
        this.onEnd = onEnd;
        RecordParser lines = RecordParser.newDelimited("\n").maxRecordSize(LINE_LIMIT);
        lines.handler(line -> {
            if (!ended && line.length() > 0) {
                try {
                    onEvent.accept(line.toJsonObject());
                } catch (DecodeException notAnEvent) {
                    end();
                }
            }
        });
        lines.exceptionHandler(failure -> end());
        response.handler(lines);
        response.exceptionHandler(failure -> end());
        response.endHandler(nothing -> end());
        response.resume();
    }

    private void end() {
        if (!ended) {
            close();
            onEnd.run();
        }
    }

    @Override
    public void close() {
        ended = true;
        response.request().reset();
    }
}
