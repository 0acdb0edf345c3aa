package dev.berth.daemon.docker.build;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.daemon.docker.image.ProgressLines;
import dev.berth.daemon.http.Exchange;
import dev.berth.daemon.http.Json;
import dev.berth.daemon.http.OutputSink;
import dev.berth.engine.build.BuildOutput;
import dev.berth.engine.image.Digest;
import dev.berth.engine.image.ImageReference;
import dev.berth.engine.image.Transfer;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionStage;

/** What a build says, as lines of JSON. Of a quiet one the client hears only when it fails. */
final class BuildLines implements BuildOutput {
    private static final String RED = "\u001b[91m";
    private static final String PLAIN = "\u001b[0m";
    /** Of what a quiet build says. */
    private static final int MOST_HIDDEN = 256 * 1024;

    private final Exchange exchange;
    private final ProgressLines lines;
    private final boolean quiet;
    private final ByteArrayOutputStream hidden = new ByteArrayOutputStream();

    BuildLines(Exchange exchange, boolean quiet) {
        this.exchange = exchange;
        this.quiet = quiet;
        lines = new ProgressLines(exchange);
    }

    void show(JsonNode line) {
        lines.line(line);
    }

    /** What was kept back, in front of what follows. */
    synchronized void showHidden() {
        if (hidden.size() > 0) {
            lines.bytes(hidden.toByteArray());
            hidden.reset();
        }
    }

    void fail(String message, int code) {
        ObjectNode line = Json.object();
        line.putObject("errorDetail").put("code", code).put("message", message);
        lines.line(line.put("error", message));
    }

    CompletionStage<Void> endWith(CompletionStage<?> work) {
        return lines.endWith(work);
    }

    private void tell(JsonNode line) {
        if (quiet) {
            hide(Json.writeLine(line));
        } else {
            lines.line(line);
        }
    }

    private synchronized void hide(byte[] line) {
        if (hidden.size() + line.length <= MOST_HIDDEN) {
            hidden.writeBytes(line);
        }
    }

    @Override
    public void text(String text) {
        tell(Json.object().put("stream", text));
    }

    @Override
    public void warning(String text) {
        text(RED + text + PLAIN);
    }

    @Override
    public void pulled(Transfer.Step step) {
        ObjectNode line = Json.object().put("status", step.status());
        tell(step.of().isEmpty() ? line : line.put("id", step.of()));
    }

    /** What BuildKit shows, the classic builder does not. */
    @Override
    public void began(String name) {}

    @Override
    public void cached() {}

    @Override
    public void done() {}

    @Override
    public void failed(String reason) {}

    @Override
    public void exporting(Digest id) {}

    @Override
    public void named(ImageReference name) {}

    @Override
    public void image(Digest id) {
        ObjectNode line = Json.object();
        line.putObject("aux").put("ID", id.toString());
        tell(line);
    }

    private static byte[] framed(boolean error, ByteBuffer bytes) {
        String text = StandardCharsets.UTF_8.decode(bytes).toString();
        return Json.writeLine(Json.object().put("stream", error ? RED + text + PLAIN : text));
    }

    @Override
    public Program program(Runnable ended) {
        return new PrintedProgram(exchange, BuildLines::framed, sink(ended));
    }

    private OutputSink sink(Runnable ended) {
        OutputSink shown = lines.sink(ended);
        return !quiet ? shown : new OutputSink() {
            @Override
            public void write(byte[] bytes, Runnable written) {
                hide(bytes);
                written.run();
            }

            @Override
            public void end() {
                shown.end();
            }
        };
    }
}
