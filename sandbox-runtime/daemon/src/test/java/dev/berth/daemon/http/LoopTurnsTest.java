package dev.berth.daemon.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.engine.work.WorkOwner;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LoopTurnsTest {
    private final Vertx vertx = EventLoop.start();
    private final LoopTurns turns = new LoopTurns(vertx);
    private final Executor alice = turns.of(new WorkOwner("alice"));
    private final Executor bob = turns.of(new WorkOwner("bob"));
    private final List<String> begun = new ArrayList<>();

    @AfterEach
    void end() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private void await(Executor owner) throws Exception {
        CompletableFuture<Void> done = new CompletableFuture<>();
        owner.execute(() -> done.complete(null));
        done.get(20, TimeUnit.SECONDS);
    }

    @Test
    void theWorkOfOneMachineKeepsItsOrder() throws Exception {
        List<String> wanted = IntStream.range(0, 2000).mapToObj(String::valueOf).toList();

        wanted.forEach(number -> alice.execute(() -> begun.add(number)));

        await(alice);
        assertThat(begun).isEqualTo(wanted);
    }

    @Test
    void oneThatComesWaitsForNoMoreThanTheWorkThatRuns() throws Exception {
        CountDownLatch all = new CountDownLatch(1);
        CountDownLatch first = new CountDownLatch(1);
        alice.execute(() -> {
            begun.add("alice");
            first.countDown();
            awaitQuietly(all);
        });
        first.await();
        for (int number = 0; number < 100; number++) {
            alice.execute(() -> begun.add("alice"));
        }
        bob.execute(() -> begun.add("bob"));

        all.countDown();

        await(alice);
        assertThat(begun).startsWith("alice", "bob", "alice").hasSize(102);
    }

    /** While machines work without end, what is to be read would wait for ever. */
    @Test
    void whatTheLoopHasToDoOtherwiseIsDoneMeanwhile() throws Exception {
        CompletableFuture<Void> looked = new CompletableFuture<>();
        alice.execute(new Runnable() {
            @Override
            public void run() {
                if (!looked.isDone()) {
                    alice.execute(this);
                }
            }
        });

        vertx.runOnContext(now -> vertx.setTimer(1, due -> looked.complete(null)));

        looked.get(20, TimeUnit.SECONDS);
        await(bob);
    }

    @Test
    void workThatFailsEndsNoTurns() throws Exception {
        alice.execute(() -> {
            throw new IllegalStateException("failed, as this test wants");
        });

        await(alice);
        await(bob);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
