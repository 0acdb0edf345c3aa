package dev.berth.runtime.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventLoopTest {
    private final EventLoop loop = new EventLoop("test-loop");

    @AfterEach
    void close() {
        loop.close();
        loop.close();
    }

    @Test
    void runsTasksOnItsOwnThread() throws Exception {
        CompletableFuture<String> name = new CompletableFuture<>();

        loop.execute(() -> name.complete(Thread.currentThread().getName()));

        assertThat(name.get(60, TimeUnit.SECONDS)).isEqualTo("test-loop");
        assertThat(loop.isCurrent()).isFalse();
    }

    @Test
    void runsATaskAtOnceWhenItIsGivenOnTheLoop() throws Exception {
        CompletableFuture<Boolean> done = new CompletableFuture<>();

        loop.execute(() -> {
            boolean[] ran = {false};
            loop.execute(() -> ran[0] = true);
            done.complete(ran[0]);
        });

        assertThat(done.get(60, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void goesOnAfterATaskThatFails() throws Exception {
        CompletableFuture<Boolean> done = new CompletableFuture<>();

        loop.execute(() -> {
            throw new IllegalStateException("thrown by a test");
        });
        loop.execute(() -> done.complete(true));

        assertThat(done.get(60, TimeUnit.SECONDS)).isTrue();
    }
}
