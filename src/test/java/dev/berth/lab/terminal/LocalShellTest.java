package dev.berth.lab.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.lab.machine.FakeEngine;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LocalShellTest {

    private final Vertx vertx = FakeEngine.newVertx();
    private final Context loop = vertx.getOrCreateContext();
    private final AtomicLong printed = new AtomicLong();
    private final CompletableFuture<Integer> exitCode = new CompletableFuture<>();
    private Shell shell;

    @AfterEach
    void close() throws Exception {
        loop.runOnContext(now -> shell.release());
        vertx.close().toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    @Test
    void numbersItsOutputAndTellsItsEnd() throws Exception {
        start("printf hello; exit 3");

        assertThat(exitCode.get(60, TimeUnit.SECONDS)).isEqualTo(3);
        assertThat(printed).hasValue(5);
    }

    @Test
    void makesTheProgramWaitWhilePaused() throws Exception {
        CountDownLatch first = new CountDownLatch(1);
        start("head -c 10000000 /dev/zero", bytes -> {
            shell.pause();
            first.countDown();
        });
        assertThat(first.await(10, TimeUnit.SECONDS)).isTrue();

        assertThat(exitCode.completeOnTimeout(-1, 200, TimeUnit.MILLISECONDS).get()).isEqualTo(-1);

        assertThat(printed.get()).isLessThan(OutputRing.CAPACITY);
    }

    private void start(String script) throws Exception {
        start(script, bytes -> { });
    }

    private void start(String script, Consumer<Buffer> heard) throws Exception {
        LocalShells shells = new LocalShells(vertx, task -> loop.runOnContext(now -> task.run()), List.of("/bin/sh", "-c", script));
        shell = shells.current(80, 24).toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
        loop.runOnContext(now -> shell.listen(new Shell.Listener() {
            @Override
            public void output(long offset, Buffer bytes) {
                assertThat(offset).isEqualTo(printed.getAndAdd(bytes.length()));
                heard.accept(bytes);
            }

            @Override
            public void ended(int code) {
                exitCode.complete(code);
            }

            @Override
            public void reachable(boolean can) {
                throw new IllegalStateException("a shell on this computer is always reachable");
            }
        }));
    }
}
