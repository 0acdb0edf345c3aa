package dev.berth.daemon.docker.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.daemon.http.ChunkedAnswer;
import dev.berth.daemon.http.Exchange;
import dev.berth.daemon.http.Json;
import dev.berth.daemon.http.OutputSink;
import dev.berth.engine.EngineException;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The answer to something that lasts: a JSON object a line, the last of which may be an error. The status is 200 before it is known how it ends. */
public final class ProgressLines {
    private static final Logger LOG = LoggerFactory.getLogger(ProgressLines.class);

    private final Exchange exchange;
    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    private ChunkedAnswer answer;

    public ProgressLines(Exchange exchange) {
        this.exchange = exchange;
    }

    /** May be called from any thread; lines keep their order. */
    public void line(JsonNode json) {
        bytes(Json.writeLine(json));
    }

    /** As {@link #line}, of whole lines. */
    public void bytes(byte[] lines) {
        inOrder(() -> write(lines, () -> {}));
    }

    private void write(byte[] lines, Runnable written) {
        if (answer == null && exchange.open()) {
            answer = exchange.chunked("application/json");
        }
        if (answer != null) {
            answer.write(lines, written);
        } else {
            written.run();
        }
    }

    /** Lines of which more come than a client may read. @param ended run when they have ended; the answer goes on */
    public OutputSink sink(Runnable ended) {
        return new OutputSink() {
            @Override
            public void write(byte[] bytes, Runnable written) {
                ProgressLines.this.write(bytes, written);
            }

            @Override
            public void end() {
                ended.run();
            }
        };
    }

    /** Also when one call comes from a worker and the next, meanwhile, from the event loop itself, whose own would come first. */
    private void inOrder(Runnable work) {
        waiting.add(work);
        exchange.onLoop(() -> {
            for (Runnable next = waiting.poll(); next != null; next = waiting.poll()) {
                next.run();
            }
        });
    }

    /** Ends the answer when the work has ended. Work that fails before its first line fails the request as usual. */
    public CompletionStage<Void> endWith(CompletionStage<?> work) {
        return end(work, false);
    }

    /** As {@link #endWith}, but the answer to work that fails before its first line is a line as well. */
    CompletionStage<Void> alwaysEndWith(CompletionStage<?> work) {
        return end(work, true);
    }

    private CompletionStage<Void> end(CompletionStage<?> work, boolean alwaysLines) {
        CompletableFuture<Void> ended = new CompletableFuture<>();
        work.whenComplete((done, failure) -> inOrder(() -> {
            Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
            if (cause != null && answer == null && !alwaysLines) {
                ended.completeExceptionally(cause);
                return;
            }
            if (cause != null) {
                line(error(cause));
            }
            inOrder(() -> {
                if (answer == null && exchange.open()) {
                    answer = exchange.chunked("application/json");
                }
                if (answer != null) {
                    answer.end();
                }
            });
            ended.complete(null);
        }));
        return ended;
    }

    private static JsonNode error(Throwable cause) {
        if (!(cause instanceof EngineException)) {
            LOG.error("a transfer failed", cause);
        }
        String message = cause instanceof EngineException ? cause.getMessage() : "internal error, the engine's log has more: " + cause;
        ObjectNode line = Json.object();
        line.putObject("errorDetail").put("message", message);
        return line.put("error", message);
    }
}
