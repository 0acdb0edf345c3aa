package dev.berth.engine.terminal;

import dev.berth.engine.stream.Session;
import dev.berth.engine.stream.SessionListener;
import dev.berth.runtime.SandboxProcess;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** One client of a terminal: how far it has read, and whether it reads. Its position is touched on the terminal's queue only. */
final class TerminalClient implements Session {
    private static final int BLOCK = 32 * 1024;

    /** How long a client that does not read may hold up the shell. */
    static final int PATIENCE_SECONDS = 10;

    private final SessionListener listener;
    private final Optional<SandboxProcess> process;
    private final Consumer<TerminalClient> changed;
    private long offset;
    private volatile boolean paused;
    private volatile long pausedAt;
    private volatile boolean closed;

    /** @param offset of the first byte that it gets. @param process the shell, if it runs. @param changed told when it reads again, or is gone */
    TerminalClient(SessionListener listener, long offset, Optional<SandboxProcess> process, Consumer<TerminalClient> changed) {
        this.listener = listener;
        this.offset = offset;
        this.process = process;
        this.changed = changed;
    }

    /** Gives it what it has not got yet, as long as it reads. @return true when it has everything */
    boolean feed(OutputRing ring) {
        while (!paused && !closed && offset < ring.end()) {
            ByteBuffer bytes = ring.read(offset, BLOCK);
            offset += bytes.remaining();
            listener.output(false, bytes);
        }
        return offset == ring.end();
    }

    long offset() {
        return offset;
    }

    /** It has not read for so long that nobody waits for it any more. */
    boolean stalled() {
        return paused && System.nanoTime() - pausedAt >= TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    }

    boolean closed() {
        return closed;
    }

    void end() {
        if (!closed) {
            closed = true;
            listener.ended();
        }
    }

    @Override
    public CompletionStage<Void> input(ByteBuffer bytes) {
        return process.map(shell -> shell.write(bytes)).orElse(CompletableFuture.completedFuture(null));
    }

    @Override
    public void endInput() {
        // a shell on a terminal ends by what is typed
    }

    @Override
    public void pause() {
        pausedAt = System.nanoTime();
        paused = true;
    }

    @Override
    public void resume() {
        paused = false;
        changed.accept(this);
    }

    @Override
    public void close() {
        closed = true;
        changed.accept(this);
    }
}
