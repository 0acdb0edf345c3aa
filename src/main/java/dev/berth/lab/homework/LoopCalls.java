package dev.berth.lab.homework;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Asks machines on the lab's loop, and waits for their answers on the thread that asks, which is not the loop's. */
final class LoopCalls {

    private static final System.Logger LOGGER = System.getLogger(LoopCalls.class.getName());

    private final Context loop;

    LoopCalls(Context loop) {
        this.loop = loop;
    }

    /** The answer did not come, or was a refusal. */
    static final class CallFailedException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        CallFailedException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** Begins something that nobody waits for. */
    void begin(Supplier<Future<Void>> work) {
        loop.runOnContext(now -> work.get().onFailure(failure -> LOGGER.log(System.Logger.Level.WARNING, "a machine for grading is left: " + failure.getMessage())));
    }

    <T> T await(Duration limit, Supplier<Future<T>> question) {
        Promise<T> answer = Promise.promise();
        loop.runOnContext(now -> {
            try {
                question.get().onComplete(answer);
            } catch (RuntimeException failure) {
                answer.fail(failure);
            }
        });
        try {
            return answer.future().toCompletionStage().toCompletableFuture().get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failure) {
            throw new CallFailedException(String.valueOf(failure.getCause().getMessage()), failure.getCause());
        } catch (TimeoutException failure) {
            throw new CallFailedException("no answer came within " + limit.toSeconds() + " seconds", failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new CallFailedException("stopped while waiting for an answer", stopped);
        }
    }
}
