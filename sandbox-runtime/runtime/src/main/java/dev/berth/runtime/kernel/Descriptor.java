package dev.berth.runtime.kernel;

import java.util.concurrent.atomic.AtomicInteger;

/** An open file descriptor and its one owner. Closing it twice does nothing, so that no other's descriptor of the same number is ever closed. */
public final class Descriptor implements AutoCloseable {
    private static final int CLOSED = -1;

    private final AtomicInteger number;

    Descriptor(int number) {
        this.number = new AtomicInteger(number);
    }

    /** @throws IllegalStateException when it is closed */
    int number() {
        int open = number.get();
        if (open == CLOSED) {
            throw new IllegalStateException("descriptor is closed");
        }
        return open;
    }

    public boolean isOpen() {
        return number.get() != CLOSED;
    }

    /** From now on somebody else's, who closes it. @throws IllegalStateException when it is closed */
    int release() {
        int open = number.getAndSet(CLOSED);
        if (open == CLOSED) {
            throw new IllegalStateException("descriptor is closed");
        }
        return open;
    }

    @Override
    public void close() {
        int open = number.getAndSet(CLOSED);
        if (open != CLOSED) {
            SystemCalls.LIBC.close(open);
        }
    }
}
