package dev.berth.engine.work;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The engine's threads, all of them bounded. Commands (launches, records, images) block for milliseconds each: four of them keep one or two processors and a
 * disk busy, more would only cost stacks. Streams (output to logs, rings and clients) have two of their own, so that typing never waits for a launch; copies
 * of many files have two, so that no launch waits for a copy.
 */
public final class Workers implements AutoCloseable {
    private static final int COMMAND_THREADS = 4;
    private static final int STREAM_THREADS = 2;
    private static final int COPY_THREADS = 2;
    private static final int PATIENCE_SECONDS = 5;

    private final ExecutorService commands = pool(COMMAND_THREADS, "command");
    private final ExecutorService streams = pool(STREAM_THREADS, "stream");
    private final ExecutorService copies = pool(COPY_THREADS, "copy");

    /** A queue for a state: containers, machines. */
    public SerialQueue commandQueue() {
        return new SerialQueue(commands);
    }

    /** A queue for a stream of output. */
    public SerialQueue streamQueue() {
        return new SerialQueue(streams);
    }

    /** For blocking work that touches no state. */
    public ExecutorService commands() {
        return commands;
    }

    /** For work that lasts as long as files are large. */
    public ExecutorService copies() {
        return copies;
    }

    /** What comes after the close is dropped: the next engine finds it in the kernel and on disk. */
    private static ExecutorService pool(int threads, String kind) {
        return new ThreadPoolExecutor(
                threads, threads, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), named(kind), new ThreadPoolExecutor.DiscardPolicy());
    }

    private static ThreadFactory named(String kind) {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, kind + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Takes no more work, and waits a while for what has begun. */
    @Override
    public void close() {
        commands.shutdown();
        streams.shutdown();
        copies.shutdownNow();
        try {
            commands.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
            streams.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }
}
