package dev.berth.engine.terminal;

import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;

import dev.berth.engine.EngineException;
import dev.berth.engine.record.RecordFile;
import dev.berth.engine.stream.Session;
import dev.berth.engine.stream.SessionListener;
import dev.berth.engine.terminal.Terminals.TerminalView;
import dev.berth.engine.work.SerialQueue;
import dev.berth.runtime.OutputListener;
import dev.berth.runtime.SandboxProcess;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A shell on a pty, its ring of output, and its clients. Each client reads the ring at its own pace. The shell waits only when it would overwrite what a client
 * that reads has not got; a client that has not read for ten seconds is let go instead. Its state is touched on its own stream queue only.
 */
final class Terminal implements OutputListener {
    private static final Logger LOG = LoggerFactory.getLogger(Terminal.class);
    static final int KEPT = 256 * 1024;
    private static final int GATHERING_MILLIS = 2;

    /** Then others of its queue have their turn, who resize it or join: a program may write as fast as all this reads. */
    private static final int MOST_A_TURN = 64 * 1024;

    private static final int LAST_OUTPUT_SECONDS = 2;

    private final Path folder;
    private final RecordFile<TerminalRecord> file;
    private final SerialQueue queue;
    private final OutputRing ring;
    private final List<TerminalClient> clients = new ArrayList<>();
    private final CompletableFuture<Void> settled = new CompletableFuture<>();
    private volatile TerminalRecord record;
    private volatile Optional<SandboxProcess> process = Optional.empty();
    private boolean looksAgain;

    private final WaitingOutput waiting = new WaitingOutput();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final AtomicBoolean gathering = new AtomicBoolean();

    /** @param folder of the terminal's files */
    Terminal(TerminalRecord record, Path folder, SerialQueue queue) {
        this.record = record;
        this.folder = folder;
        this.file = file(folder);
        this.queue = queue;
        this.ring = new OutputRing(folder.resolve("output"), KEPT);
        if (record.exitCode().isPresent()) {
            waiting.end();
        }
    }

    static RecordFile<TerminalRecord> file(Path folder) {
        return new RecordFile<>(folder.resolve("terminal.json"), TerminalRecord.class);
    }

    TerminalRecord record() {
        return record;
    }

    Path folder() {
        return folder;
    }

    /** Returns when its record is on disk. */
    void save() {
        file.writeVolatile(record);
    }

