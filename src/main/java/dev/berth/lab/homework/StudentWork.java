package dev.berth.lab.homework;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Work that waits for students' machines, on threads of its own, so that no thread of requests waits. Each student has one piece of work at a time. */
final class StudentWork implements AutoCloseable {

    private final ExecutorService threads;
    private final Set<String> busy = ConcurrentHashMap.newKeySet();

    /** @param atOnce so many pieces of work run at a time; the others wait in their order */
    StudentWork(String name, int atOnce) {
        AtomicInteger number = new AtomicInteger();
        this.threads = Executors.newFixedThreadPool(atOnce, task -> {
            Thread thread = new Thread(task, name + "-" + number.getAndIncrement());
            thread.setDaemon(true);
            return thread;
        });
    }

    /** @return how it ends; empty, and nothing is begun, while other work of the student's waits or runs */
    <T> Optional<CompletionStage<T>> begin(String student, Callable<T> work) {
        if (!busy.add(student)) {
            return Optional.empty();
        }
        CompletableFuture<T> done = new CompletableFuture<>();
        threads.execute(() -> {
            try {
                T result = work.call();
                busy.remove(student);
                done.complete(result);
            } catch (Exception failure) {
                busy.remove(student);
                done.completeExceptionally(failure);
            }
        });
        return Optional.of(done);
    }

    /** Interrupts what runs; what waits is never done. */
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
