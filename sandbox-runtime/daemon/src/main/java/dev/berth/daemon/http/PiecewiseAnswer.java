package dev.berth.daemon.http;

import dev.berth.engine.work.PiecewiseOutput;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufOutputStream;
import io.netty.buffer.Unpooled;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An answer that is made piece by piece, one while the last is on its way: a client that does not read costs no thread, and the memory of two pieces. Closes what it sends,
 * however that ends. All but the making is done on the event loop.
 */
public final class PiecewiseAnswer {
    private static final Logger LOG = LoggerFactory.getLogger(PiecewiseAnswer.class);
    /** What {@link PiecewiseOutput#writeNext} writes, most of the time: more makes a buffer grow. */
    private static final int PIECE_BYTES = 136 * 1024;

    private final Exchange exchange;
    private final String contentType;
    private final PiecewiseOutput output;
    private final Workers workers;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    /** Outside the heap, where the kernel takes them from, and used again and again. */
    private final List<ByteBuf> buffers = List.of(Unpooled.directBuffer(PIECE_BYTES), Unpooled.directBuffer(PIECE_BYTES));
    private final Queue<ByteBuf> free = new ArrayDeque<>(buffers);
    private final Queue<ByteBuf> made = new ArrayDeque<>();
    private ChunkedAnswer answer;
    private boolean making;
    private boolean sending;
    private boolean wholeMade;
    private boolean over;

    private PiecewiseAnswer(Exchange exchange, String contentType, PiecewiseOutput output, Workers workers) {
        this.exchange = exchange;
        this.contentType = contentType;
        this.output = output;
        this.workers = workers;
    }

    /** @return completes when all is sent or the client has gone; fails when nothing was sent yet, so that the client gets the reason */
    public static CompletionStage<Void> send(Exchange exchange, String contentType, PiecewiseOutput output, Workers workers) {
        PiecewiseAnswer sending = new PiecewiseAnswer(exchange, contentType, output, workers);
        exchange.onLoop(sending::goOn);
        return sending.ended;
    }

    /** Begins whatever can be done now: to make a piece, to send one, to end. */
    private void goOn() {
        if (over) {
            return;
        }
        if (answer != null && !exchange.open()) {
            end();
            return;
        }
        if (!making && !wholeMade && !free.isEmpty()) {
            make(free.remove());
        }
        if (!sending && !made.isEmpty()) {
            send(made.remove());
        } else if (!sending && wholeMade) {
            begin();
            answer.end();
            end();
        }
    }

    private void begin() {
        if (answer == null) {
            answer = exchange.chunked(contentType);
        }
    }

    private void make(ByteBuf piece) {
        making = true;
        workers.piece(() -> output.writeNext(new ByteBufOutputStream(piece.clear()))).whenComplete((more, failure) -> exchange.onLoop(() -> {
            making = false;
            if (over) {
                release();
            } else if (failure != null) {
                fail(failure instanceof CompletionException ? failure.getCause() : failure);
            } else {
                wholeMade = !more;
                (piece.isReadable() ? made : free).add(piece);
                goOn();
            }
        }));
    }

    private void send(ByteBuf piece) {
        begin();
        sending = true;
        answer.write(piece.retainedDuplicate(), () -> {
            sending = false;
            free.add(piece);
            goOn();
        });
    }

    private void fail(Throwable failure) {
        if (answer == null) {
            ended.completeExceptionally(failure);
        } else {
            LOG.warn("an answer was broken off", failure);
            answer.abort();
        }
        end();
    }

    private void end() {
        over = true;
        ended.complete(null);
        if (!making) {
            release();
        }
    }

    /** What is unmounted with the output is written to disk first: nothing for the event loop to wait for. */
    private void release() {
        buffers.forEach(ByteBuf::release);
        workers.piece(() -> {
            output.close();
            return output;
        });
    }
}
