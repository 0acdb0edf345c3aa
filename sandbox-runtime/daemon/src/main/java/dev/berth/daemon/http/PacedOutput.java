package dev.berth.daemon.http;

import dev.berth.engine.stream.Session;
import dev.berth.engine.stream.SessionListener;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Carries a session's output to a client and makes the process wait while the client does not read. At most {@value #HIGH} bytes, and what one call brings, are in
 * memory. Output that comes before the session is {@link #connect connected} waits; what comes before the event loop has come to the last goes with it.
 */
public final class PacedOutput implements SessionListener {
    private static final long HIGH = 64 * 1024;
    private static final long LOW = 16 * 1024;

    /** How output stands on the wire. */
    @FunctionalInterface
    public interface Framing {

        /** A copy of the bytes, ready to be sent. */
        byte[] frame(boolean error, ByteBuffer bytes);
    }

    private final Executor loop;
    private final Framing framing;
    private final AtomicLong pending = new AtomicLong();
    private final AtomicBoolean paused = new AtomicBoolean();
    private volatile Session session;

    /** What the event loop is to send next; it has been called for the first of it, once there is somebody to send it to. Guarded by itself, as {@code connected}. */
    private final List<byte[]> gathered = new ArrayList<>();
    private boolean connected;

    private OutputSink sink;
    private boolean ended;

    /** @param loop runs what it gets on the connection's event loop, in order */
    public PacedOutput(Executor loop, Framing framing) {
        this.loop = loop;
        this.framing = framing;
    }

    /** Nothing comes before there is somebody to send it to. */
    @Override
    public void opened(Session of) {
        session = of;
        paused.set(true);
        of.pause();
    }

    /** Lets output flow. Called once, on the event loop. */
    public void connect(Session of, OutputSink to) {
        session = of;
        sink = to;
        if (paused.get()) {
            pauseSession(of);
        }
        boolean early;
        synchronized (gathered) {
            connected = true;
            early = !gathered.isEmpty();
        }
        if (early) {
            send();
        }
        if (ended) {
            sink.end();
        }
    }

    @Override
    public void output(boolean error, ByteBuffer bytes) {
        byte[] framed = framing.frame(error, bytes);
        int length = framed.length;
        if (pending.addAndGet(length) > HIGH && paused.compareAndSet(false, true)) {
            Session source = session;
            if (source != null) {
                pauseSession(source);
            }
        }
        if (gather(framed)) {
            loop.execute(this::send);
        }
    }

    /** @return true for the first that can be sent */
    private boolean gather(byte[] framed) {
        synchronized (gathered) {
            gathered.add(framed);
            return connected && gathered.size() == 1;
        }
    }

    /** All in one: each write is a system call here, and wakes the client. */
    private void send() {
        byte[] bytes;
        synchronized (gathered) {
            bytes = gathered.size() == 1 ? gathered.get(0) : joined(gathered);
            gathered.clear();
        }
        sink.write(bytes, () -> written(bytes.length));
    }

    private static byte[] joined(List<byte[]> parts) {
        ByteBuffer all = ByteBuffer.allocate(parts.stream().mapToInt(part -> part.length).sum());
        parts.forEach(all::put);
        return all.array();
    }

    @Override
    public void ended() {
        loop.execute(() -> {
            ended = true;
            if (sink != null) {
                sink.end();
            }
        });
    }

    /** True when all was told; false while the process, or the kept log, may have more. Asked on the event loop. */
    boolean hasEnded() {
        return ended;
    }

    /** The event loop may have caught up between the decision and the call: then nothing is left that would take the pause back later. */
    private void pauseSession(Session source) {
        source.pause();
        if (!paused.get() || caughtUp()) {
            source.resume();
        }
    }

    private void written(int length) {
        pending.addAndGet(-length);
        if (caughtUp()) {
            session.resume();
        }
    }

    /** True for one caller after each pause: it has to resume. */
    private boolean caughtUp() {
        return pending.get() < LOW && paused.compareAndSet(true, false);
    }
}
