package dev.berth.engine.stream;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.berth.runtime.OutputListener.Source;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/**
 * One line of a container's log, as Docker's {@code json-file} driver keeps it: {@code {"log":"hello\n","stream":"stdout","time":"…"}}.
 *
 * @param text with its newline, or without one when the line was longer than 16 KiB or the output ended in it; what is not UTF-8 was replaced
 * @see <a href="https://docs.docker.com/config/containers/logging/json-file/">json-file logging driver</a>
 */
record LogEntry(Source source, Instant at, byte[] text) {
    private static final JsonFactory JSON = new JsonFactory();

    /** Empty for a line that a crash tore apart. */
    static Optional<LogEntry> parse(ByteBuffer line) {
        Source source = Source.OUTPUT;
        Instant at = Instant.EPOCH;
        String text = null;
        try (JsonParser parser = JSON.createParser(line.array(), line.arrayOffset() + line.position(), line.remaining())) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
                String value = parser.nextTextValue();
                switch (field) {
                    case "log" -> text = value;
                    case "stream" -> source = "stderr".equals(value) ? Source.ERROR : Source.OUTPUT;
                    case "time" -> at = LogTime.parse(value);
                    default -> parser.skipChildren();
                }
            }
        } catch (IOException | DateTimeException torn) {
            return Optional.empty();
        }
        return text == null ? Optional.empty() : Optional.of(new LogEntry(source, at, text.getBytes(StandardCharsets.UTF_8)));
    }
}
