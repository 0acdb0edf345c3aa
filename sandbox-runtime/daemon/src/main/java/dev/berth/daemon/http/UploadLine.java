package dev.berth.daemon.http;

import static dev.berth.engine.EngineException.Kind.UNAVAILABLE;

import dev.berth.engine.EngineException;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * What the clients of one machine send, images and files of containers: {@value #AT_ONCE} uploads at a time, since each takes one of the threads that all machines share for as long as
 * its client pleases; the next wait in line until their clients go, and a line that is full takes no more. Can be used from any thread.
 */
public final class UploadLine {
    private static final int AT_ONCE = 2;
    private static final int LONGEST = 16;

    private final Workers workers;
    private final Set<Upload<?>> waiting = new LinkedHashSet<>();
    private int running;

    public UploadLine(Workers workers) {
        this.workers = workers;
    }

    /**
     * @param exchange whose client sends
     * @param target closed by a worker when the work has ended, also when it never begins
     * @return fails UNAVAILABLE when the line is full
     */
    public <T> CompletionStage<T> transfer(Exchange exchange, AutoCloseable target, Callable<T> work) {
        Upload<T> upload = new Upload<>(target, work);
        synchronized (this) {
            if (running == AT_ONCE) {
                if (waiting.size() == LONGEST) {
                    upload.refuse(new EngineException(
                            UNAVAILABLE, AT_ONCE + " uploads are under way on this machine and " + LONGEST + " wait, as many as can: try again when some have ended"));
                    return upload.result;
                }
                waiting.add(upload);
                exchange.onLoop(() -> leaveWith(exchange, upload));
                return upload.result;
            }
            running++;
        }
        upload.begin();
        return upload.result;
    }

    private final class Upload<T> {
        private final AutoCloseable target;
        private final Callable<T> work;
        private final CompletableFuture<T> result = new CompletableFuture<>();

        Upload(AutoCloseable target, Callable<T> work) {
            this.target = target;
            this.work = work;
        }

        void begin() {
            workers.transfer(() -> {
                try (target) {
                    return work.call();
                }
            }).whenComplete((done, failure) -> {
                next();
                complete(done, failure);
            });
        }

        void refuse(EngineException reason) {
            workers.<T>files(() -> {
                try (target) {
                    throw reason;
                }
            }).whenComplete(this::complete);
        }

        private void complete(T done, Throwable failure) {
            if (failure == null) {
                result.complete(done);
            } else {
                result.completeExceptionally(failure);
            }
        }
    }

    private void leaveWith(Exchange exchange, Upload<?> upload) {
        exchange.whenGone(() -> leave(upload));
        if (!exchange.open()) {
            leave(upload);
        }
    }

    private void leave(Upload<?> upload) {
        synchronized (this) {
            if (!waiting.remove(upload)) {
                return;
            }
        }
        upload.refuse(new EngineException(UNAVAILABLE, "the client went away before its turn came"));
    }

    private void next() {
        Upload<?> upload;
        synchronized (this) {
            upload = waiting.stream().findFirst().orElse(null);
            if (upload == null) {
                running--;
                return;
            }
            waiting.remove(upload);
        }
        upload.begin();
    }
}
