package dev.berth.engine.image.layer;

import dev.berth.engine.EngineException;
import dev.berth.runtime.kernel.FileStamp;
import dev.berth.runtime.kernel.NewFile;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Small files that are made and still empty get their content and what they carry from whoever has time: a second thread, or, when that is busy with others, the one that makes them. To make a file
 * takes the kernel as long as all the rest, and of one folder's files it makes one at a time: with one thread for both a second processor had little to do. Closing it ends the work and closes what is left.
 */
final class FileFinishing implements AutoCloseable {
    /** Of a file's content, which waits in memory. */
    static final int MOST_BYTES = 8 * 1024;
    private static final int MOST_FILES = 32;
    /** To call a thread takes as long as some of them. */
    private static final int WORTH_A_CALL = 16;

    private final Executor threads;
    private final Queue<Unfinished> waiting = new ArrayBlockingQueue<>(MOST_FILES);
    private final AtomicLong blockBytes = new AtomicLong();
    private final AtomicReference<Failure> failure = new AtomicReference<>();
    private boolean called;
    private boolean helped;
    private boolean over;

    /** @param content all of it */
    private record Unfinished(String name, NewFile file, byte[] content, FileStamp stamp) {}

    /** @param name of the file that could not be finished */
    private record Failure(String name, Throwable reason) {}

    /** What is told of a file that cannot be finished. */
    interface Refusal {
        EngineException of(String name, FileSystemException reason);
    }

    /** @param threads of which one helps while there is enough to do; nothing waits for it to begin */
    FileFinishing(Executor threads) {
        this.threads = threads;
    }

    /** @param file taken over. @throws EngineException when one could not be finished: {@code refusal}'s */
    void finish(String name, NewFile file, byte[] content, FileStamp stamp, Refusal refusal) {
        Unfinished next = new Unfinished(name, file, content, stamp);
        if (!waiting.offer(next)) {
            finish(next);
        } else if (waiting.size() >= WORTH_A_CALL) {
            call();
        }
        rethrow(refusal);
    }

    private synchronized void call() {
        if (!called && !helped) {
            called = true;
            threads.execute(this::help);
        }
    }

    private void help() {
        synchronized (this) {
            called = false;
            if (over || helped) {
                return;
            }
            helped = true;
        }
        try {
            finishWaiting();
        } finally {
            synchronized (this) {
                helped = false;
                notifyAll();
            }
        }
    }

    private void finishWaiting() {
        for (Unfinished next = waiting.poll(); next != null; next = waiting.poll()) {
            finish(next);
        }
    }

    private void finish(Unfinished next) {
        try (NewFile file = next.file()) {
            if (failure.get() == null) {
                file.write(next.content(), 0, next.content().length);
                file.stamp(next.stamp());
                blockBytes.addAndGet(file.blockBytes());
            }
        } catch (IOException | RuntimeException | Error broken) { // whatever it is: a layer must not come to its place without it
            failure.compareAndSet(null, new Failure(next.name(), broken));
        }
    }

    private void rethrow(Refusal refusal) {
        Failure first = failure.get();
        if (first != null && first.reason() instanceof FileSystemException reason) {
            throw refusal.of(first.name(), reason);
        }
        if (first != null) {
            throw new IllegalStateException("cannot unpack \"" + first.name() + "\"", first.reason());
        }
    }

    /** What the content of files takes of the disk that were finished since this was asked last. */
    long takeBlockBytes() {
        return blockBytes.getAndSet(0);
    }

    /** Returns when all are finished. */
    void finishAll(Refusal refusal) {
        finishWaiting();
        awaitHelper();
        rethrow(refusal);
    }

    private synchronized void awaitHelper() {
        over = true;
        boolean interrupted = false;
        while (helped) {
            try {
                wait();
            } catch (InterruptedException later) {
                interrupted = true; // it has a few files to go at most
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        for (Unfinished next = waiting.poll(); next != null; next = waiting.poll()) {
            next.file().close();
        }
        awaitHelper();
    }
}