    /** Shown before the shell's own output. */
    void greet(String text) {
        output(Source.OUTPUT, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** The shell runs, since just now or since an earlier engine. */
    void run(SandboxProcess shell) {
        queue.execute(() -> {
            process = Optional.of(shell);
            shell.listen(this);
        });
        shell.exit().thenAccept(status -> settled.copy()
                .completeOnTimeout(null, LAST_OUTPUT_SECONDS, TimeUnit.SECONDS)
                .thenRunAsync(() -> ended(shell, status.code()), queue));
    }

    private void ended(SandboxProcess shell, int code) {
        waiting.end();
        record = record.withExitCode(code);
        save();
        process = Optional.empty();
        drain();
        settled.thenRunAsync(shell::forget, queue);
    }

    @Override
    public void output(Source source, ByteBuffer bytes) {
        WaitingOutput.Arrival arrival = waiting.add(bytes);
        if (arrival.tooMuch()) {
            process.ifPresent(SandboxProcess::pauseOutput);
        }
        if (arrival.flood()) {
            gather();
        } else {
            schedule();
        }
    }

    @Override
    public void ended(Source source) {
        waiting.end();
        schedule();
    }

    /** One drain takes all that came until it runs. */
    private void schedule() {
        if (scheduled.compareAndSet(false, true)) {
            queue.execute(this::drain);
        }
    }

    /** As {@link #schedule}, a moment later: a flood comes in pieces of 4 KiB, and each costs all behind this about as much as ten at once. */
    private void gather() {
        if (!scheduled.get() && gathering.compareAndSet(false, true)) {
            CompletableFuture.delayedExecutor(GATHERING_MILLIS, TimeUnit.MILLISECONDS, queue).execute(this::drain);
        }
    }

    private void drain() {
        scheduled.set(false);
        gathering.set(false);
        clients.removeIf(TerminalClient::closed);
        // First, since a client that reads again may be all that the next piece waits for.
        clients.forEach(client -> client.feed(ring));
        Optional<ByteBuffer> next = waiting.first();
        int told = 0;
        while (next.isPresent() && fits(next.get().remaining())) {
            if (told >= MOST_A_TURN) {
                schedule();
                return;
            }
            int count = next.get().remaining();
            told += count;
            keep(next.get());
            if (waiting.removeFirst(count)) {
                process.ifPresent(SandboxProcess::resumeOutput);
            }
            clients.forEach(client -> client.feed(ring));
            next = waiting.first();
        }
        if (waiting.isOver()) {
            settled.complete(null);
            if (record.exitCode().isPresent()) {
                endClients();
            }
        }
    }

    /** With a full disk it is lost, and the shell goes on. */
    private void keep(ByteBuffer bytes) {
        try {
            ring.write(bytes);
        } catch (UncheckedIOException failure) {
            LOG.warn("output of terminal {} is lost", record.id(), failure);
        }
    }

    /** Lets clients go that hold others up for too long. */
    private boolean fits(int count) {
        long oldest = ring.end() + count - ring.size();
        List<TerminalClient> inTheWay = clients.stream().filter(client -> client.offset() < oldest).toList();
        inTheWay.stream().filter(TerminalClient::stalled).forEach(TerminalClient::end);
        clients.removeIf(TerminalClient::closed);
        boolean fits = inTheWay.stream().allMatch(TerminalClient::closed);
        if (!fits && !looksAgain) {
            looksAgain = true;
            CompletableFuture.delayedExecutor(TerminalClient.PATIENCE_SECONDS, TimeUnit.SECONDS, queue).execute(() -> {
                looksAgain = false;
                drain();
            });
        }
        return fits;
    }

    /** Those that have everything; the others when they have read on. */
    private void endClients() {
        clients.stream().filter(client -> client.feed(ring)).forEach(TerminalClient::end);
        clients.removeIf(TerminalClient::closed);
    }

    CompletionStage<Session> attach(long offset, LongFunction<SessionListener> listeners) {
        return queue.call(() -> {
            if (offset > ring.end()) {
                throw new EngineException(INVALID_PARAMETER, "offset " + offset + " is beyond the end of the terminal's output, " + ring.end()
                        + ": ask for 0, or for what was read before");
            }
            long start = Math.max(offset, ring.start());
            TerminalClient client = new TerminalClient(listeners.apply(start), start, process, any -> schedule());
            clients.add(client);
            schedule();
            return client;
        });
    }

    CompletionStage<Void> resize(int rows, int columns) {
        return queue.run(() -> {
            process.ifPresent(shell -> shell.resize(rows, columns));
            record = record.withSize(rows, columns);
            save();
        });
    }

    TerminalView view() {
        TerminalRecord now = record;
        return new TerminalView(
                now.id(), now.machine(), now.config().name(), now.exitCode().isEmpty(), now.exitCode(), ring.start(), ring.end(), now.rows(), now.columns());
    }

    /** Completes when the shell has ended, or at once. @param signal sent to it */
    CompletionStage<Void> signal(int signal) {
        return queue.begin(() -> {
            process.ifPresent(shell -> shell.signal(signal));
            return process.isEmpty() ? CompletableFuture.completedFuture(null) : settled.copy();
        });
    }

    /** Clients are told, and its files are closed. Nothing may follow. */
    CompletionStage<Void> close() {
        return queue.run(() -> {
            clients.forEach(TerminalClient::end);
            clients.clear();
            ring.close();
        });
    }
}
