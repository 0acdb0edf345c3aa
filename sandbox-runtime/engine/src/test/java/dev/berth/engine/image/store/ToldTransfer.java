package dev.berth.engine.image.store;

import dev.berth.engine.image.Transfer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Remembers what its client would have been told. */
final class ToldTransfer implements Transfer {
    private final List<Step> steps = new ArrayList<>();
    private final List<Pushed> pushed = new ArrayList<>();
    private final CompletableFuture<Void> gone = new CompletableFuture<>();

    List<Step> steps() {
        return steps;
    }

    List<Pushed> allPushed() {
        return pushed;
    }

    void leave() {
        gone.complete(null);
    }

    @Override
    public void step(Step step) {
        steps.add(step);
    }

    @Override
    public void pushed(Pushed one) {
        pushed.add(one);
    }

    @Override
    public CompletionStage<Void> gone() {
        return gone;
    }
}
