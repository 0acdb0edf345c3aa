package dev.berth.engine.stream;

import dev.berth.engine.work.SerialQueue;
import dev.berth.runtime.OutputListener.Source;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A client that reads a log, block by block: what was kept when it asked, then, if it follows, what is written. Stops while the client is paused. */
final class LogSession implements Session {
    private static final Logger LOG = LoggerFactory.getLogger(LogSession.class);
    private static final DateTimeFormatter TIMESTAMP = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSSSS'Z' ").withZone(ZoneOffset.UTC);
    private static final int BLOCKS_A_TURN = 4;

    private final LogFile log;
    private final LogsRequest request;
    private final byte[] details;
    private final SessionListener listener;
    private final SerialQueue queue;
    private final BooleanSupplier growing;
    private final LogReader reader;
    private final Runnable wake = this::schedule;
    private volatile boolean paused;
    private boolean scheduled;
    private boolean finished;

    /** @param growing whether more may come; asked on {@code queue}, the log's own */
    LogSession(LogFile log, LogsRequest request, String details, SessionListener listener, SerialQueue queue, BooleanSupplier growing) {
        this.log = log;
        this.request = request;
        this.details = details.getBytes(StandardCharsets.US_ASCII);
        this.listener = listener;
        this.queue = queue;
        this.growing = growing;
        this.reader = new LogReader(log);
    }

    /** Called on the queue. What there is is told at once, as far as it is the work of a turn. */
    void start() {
        try {
            reader.open(request.tail(), request.follow());
        } catch (IOException failure) {
            fail(failure);
            return;
        }
        if (request.follow()) {
            log.follow(wake);
        }
        readSomeBlocks();
    }

    private void schedule() {
        if (!scheduled && !finished) {
            scheduled = true;
            queue.execute(this::readSomeBlocks);
        }
    }

    /** Some blocks a turn, so that the log's writer is not kept waiting; of one that floods, the lines of a turn take ten blocks. */
    private void readSomeBlocks() {
        scheduled = false;
        if (paused || finished) {
            return;
        }
        try {
            boolean mayGrow = request.follow() && growing.getAsBoolean();
            boolean more = true;
            for (int block = 0; block < BLOCKS_A_TURN && more && !paused && !finished; block++) {
                more = reader.readBlock(this::deliver);
            }
            if (!more && !mayGrow) {
                finish();
            } else if (more && !paused) {
                schedule();
            }
        } catch (IOException failure) {
            fail(failure);
        }
    }

    private void deliver(ByteBuffer line) {
        LogEntry.parse(line).ifPresent(entry -> {
            if (finished || request.since().filter(entry.at()::isBefore).isPresent()) {
                return;
            }
            if (request.until().filter(entry.at()::isAfter).isPresent()) {
                finish();
                return;
            }
            boolean error = entry.source() == Source.ERROR;
            if (error ? request.error() : request.output()) {
                listener.output(error, line(entry));
            }
        });
    }

    private ByteBuffer line(LogEntry entry) {
        byte[] timestamp = request.timestamps() ? TIMESTAMP.format(entry.at()).getBytes(StandardCharsets.US_ASCII) : new byte[0];
        return ByteBuffer.allocate(timestamp.length + details.length + entry.text().length).put(timestamp).put(details).put(entry.text()).flip();
    }

    private void fail(IOException failure) {
        LOG.warn("cannot read the log {}", log.newest(), failure);
        finish();
    }

    private void finish() {
        if (!finished) {
            finished = true;
            log.unfollow(wake);
            reader.close();
            listener.ended();
        }
    }

    @Override
    public CompletionStage<Void> input(ByteBuffer bytes) {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void endInput() {
        // a log takes no input
    }

    @Override
    public void pause() {
        paused = true;
    }

    @Override
    public void resume() {
        paused = false;
        queue.execute(this::schedule);
    }

    @Override
    public void close() {
        queue.execute(() -> {
            if (!finished) {
                finished = true;
                log.unfollow(wake);
                reader.close();
            }
        });
    }
}
