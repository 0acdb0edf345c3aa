package dev.berth.engine.stream;

import dev.berth.engine.work.SerialQueue;
import dev.berth.runtime.OutputListener;
import dev.berth.runtime.SandboxProcess;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries the output of one run from the input/output thread, which must not block, to the log and then to the clients, on the stream queue. Holds at most
 * about 256 KiB: beyond that the process waits. Without clients nothing but the disk holds it up.
 */
public final class OutputPump implements OutputListener {
    private static final Logger LOG = LoggerFactory.getLogger(OutputPump.class);
    private static final int MOST_PENDING = 256 * 1024;
    private static final int FEW_PENDING = 64 * 1024;
    /** A process that writes faster than its log is written must not keep the log's readers waiting, nor one of the threads that all machines share. */
    private static final long LONGEST_TURN_NANOSECONDS = 2_000_000;

    /** Of short lines, each with its time, a log has forty times as many bytes as were printed. */
    private static final int LOGGED_AT_ONCE = 8 * 1024;

    /** @param toLog what of it is not in the log yet */
    private record Chunk(Source source, ByteBuffer bytes, ByteBuffer toLog) {}

    private final SandboxProcess process;
    private final SerialQueue queue;
    private final Optional<LogFile> log;
    private final List<ClientSession> clients = new ArrayList<>();
    private final CompletableFuture<Void> settled = new CompletableFuture<>();

    private final Deque<Chunk> pending = new ArrayDeque<>();
    private final Set<Source> open;
    private int pendingBytes;
    private boolean held;
    private boolean givenUp;
    private boolean scheduled;
    /** Taken, and not told yet. Touched on the queue only. */
    private Optional<Chunk> chunk = Optional.empty();

    OutputPump(SandboxProcess process, boolean terminal, SerialQueue queue, Optional<LogFile> log) {
        this.process = process;
        this.queue = queue;
        this.log = log;
        this.open = terminal ? EnumSet.of(Source.OUTPUT) : EnumSet.allOf(Source.class);
    }

    void start() {
        process.listen(this);
    }

    /** One that comes when all output was told already only learns that. */
    void add(ClientSession client) {
        client.connect(process);
        if (running()) {
            clients.add(client);
        } else {
            client.end();
        }
    }

    /** As {@link #add}, one that has read the log: of what is being told it gets the part that is not in the log yet. */
    void addAfterLog(ClientSession client) {
        chunk.ifPresent(told -> client.skip(told.toLog().position()));
        add(client);
    }

    /** One that is added later: what it types reaches the process. */
    void connect(ClientSession client) {
        client.connect(process);
    }

    boolean running() {
        return !settled.isDone();
    }

    /** Completes when all output is in the log and with the clients. */
    public CompletionStage<Void> settled() {
        return settled.copy();
    }

    /** The process has ended, and another one that inherited its streams may hold them for ever: what has come by now is all. */
    public void giveUp() {
        synchronized (pending) {
            givenUp = true;
        }
        schedule();
    }

    @Override
    public void output(Source source, ByteBuffer bytes) {
        ByteBuffer copy = ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
        boolean full;
        synchronized (pending) {
            pending.add(new Chunk(source, copy, copy.duplicate()));
            pendingBytes += copy.remaining();
            full = !held && pendingBytes > MOST_PENDING;
            held |= full;
        }
        if (full) {
            process.pauseOutput();
        }
        schedule();
    }

    @Override
    public void ended(Source source) {
        synchronized (pending) {
            open.remove(source);
        }
        schedule();
    }

    /** One drain takes what came until it runs. */
    private void schedule() {
        synchronized (pending) {
            if (scheduled) {
                return;
            }
            scheduled = true;
        }
        queue.execute(this::drain);
    }

    void drain() {
        synchronized (pending) {
            scheduled = false;
        }
        clients.removeIf(ClientSession::closed);
        long begun = System.nanoTime();
        while (running() && clients.stream().noneMatch(ClientSession::holdsUp)) {
            if (System.nanoTime() - begun > LONGEST_TURN_NANOSECONDS) {
                schedule();
                return;
            }
            if (chunk.isEmpty()) {
                chunk = take();
            }
            if (chunk.isEmpty()) {
                return;
            }
            tell(chunk.get());
        }
    }

    /** Its clients get a chunk when all of it is in the log. */
    private void tell(Chunk told) {
        if (log.isPresent() && told.toLog().hasRemaining()) {
            ByteBuffer next = told.toLog().slice().limit(Math.min(LOGGED_AT_ONCE, told.toLog().remaining()));
            told.toLog().position(told.toLog().position() + next.remaining());
            writeLog(told.source(), next);
            return;
        }
        chunk = Optional.empty();
        clients.forEach(client -> client.deliver(told.source(), told.bytes().asReadOnlyBuffer()));
    }

    /** With a full disk the clients still get what there is no room for. */
    private void writeLog(Source source, ByteBuffer bytes) {
        try {
            log.ifPresent(file -> file.append(source, bytes, Instant.now()));
        } catch (UncheckedIOException failure) {
            LOG.warn("output of {} is missing in its log", process.key(), failure);
        }
    }

    private Optional<Chunk> take() {
        Chunk next;
        boolean goOn;
        boolean last;
        synchronized (pending) {
            next = pending.poll();
            pendingBytes -= next == null ? 0 : next.bytes().remaining();
            goOn = held && pendingBytes <= FEW_PENDING;
            held &= !goOn;
            last = next == null && (open.isEmpty() || givenUp);
        }
        if (goOn) {
            process.resumeOutput();
        }
        if (last) {
            settle();
        }
        return Optional.ofNullable(next);
    }

    private void settle() {
        try {
            log.ifPresent(file -> file.finish(Instant.now()));
        } catch (UncheckedIOException failure) {
            LOG.warn("the end of the output of {} is missing in its log", process.key(), failure);
        }
        settled.complete(null);
        log.ifPresent(LogFile::tellFollowers);
        clients.forEach(ClientSession::end);
        clients.clear();
    }
}
