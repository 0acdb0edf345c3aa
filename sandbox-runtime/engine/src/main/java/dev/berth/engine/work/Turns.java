package dev.berth.engine.work;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** One at a time, for work that ends elsewhere than it begins: while it lasts, no thread waits. Thread safe. */
public final class Turns {
    private CompletionStage<?> last = CompletableFuture.completedFuture(null);

    /** @param work begins when the one before has ended, whatever became of that. @return ends as the work does */
    public synchronized <T> CompletionStage<T> take(Supplier<CompletionStage<T>> work) {
        CompletionStage<T> turn = last.handle((done, failed) -> done).thenCompose(before -> work.get());
        last = turn;
        return turn;
    }
}
