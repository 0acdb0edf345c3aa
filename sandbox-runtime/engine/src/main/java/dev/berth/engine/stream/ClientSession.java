package dev.berth.engine.stream;

import dev.berth.runtime.OutputListener.Source;
import dev.berth.runtime.SandboxProcess;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** One client that is attached to a run. What it types before the run begins waits with it: its input completes only then. */
final class ClientSession implements Session {
    private final OutputHub.Wanted wanted;
    private final SessionListener listener;
    private final Consumer<ClientSession> changed;
    private final CompletableFuture<SandboxProcess> process = new CompletableFuture<>();
    private CompletionStage<Void> lastInput = CompletableFuture.completedFuture(null);
    private volatile boolean paused;
    private volatile boolean closed;

    /** @param changed told when it may go on, or is gone */
    ClientSession(OutputHub.Wanted wanted, SessionListener listener, Consumer<ClientSession> changed) {
        this.wanted = wanted;
        this.listener = listener;
        this.changed = changed;
    }

    void connect(SandboxProcess started) {
        process.complete(started);
    }

    void deliver(Source source, ByteBuffer bytes) {
        boolean error = source == Source.ERROR;
        if (!closed && (error ? wanted.error() : wanted.output())) {
            listener.output(error, bytes);
        }
    }

    void end() {
        if (!closed) {
            closed = true;
            listener.ended();
        }
    }

    boolean holdsUp() {
        return paused && !closed;
    }

    boolean closed() {
        return closed;
    }

    @Override
    public synchronized CompletionStage<Void> input(ByteBuffer bytes) {
        if (!wanted.input()) {
            return CompletableFuture.completedFuture(null);
        }
        ByteBuffer copy = ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
        lastInput = process.thenCompose(started -> started.write(copy));
        return lastInput;
    }

    @Override
    public synchronized void endInput() {
        if (wanted.input() && wanted.inputOnce()) {
            lastInput.whenComplete((none, failure) -> process.thenAccept(SandboxProcess::closeInput));
        }
    }

    @Override
    public void pause() {
        paused = true;
    }

    @Override
    public void resume() {
        paused = false;
        changed.accept(this);
    }

    @Override
    public void close() {
        if (!closed) {
            endInput();
        }
        closed = true;
        changed.accept(this);
    }
}
