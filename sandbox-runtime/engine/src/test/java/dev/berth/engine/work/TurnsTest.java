package dev.berth.engine.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class TurnsTest {
    private final Turns turns = new Turns();
    private final List<String> begun = new ArrayList<>();
    private final CompletableFuture<String> first = new CompletableFuture<>();

    private CompletionStage<String> take(String name, CompletionStage<String> work) {
        return turns.take(() -> {
            begun.add(name);
            return work;
        });
    }

    @Test
    void theNextBeginsWhenTheLastHasEnded() {
        CompletionStage<String> one = take("one", first);
        CompletionStage<String> two = take("two", CompletableFuture.completedFuture("2"));
        assertThat(begun).containsExactly("one");

        first.complete("1");

        assertThat(begun).containsExactly("one", "two");
        assertThat(one).isCompletedWithValue("1");
        assertThat(two).isCompletedWithValue("2");
    }

    @Test
    void workThatFailsKeepsNobodyFromItsTurn() {
        CompletionStage<String> one = take("one", first);
        CompletionStage<Object> thrown = turns.take(() -> {
            throw new IllegalStateException("no work");
        });
        CompletionStage<String> three = take("three", CompletableFuture.completedFuture("3"));

        first.completeExceptionally(new IllegalStateException("failed"));

        assertThat(one).isCompletedExceptionally();
        assertThat(thrown).isCompletedExceptionally();
        assertThat(three).isCompletedWithValue("3");
    }
}
