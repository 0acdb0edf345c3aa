package dev.berth.engine.container;

import dev.berth.engine.container.Containers.WaitCondition;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Who waits for a container to end or to be removed. Thread safe, since a client may give up at any moment. */
final class Waits {
    private final Map<WaitCondition, Set<CompletableFuture<Integer>>> waiting = new EnumMap<>(WaitCondition.class);

    synchronized CompletableFuture<Integer> begin(WaitCondition condition) {
        CompletableFuture<Integer> code = new CompletableFuture<>();
        waiting.computeIfAbsent(condition, none -> new LinkedHashSet<>()).add(code);
        code.whenComplete((value, failure) -> forget(condition, code));
        return code;
    }

    private synchronized void forget(WaitCondition condition, CompletableFuture<Integer> code) {
        waiting.getOrDefault(condition, Set.of()).remove(code);
    }

    void ended(int code) {
        complete(WaitCondition.NOT_RUNNING, code);
        complete(WaitCondition.NEXT_EXIT, code);
    }

    /** Nothing can happen to it any more. */
    void removed(int code) {
        ended(code);
        complete(WaitCondition.REMOVED, code);
    }

    private void complete(WaitCondition condition, int code) {
        Set<CompletableFuture<Integer>> due;
        synchronized (this) {
            due = waiting.containsKey(condition) ? Set.copyOf(waiting.get(condition)) : Set.of();
        }
        due.forEach(wait -> wait.complete(code));
    }
}
