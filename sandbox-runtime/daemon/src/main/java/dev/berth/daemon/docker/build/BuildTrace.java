package dev.berth.daemon.docker.build;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.CodedOutputStream;
import dev.berth.daemon.docker.image.ProgressLines;
import dev.berth.daemon.http.Exchange;
import dev.berth.daemon.http.Json;
import dev.berth.engine.build.BuildOutput;
import dev.berth.engine.image.Digest;
import dev.berth.engine.image.ImageReference;
import dev.berth.engine.image.Transfer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * What a build does, as BuildKit's clients show it: parts of the work, what they wait for, and what their programs print. One part at a time.
 *
 * @see <a href="https://github.com/moby/buildkit/blob/v0.8/api/services/control/control.proto">StatusResponse in BuildKit's protocol</a>
 */
final class BuildTrace implements BuildOutput {
    private static final int OUTPUT = 1;
    private static final int ERROR_OUTPUT = 2;
    /** Fields of a StatusResponse. */
    private static final int VERTEX = 1;
    private static final int STATUS = 2;
    private static final int LOG = 3;

    private final Exchange exchange;
    private final ProgressLines lines;
    private final boolean quiet;
    private volatile Optional<Vertex> current = Optional.empty();
    private int count;

    BuildTrace(Exchange exchange, boolean quiet) {
        this.exchange = exchange;
        this.quiet = quiet;
        lines = new ProgressLines(exchange);
    }

    private record Vertex(String digest, String name, Instant started) {

        byte[] message(boolean cached, Optional<Instant> completed, String error) {
            return Message.write(out -> {
                out.writeString(1, digest);
                out.writeString(3, name);
                out.writeBool(4, cached);
                Message.time(out, 5, started);
                if (completed.isPresent()) {
                    Message.time(out, 6, completed.get());
                }
                out.writeString(7, error);
            });
        }
    }

    /** Writes a message of protobuf. */
    private interface Message {
        void to(CodedOutputStream out) throws IOException;

        static byte[] write(Message message) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            CodedOutputStream out = CodedOutputStream.newInstance(bytes);
            try {
                message.to(out);
                out.flush();
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
            return bytes.toByteArray();
        }

        static void time(CodedOutputStream out, int field, Instant time) throws IOException {
            out.writeByteArray(field, write(nested -> {
                nested.writeInt64(1, time.getEpochSecond());
                nested.writeInt32(2, time.getNano());
            }));
        }
    }

    private static JsonNode line(int field, byte[] message) {
        byte[] response = Message.write(out -> out.writeByteArray(field, message));
        return Json.object().put("id", "moby.buildkit.trace").put("aux", Base64.getEncoder().encodeToString(response));
    }

    private void show(int field, byte[] message) {
        if (!quiet) {
            lines.line(line(field, message));
        }
    }

    @Override
    public void began(String name) {
        done();
        String digest = Digest.of((count++ + " " + name).getBytes(StandardCharsets.UTF_8)).toString();
        Vertex vertex = new Vertex(digest, name, Instant.now());
        current = Optional.of(vertex);
        show(VERTEX, vertex.message(false, Optional.empty(), ""));
    }

    @Override
    public void cached() {
        current.ifPresent(vertex -> show(VERTEX, vertex.message(true, Optional.of(Instant.now()), "")));
        current = Optional.empty();
    }

    @Override
    public void done() {
        current.ifPresent(vertex -> show(VERTEX, vertex.message(false, Optional.of(Instant.now()), "")));
        current = Optional.empty();
    }

    @Override
    public void failed(String reason) {
        current.ifPresent(vertex -> show(VERTEX, vertex.message(false, Optional.of(Instant.now()), String.valueOf(reason))));
        current = Optional.empty();
    }

    /** @param what of the part that is under way; @param bytes 0: there are none to count */
    void transferred(String what, long bytes) {
        current.ifPresent(vertex -> show(STATUS, Message.write(out -> {
            out.writeString(1, what);
            out.writeString(2, vertex.digest());
            out.writeString(3, what);
            out.writeInt64(4, bytes);
            Message.time(out, 6, Instant.now());
            Message.time(out, 7, vertex.started());
            Message.time(out, 8, Instant.now());
        })));
    }

    @Override
    public void exporting(Digest id) {
        began("exporting to image");
        transferred("exporting layers", 0);
        transferred("writing image " + id, 0);
    }

    @Override
    public void named(ImageReference name) {
        transferred("naming to " + name.toString().replaceFirst(":latest$", ""), 0);
    }

    @Override
    public void pulled(Transfer.Step step) {
        transferred(step.of().isEmpty() ? step.status() : step.of() + ": " + step.status(), 0);
    }

    /** The classic builder's, which BuildKit does not print. */
    @Override
    public void text(String text) {}

    @Override
    public void warning(String text) {}

    @Override
    public void image(Digest id) {}

    void showImage(Digest id) {
        done();
        ObjectNode line = Json.object().put("id", "moby.image.id");
        line.putObject("aux").put("ID", id.toString());
        lines.line(line);
        if (quiet) {
            lines.line(Json.object().put("stream", id + "\n"));
        }
    }

    CompletionStage<Void> endWith(CompletionStage<?> work) {
        return lines.endWith(work);
    }

    @Override
    public Program program(Runnable ended) {
        String vertex = current.map(Vertex::digest).orElse("");
        return new PrintedProgram(exchange, (error, bytes) -> framed(vertex, error, bytes), lines.sink(ended));
    }

    private byte[] framed(String vertex, boolean error, ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        return quiet ? new byte[0] : Json.writeLine(line(LOG, Message.write(out -> {
            out.writeString(1, vertex);
            Message.time(out, 2, Instant.now());
            out.writeInt64(3, error ? ERROR_OUTPUT : OUTPUT);
            out.writeByteArray(4, copy);
        })));
    }
}
