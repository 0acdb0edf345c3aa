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
    private static final int MOST_A_TURN = 64 * 1024;

    private record Chunk(Source source, ByteBuffer bytes) {}

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
            pending.add(new Chunk(source, copy));
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
        int told = 0;
        while (running() && clients.stream().noneMatch(ClientSession::holdsUp)) {
            if (told >= MOST_A_TURN) {
                schedule();
                return;
            }
            Optional<Chunk> chunk = take();
            if (chunk.isEmpty()) {
                return;
            }
            Source source = chunk.get().source();
            ByteBuffer bytes = chunk.get().bytes();
            told += bytes.remaining();
            writeLog(source, bytes.duplicate());
            clients.forEach(client -> client.deliver(source, bytes.asReadOnlyBuffer()));
        }
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
        Chunk chunk;
        boolean goOn;
        boolean last;
        synchronized (pending) {
            chunk = pending.poll();
            pendingBytes -= chunk == null ? 0 : chunk.bytes().remaining();
            goOn = held && pendingBytes <= FEW_PENDING;
            held &= !goOn;
            last = chunk == null && (open.isEmpty() || givenUp);
        }
        if (goOn) {
            process.resumeOutput();
        }
        if (last) {
            settle();
        }
        return Optional.ofNullable(chunk);
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
