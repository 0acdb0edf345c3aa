package dev.berth.daemon.http;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * How long a client that sends a body may keep us waiting: {@value #SECONDS} seconds, and for each {@value #BYTES_A_SECOND} bytes that it has sent one more. So one that sends nothing is
 * given up after a minute, and so is one that sends a byte now and then, which would keep a thread for as long as it likes. Only time that we do wait counts.
 */
public final class Patience {
    public static final int SECONDS = 60;
    static final int BYTES_A_SECOND = 1024;

    private long left = TimeUnit.SECONDS.toNanos(SECONDS);

    /**
     * Waits until something has come from the client.
     *
     * @param monitor that the caller holds, and that is notified when something comes
     * @throws IOException when the client sends nothing for too long
     */
    public void await(Object monitor, BooleanSupplier come) throws IOException {
        while (!come.getAsBoolean()) {
            long since = System.nanoTime();
            if (left() <= 0) {
                throw new IOException("the client sent nothing, or next to nothing, for " + SECONDS + " seconds");
            }
            try {
                TimeUnit.NANOSECONDS.timedWait(monitor, left());
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new IOException("waiting for the client was interrupted", stopped);
            }
            waited(System.nanoTime() - since);
        }
    }

    void waited(long nanoseconds) {
        left -= nanoseconds;
    }

    public void received(int bytes) {
        left += TimeUnit.SECONDS.toNanos(bytes) / BYTES_A_SECOND;
    }

    /** Nanoseconds that the next bytes may still take to come; none when it is 0 or less. */
    long left() {
        return Math.min(left, TimeUnit.SECONDS.toNanos(SECONDS));
    }
}
