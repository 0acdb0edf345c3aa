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
import java.util.concurrent.atomic.AtomicBoolean;
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
    private final Runnable released;
    private final LogReader reader;
    private final Runnable wake = this::schedule;
    private volatile boolean paused;
    private volatile boolean closed;
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private boolean opened;
    private boolean untilReached;
    private boolean finished;

    /** @param growing whether more may come; asked on {@code queue}, the log's own. @param released run once nothing of it is left */
    LogSession(LogFile log, LogsRequest request, String details, SessionListener listener, SerialQueue queue, BooleanSupplier growing, Runnable released) {
        this.log = log;
        this.request = request;
        this.details = details.getBytes(StandardCharsets.US_ASCII);
        this.listener = listener;
        this.queue = queue;
        this.growing = growing;
        this.released = released;
        this.reader = new LogReader(log);
    }

    /** Begins to read, unless it was paused before: then nothing is opened until it goes on. */
    void begin() {
        if (!paused) {
            schedule();
        }
    }

    private void schedule() {
        if (scheduled.compareAndSet(false, true)) {
            queue.execute(this::readSomeBlocks);
        }
    }

    /** Some blocks a turn, so that the log's writer is not kept waiting; of one that floods, the lines of a turn take ten blocks. */
    private void readSomeBlocks() {
        scheduled.set(false);
        if (!wanted()) {
            return;
        }
        try {
            open();
            boolean mayGrow = request.follow() && growing.getAsBoolean();
            boolean more = true;
            for (int block = 0; block < BLOCKS_A_TURN && more && wanted(); block++) {
                more = reader.readBlock(this::deliver);
            }
            if (untilReached || !more && !mayGrow) {
                finish();
            } else if (more && wanted()) {
                schedule();
            }
        } catch (IOException failure) {
            fail(failure);
        }
    }

    private void open() throws IOException {
        if (opened) {
            return;
        }
        opened = true;
        reader.open(request.tail(), request.follow());
        if (request.follow()) {
            log.follow(wake);
        }
    }

    /** False while its client reads nothing, and once it has gone. */
    private boolean wanted() {
        return !paused && !closed && !finished && !untilReached;
    }

    /** @return whether the next line is wanted */
    private boolean deliver(ByteBuffer line) {
        LogEntry.parse(line).ifPresent(entry -> {
            if (request.since().filter(entry.at()::isBefore).isPresent()) {
                return;
            }
            if (request.until().filter(entry.at()::isAfter).isPresent()) {
                untilReached = true;
                return;
            }
            boolean error = entry.source() == Source.ERROR;
            if (error ? request.error() : request.output()) {
                listener.output(error, line(entry));
            }
        });
        return wanted();
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
            release();
            listener.ended();
        }
    }

    private void release() {
        if (!finished) {
            finished = true;
            log.unfollow(wake);
            reader.close();
            released.run();
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
        schedule();
    }

    @Override
    public void close() {
        closed = true;
        queue.execute(this::release);
    }
}
