package dev.berth.daemon.http;

import static dev.berth.engine.EngineException.Kind.UNAVAILABLE;

import dev.berth.engine.EngineException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Threads for what blocks, the only ones of this module: few, since each takes memory, and two kinds, so that a slow upload never keeps others from a list. Uploads are bounded for
 * each machine as well, see {@link UploadLine}: as many slow clients as fill all threads are those of {@value #TRANSFERS} / 2 machines.
 */
public final class Workers {
    private static final int FILES = 2;
    private static final int TRANSFERS = 16; // made as they are needed
    private static final long LONGEST_HOURS = 1;

    private final WorkerExecutor files;
    private final WorkerExecutor transfers;

    public Workers(Vertx vertx) {
        files = vertx.createSharedWorkerExecutor("files", FILES);
        transfers = vertx.createSharedWorkerExecutor("transfers", TRANSFERS, LONGEST_HOURS, TimeUnit.HOURS);
    }

    /** For work of milliseconds on files. */
    public <T> CompletionStage<T> files(Callable<T> work) {
        return done(files, work);
    }

    /** For work that lasts as long as a client sends; for {@link UploadLine} alone. */
    <T> CompletionStage<T> transfer(Callable<T> work) {
        return done(transfers, work);
    }

    /** Threads are interrupted, and more is refused, when the engine ends, and then only: it is no failure of the work. */
    private static <T> CompletionStage<T> done(WorkerExecutor threads, Callable<T> work) {
        return threads.executeBlocking(() -> call(work), false)
                .recover(failure -> Future.failedFuture(failure instanceof RejectedExecutionException ? ending(failure) : failure))
                .toCompletionStage();
    }

    private static <T> T call(Callable<T> work) throws Exception {
        try {
            return work.call();
        } catch (Exception failure) {
            throw Thread.currentThread().isInterrupted() ? ending(failure) : failure;
        }
    }

    private static EngineException ending(Throwable failure) {
        return new EngineException(UNAVAILABLE, "the engine ends: try again when the next one is there", failure);
    }
}
