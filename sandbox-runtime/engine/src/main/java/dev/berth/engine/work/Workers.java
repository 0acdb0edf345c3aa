package dev.berth.engine.work;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The engine's threads, all of them bounded. Commands (launches, records, images) block for milliseconds each: four of them keep one or two processors and a
 * disk busy, more would only cost stacks. A launch can last as long as a student wants, who stops a process that is just starting: whoever waits for a future is
 * replaced meanwhile, so that four are always there for other machines, up to {@link #MOST_COMMAND_THREADS}; since a machine has one queue, it takes as many
 * machines to fill them. Streams (output to logs, rings and clients) have two of their own, so that typing never waits for a launch; copies of many files have
 * two, so that no launch waits for a copy, and come last when processors are short. Machines share all of them fairly, and none has the last thread of a kind: see {@link FairExecutor}.
 */
public final class Workers implements AutoCloseable {
    private static final int COMMAND_THREADS = 4;
    static final int MOST_COMMAND_THREADS = 64;
    private static final int IDLE_SECONDS = 10;
    private static final int STREAM_THREADS = 2;
    private static final int COPY_THREADS = 2;
    private static final int PATIENCE_SECONDS = 5;

    private final Threads threads;
    private final WorkOwner owner;

    /** For the administrator; closed by whoever made them. */
    public Workers() {
        this(new Threads(), WorkOwner.ADMINISTRATOR);
    }

    private Workers(Threads threads, WorkOwner owner) {
        this.threads = threads;
        this.owner = owner;
    }

    /** The same threads, for work that is done for this machine. */
    public Workers of(String machine) {
        return new Workers(threads, new WorkOwner(machine));
    }

    /** A queue for a state: containers, machines. */
    public SerialQueue commandQueue() {
        return new SerialQueue(commands());
    }

    /** A queue for a stream of output. */
    public SerialQueue streamQueue() {
        return new SerialQueue(threads.fairStreams.of(owner));
    }

    /** For blocking work that touches no state. */
    public Executor commands() {
        return threads.fairCommands.of(owner);
    }

    /** For work that lasts as long as files are large. */
    public Executor copies() {
        return threads.fairCopies.of(owner);
    }

    /** Takes no more work, of no machine, and waits a while for what has begun. */
    @Override
    public void close() {
        threads.close();
    }

    private static final class Threads {
        private final ForkJoinPool commands = compensatingPool();
        private final ExecutorService streams = pool(STREAM_THREADS, Workers::streamThread);
        private final ExecutorService copies = pool(COPY_THREADS, task -> new BulkThread(task, "copy"));
        private final FairExecutor fairCommands = new FairExecutor(this::command, COMMAND_THREADS - 1);
        private final FairExecutor fairStreams = new FairExecutor(streams, STREAM_THREADS - 1);
        private final FairExecutor fairCopies = new FairExecutor(copies, COPY_THREADS - 1);

        private void command(Runnable task) {
            try {
                commands.execute(task);
            } catch (RejectedExecutionException closed) {
                // dropped, as the other pools do
            }
        }

        void close() {
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

    /** A future that is waited for on one of its threads tells the pool, which lets another thread take over; beyond the most, one simply waits. */
    private static ForkJoinPool compensatingPool() {
        AtomicInteger count = new AtomicInteger();
        return new ForkJoinPool(
                COMMAND_THREADS,
                pool -> {
                    ForkJoinWorkerThread thread = ForkJoinPool.defaultForkJoinWorkerThreadFactory.newThread(pool);
                    thread.setName("command-" + count.incrementAndGet());
                    return thread;
                },
                null,
                true,
                COMMAND_THREADS,
                MOST_COMMAND_THREADS,
                COMMAND_THREADS,
                pool -> true,
                IDLE_SECONDS,
                TimeUnit.SECONDS);
    }

    /** What comes after the close is dropped: the next engine finds it in the kernel and on disk. */
    private static ExecutorService pool(int threads, ThreadFactory factory) {
        return new ThreadPoolExecutor(threads, threads, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), factory, new ThreadPoolExecutor.DiscardPolicy());
    }

    private static Thread streamThread(Runnable task) {
        Thread thread = new Thread(task, "stream");
        thread.setDaemon(true);
        return thread;
    }
}
