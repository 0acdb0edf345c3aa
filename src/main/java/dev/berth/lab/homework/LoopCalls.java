package dev.berth.lab.homework;

import dev.berth.lab.machine.CleanMachines;
import dev.berth.lab.machine.CleanMachines.CleanMachine;
import dev.berth.lab.machine.DockerException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Asks machines on the lab's loop, and waits for their answers on the thread that asks, which is not the loop's. */
final class LoopCalls {

    private static final System.Logger LOGGER = System.getLogger(LoopCalls.class.getName());

    private static final Duration MAKING = Duration.ofSeconds(40);

    /** Before something that nobody waits for is tried again, since the engine is away; doubled each time. */
    private static final long PAUSE_MILLIS = 500;
    private static final int TRIES = 8;

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

        /** Whether the answer took too long: by the limit here, or by the one that Docker's client was given. */
        boolean isTimeLimit() {
            return isCausedBy(this, TimeoutException.class);
        }
    }

    /** Whether the engine could not be reached at all; one that answers too late is there. */
    static boolean isEngineAway(Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof DockerException docker) {
                return docker.isUnreachable() && !isCausedBy(docker, TimeoutException.class);
            }
        }
        return false;
    }

    private static boolean isCausedBy(Throwable failure, Class<? extends Throwable> kind) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (kind.isInstance(each)) {
                return true;
            }
        }
        return false;
    }

    /** Begins to remove a machine; nobody waits for it. An engine that is away comes back with it. */
    void begin(Supplier<Future<Void>> removal) {
        loop.runOnContext(now -> begin(removal, 1));
    }

    private void begin(Supplier<Future<Void>> removal, int attempt) {
        removal.get().onFailure(failure -> {
            if (isEngineAway(failure) && attempt < TRIES) {
                loop.owner().setTimer(PAUSE_MILLIS << attempt - 1, timer -> begin(removal, attempt + 1));
            } else {
                LOGGER.log(System.Logger.Level.WARNING, "a machine for grading is left: " + failure.getMessage());
            }
        });
    }

    /** Makes a machine. One that is there too late is removed: nobody would know of it. */
    CleanMachine make(CleanMachines machines) {
        return make(machines, MAKING);
    }

    CleanMachine make(CleanMachines machines, Duration limit) {
        return await(limit, machines::make, late -> begin(late::remove));
    }

    /** As {@link #make}, several that reach each other. */
    List<CleanMachine> makeJoined(CleanMachines machines, List<String> names) {
        return await(MAKING, () -> machines.makeJoined(names), late -> late.forEach(each -> begin(each::remove)));
    }

    <T> T await(Duration limit, Supplier<Future<T>> question) {
        return await(limit, question, late -> { });
    }

    /** @param tooLate takes an answer that comes when nobody waits for it any more */
    private <T> T await(Duration limit, Supplier<Future<T>> question, Consumer<T> tooLate) {
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
            answer.future().onSuccess(tooLate::accept);
            throw new CallFailedException("no answer came within " + limit.toSeconds() + " seconds", failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            answer.future().onSuccess(tooLate::accept);
            throw new CallFailedException("stopped while waiting for an answer", stopped);
        }
    }
}
