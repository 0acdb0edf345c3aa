package dev.berth.daemon.http;

import dev.berth.engine.work.PiecewiseOutput;
import java.io.ByteArrayOutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An answer that is made piece by piece, the next one when the client has taken the last: a client that does not read costs no thread, and one piece of memory. Closes what it
 * sends, however that ends.
 */
public final class PiecewiseAnswer {
    private static final Logger LOG = LoggerFactory.getLogger(PiecewiseAnswer.class);

    private final Exchange exchange;
    private final String contentType;
    private final PiecewiseOutput output;
    private final Workers workers;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private ChunkedAnswer answer;

    private PiecewiseAnswer(Exchange exchange, String contentType, PiecewiseOutput output, Workers workers) {
        this.exchange = exchange;
        this.contentType = contentType;
        this.output = output;
        this.workers = workers;
    }

    /** @return completes when all is sent or the client has gone; fails when nothing was sent yet, so that the client gets the reason */
    public static CompletionStage<Void> send(Exchange exchange, String contentType, PiecewiseOutput output, Workers workers) {
        PiecewiseAnswer sending = new PiecewiseAnswer(exchange, contentType, output, workers);
        sending.next();
        return sending.ended;
    }

    private record Piece(byte[] bytes, boolean last) {}

    private void next() {
        workers.files(() -> {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            boolean more = output.writeNext(bytes);
            return new Piece(bytes.toByteArray(), !more);
        }).whenComplete((piece, failure) -> exchange.onLoop(() -> {
            if (failure != null) {
                fail(failure instanceof CompletionException ? failure.getCause() : failure);
            } else if (!exchange.open()) {
                finish();
            } else {
                write(piece);
            }
        }));
    }

    private void write(Piece piece) {
        if (answer == null) {
            answer = exchange.chunked(contentType);
        }
        answer.write(piece.bytes(), () -> {
            if (piece.last()) {
                answer.end();
                finish();
            } else {
                next();
            }
        });
    }

    private void fail(Throwable failure) {
        close();
        if (answer == null) {
            ended.completeExceptionally(failure);
            return;
        }
        LOG.warn("an answer was broken off", failure);
        answer.abort();
        ended.complete(null);
    }

    private void finish() {
        close();
        ended.complete(null);
    }

    /** What is unmounted with it is written to disk first: nothing for the event loop to wait for. */
    private void close() {
        workers.files(() -> {
            output.close();
            return output;
        });
    }
}
