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
    private final SessionLimit.Place place;
    private final CompletableFuture<SandboxProcess> process = new CompletableFuture<>();
    private CompletionStage<Void> lastInput = CompletableFuture.completedFuture(null);
    /** Bytes of the next output that it has had already. Touched on the stream's queue only, as what it gets. */
    private int had;
    private volatile boolean paused;
    private volatile boolean closed;

    /** @param changed told when it may go on, or is gone. @param place given back by {@link #release} */
    ClientSession(OutputHub.Wanted wanted, SessionListener listener, Consumer<ClientSession> changed, SessionLimit.Place place) {
        this.wanted = wanted;
        this.listener = listener;
        this.changed = changed;
        this.place = place;
    }

    /** Its input reaches the process from now on. */
    void connect(SandboxProcess started) {
        process.complete(started);
    }

    boolean connected() {
        return process.isDone();
    }

    void deliver(Source source, ByteBuffer bytes) {
        boolean error = source == Source.ERROR;
        bytes.position(bytes.position() + had);
        had = 0;
        if (!closed && bytes.hasRemaining() && (error ? wanted.error() : wanted.output())) {
            listener.output(error, bytes);
        }
    }

    /** The beginning of the next output is not for it. */
    void skip(int bytes) {
        had = bytes;
    }

    void end() {
        if (!closed) {
            closed = true;
            release();
            listener.ended();
        }
    }

    /** It is nowhere any more. */
    void release() {
        place.leave();
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
