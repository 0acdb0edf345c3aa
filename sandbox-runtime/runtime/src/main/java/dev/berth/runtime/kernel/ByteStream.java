package dev.berth.runtime.kernel;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import jnr.ffi.Pointer;

/**
 * A pipe's end or a terminal's master on the event loop: bytes come to a {@link Reader}, writes wait until the kernel takes them.
 * All state belongs to the loop's thread. Closing it closes the descriptor.
 */
public final class ByteStream implements AutoCloseable {
    private static final int READ_SIZE = 64 * 1024; // then others have their turn
    // One buffer for all streams of a loop: a stream that waits costs none.
    private static final ThreadLocal<Buffer> BUFFER = ThreadLocal.withInitial(() -> new Buffer(READ_SIZE));

    private final EventLoop loop;
    private final Descriptor descriptor;
    private final EventLoop.Registration registration;
    private final Queue<Write> writes = new ArrayDeque<>();
    private Optional<Reader> reader = Optional.empty();
    private boolean paused;
    private boolean ended;
    private boolean closed;

    /** Gets what is read, on the loop's thread. */
    public interface Reader {
        /** @param bytes valid during the call */
        void bytes(ByteBuffer bytes);

        /** Nothing follows. */
        void ended();
    }

    private record Buffer(ByteBuffer bytes, Pointer pointer) {
        Buffer(int size) {
            this(SystemCalls.allocate(size));
        }

        private Buffer(ByteBuffer bytes) {
            this(bytes, SystemCalls.pointer(bytes));
        }
    }

    private record Write(ByteBuffer bytes, CompletableFuture<Void> done) {}

    public ByteStream(EventLoop loop, Descriptor descriptor) {
        this.loop = loop;
        this.descriptor = descriptor;
        SystemCalls.unblock(descriptor);
        this.registration = loop.register(descriptor, this::ready);
    }

    /** Starts reading. */
    public void read(Reader newReader) {
        loop.execute(() -> {
            reader = Optional.of(newReader);
            if (closed) {
                newReader.ended();
            }
            arm();
        });
    }

    public void pause() {
        loop.execute(() -> paused = true);
    }

    public void resume() {
        loop.execute(() -> {
            paused = false;
            arm();
        });
    }

    /** Takes a copy. Completes exceptionally with {@link SystemCallException} when nobody reads the other end any more. */
    public CompletionStage<Void> write(ByteBuffer bytes) {
        ByteBuffer copy = SystemCalls.allocate(bytes.remaining());
        copy.put(bytes.duplicate()).flip();
        Write write = new Write(copy, new CompletableFuture<>());
        loop.execute(() -> {
            writes.add(write);
            flush();
            arm();
        });
        return write.done();
    }

    /** New size of the terminal behind this stream. */
    public void resize(int rows, int columns) {
        loop.execute(() -> {
            if (!closed) {
                SystemCalls.resize(descriptor, rows, columns);
            }
        });
    }

    private void ready() {
        if (wantsBytes()) {
            readAll();
        }
        flush();
        arm();
    }

    private boolean wantsBytes() {
        return reader.isPresent() && !paused && !ended && !closed;
    }

    /** Reads what is there, as far as the buffer goes, and hands it over in one piece: a terminal gives at most 4 KiB a time, and what follows costs more than a read. */
    private void readAll() {
        Buffer buffer = BUFFER.get();
        int filled = 0;
        boolean over = false;
        for (boolean more = true; more && filled < READ_SIZE; ) {
            long length = SystemCalls.LIBC.read(descriptor.number(), buffer.pointer().slice(filled), READ_SIZE - filled);
            int errno = length < 0 ? SystemCalls.lastError() : 0;
            more = length > 0 || errno == ErrorNumber.EINTR;
            filled += (int) Math.max(0, length);
            // A terminal whose last user is gone answers EIO instead of an end.
            over = !more && errno != ErrorNumber.EAGAIN;
        }
        if (filled > 0) {
            reader.orElseThrow().bytes(buffer.bytes().clear().limit(filled));
        }
        if (over && !ended) {
            ended = true;
            reader.orElseThrow().ended();
        }
    }

    private void flush() {
        while (!writes.isEmpty()) {
            Write write = writes.element();
            if (closed) {
                writes.remove().done().completeExceptionally(new SystemCallException("write", ErrorNumber.EPIPE));
                continue;
            }
            ByteBuffer bytes = write.bytes();
            long length = SystemCalls.LIBC.write(descriptor.number(), SystemCalls.pointer(bytes.slice()), bytes.remaining());
            if (length < 0) {
                int errno = SystemCalls.lastError();
                if (errno == ErrorNumber.EAGAIN || errno == ErrorNumber.EINTR) {
                    return;
                }
                writes.remove().done().completeExceptionally(new SystemCallException("write", errno));
                continue;
            }
            bytes.position(bytes.position() + (int) length);
            if (!bytes.hasRemaining()) {
                writes.remove().done().complete(null);
            }
        }
    }

    private void arm() {
        int interest = (wantsBytes() ? EventLoop.READABLE : 0) | (writes.isEmpty() ? 0 : EventLoop.WRITABLE);
        if (interest != 0 && !closed) {
            registration.arm(interest);
        }
    }

    /** Waiting writes fail; the reader gets its end, if it had none. */
    @Override
    public void close() {
        loop.execute(() -> {
            if (closed) {
                return;
            }
            closed = true;
            registration.close();
            descriptor.close();
            flush();
            if (!ended) {
                ended = true;
                reader.ifPresent(Reader::ended);
            }
        });
    }
}
