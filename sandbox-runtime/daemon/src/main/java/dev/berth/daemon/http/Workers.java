package dev.berth.daemon.http;

import static dev.berth.engine.EngineException.Kind.UNAVAILABLE;

import dev.berth.engine.EngineException;
import dev.berth.engine.work.BulkThread;
import dev.berth.engine.work.FairExecutor;
import dev.berth.engine.work.WorkOwner;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.impl.WorkerExecutorInternal;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Threads for what blocks, the only ones of this module: few, since each takes memory, and three kinds, so that a slow upload never keeps others from a list. Those for files and for pieces of
 * long answers are shared fairly by machines, see {@link FairExecutor}. Uploads are bounded for each machine, see {@link UploadLine}: as many slow clients as fill all threads are those of
 * {@value #TRANSFERS} / 2 machines.
 */
public final class Workers {
    private static final int FILES = 2;
    private static final int PIECES = 2;
    private static final int TRANSFERS = 16; // made as they are needed
    private static final long LONGEST_HOURS = 1;

    private final FairExecutor files;
    private final FairExecutor pieces;
    private final WorkerExecutor transfers;
    private final WorkOwner owner;

    /** For the administrator. */
    public Workers(Vertx vertx) {
        files = fair(vertx, "files", FILES);
        pieces = fair(vertx, "pieces", PIECES);
        transfers = vertx.createSharedWorkerExecutor("transfers", TRANSFERS, LONGEST_HOURS, TimeUnit.HOURS);
        owner = WorkOwner.ADMINISTRATOR;
    }

    private static FairExecutor fair(Vertx vertx, String name, int count) {
        WorkerExecutorInternal threads = (WorkerExecutorInternal) vertx.createSharedWorkerExecutor(name, count);
        return new FairExecutor(work -> threads.getPool().executor().execute(work), count - 1); // Vert.x ends threads whose executor nobody keeps
    }

    private Workers(Workers all, WorkOwner owner) {
        this.files = all.files;
        this.pieces = all.pieces;
        this.transfers = all.transfers;
        this.owner = owner;
    }

    /** The same threads, for what is done for this owner. */
    public Workers of(WorkOwner other) {
        return new Workers(this, other);
    }

    /** For work of milliseconds on files. What follows on it is done by the worker as well. */
    public <T> CompletionStage<T> files(Callable<T> work) {
        return run(files, work);
    }

    /** For a piece of an answer that is as long as files are large. When processors are short it comes last. */
    <T> CompletionStage<T> piece(Callable<T> work) {
        return run(pieces, () -> {
            BulkThread.goLast();
            return work.call();
        });
    }

    private <T> CompletionStage<T> run(FairExecutor threads, Callable<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        try {
            threads.of(owner).execute(() -> complete(result, work));
        } catch (RejectedExecutionException closed) {
            result.completeExceptionally(ending(closed));
        }
        return result;
    }

    /** For work that lasts as long as a client sends, which comes last when processors are short; for {@link UploadLine} alone. */
    <T> CompletionStage<T> transfer(Callable<T> work) {
        return transfers.executeBlocking(() -> {
                    BulkThread.goLast();
                    return call(work);
                }, false)
                .recover(failure -> Future.failedFuture(failure instanceof RejectedExecutionException ? ending(failure) : failure))
                .toCompletionStage();
    }

    private static <T> void complete(CompletableFuture<T> result, Callable<T> work) {
        try {
            result.complete(call(work));
        } catch (Throwable failure) { // whoever waits is told of it
            result.completeExceptionally(failure);
        }
    }

    /** Threads are interrupted, and more is refused, when the engine ends, and then only: it is no failure of the work. */
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
