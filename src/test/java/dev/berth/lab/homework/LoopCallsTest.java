package dev.berth.lab.homework;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.lab.machine.CleanMachines;
import dev.berth.lab.machine.DockerClient;
import dev.berth.lab.machine.DockerSocket;
import dev.berth.lab.machine.FakeEngine;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class LoopCallsTest {

    @TempDir
    private Path folder;

    private final Vertx vertx = FakeEngine.newVertx();
    private final LoopCalls calls = new LoopCalls(vertx.getOrCreateContext());

    @AfterEach
    void end() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void aMachineThatIsThereTooLateIsRemoved() throws Exception {
        SlowMachines machines = new SlowMachines();

        assertThatThrownBy(() -> calls.make(machines, Duration.ofMillis(50)))
                .isInstanceOfSatisfying(LoopCalls.CallFailedException.class, failure -> assertThat(failure.isTimeLimit()).isTrue());
        machines.made.complete(machines);

        assertThat(machines.removed.await(10, TimeUnit.SECONDS)).isTrue();
    }

    /** A killed engine comes back with the machine that a line was tried in, and with its memory. */
    @Test
    void aMachineIsRemovedWhenAnEngineThatWasAwayIsBack() throws Exception {
        DockerClient away = new DockerClient(new DockerSocket(DockerSocket.newHttpClient(vertx), folder.resolve("nobody.sock")));
        AtomicInteger asked = new AtomicInteger();
        CountDownLatch removed = new CountDownLatch(1);

        calls.begin(() -> {
            if (asked.getAndIncrement() < 2) {
                return away.ping();
            }
            removed.countDown();
            return Future.succeededFuture();
        });

        assertThat(removed.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(asked.get()).isEqualTo(3);
    }

    /** They make one machine, which takes its time. */
    private static final class SlowMachines extends NoCleanMachines implements CleanMachines.CleanMachine {

        private final Promise<CleanMachine> made = Promise.promise();
        private final CountDownLatch removed = new CountDownLatch(1);

        @Override
        public Future<CleanMachine> make() {
            return made.future();
        }

        @Override
        public Future<Void> remove() {
            removed.countDown();
            return Future.succeededFuture();
        }

        @Override
        public DockerClient docker() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Future<DockerClient.Exec> shell(String script, Map<String, String> environment, int outputLimit, int seconds) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Future<Void> putFiles(String folder, Path tar) {
            throw new UnsupportedOperationException();
        }
    }
}
