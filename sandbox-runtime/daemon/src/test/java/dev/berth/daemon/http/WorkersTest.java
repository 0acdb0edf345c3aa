package dev.berth.daemon.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.engine.EngineException;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Threads for what blocks, of Vert.x. */
@Timeout(30)
class WorkersTest {
    private final Vertx vertx = Vertx.vertx();
    private final Workers workers = new Workers(vertx);

    private void end() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private static void assertToldThatTheEngineEnds(CompletionStage<?> work) {
        assertThatThrownBy(() -> work.toCompletableFuture().get(20, TimeUnit.SECONDS)).cause()
                .isInstanceOf(EngineException.class).hasMessage("the engine ends: try again when the next one is there");
    }

    /** Uploads that were under way or waited were told in the log as failures of ours, each with its stack. */
    @Test
    void whatIsUnderWayWhenTheEngineEndsIsToldSoAndWhatWaitsForIt() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CompletionStage<Void> upload = workers.transfer(() -> {
            begun.countDown();
            try {
                new CountDownLatch(1).await();
                return null;
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new IOException("reading the request was interrupted", stopped);
            }
        });
        CompletionStage<String> next = upload.handle((done, failed) -> "its turn").thenCompose(turn -> workers.transfer(() -> turn));
        begun.await();

        end();

        assertToldThatTheEngineEnds(upload);
        assertToldThatTheEngineEnds(next);
    }

    @Test
    void anyOtherFailureStaysWhatItIs() throws Exception {
        CompletionStage<Void> failing = workers.files(() -> {
            throw new IOException("broken");
        });

        assertThatThrownBy(() -> failing.toCompletableFuture().get(20, TimeUnit.SECONDS)).cause().isInstanceOf(IOException.class).hasMessage("broken");
        end();
    }

    /** A machine that exports without a pause kept the commands of others waiting for a processor. */
    @Test
    void piecesAndUploadsComeAfterShortWorkWhenProcessorsAreShort() throws Exception {
        int pieces = workers.piece(WorkersTest::niceness).toCompletableFuture().get(20, TimeUnit.SECONDS);
        int uploads = workers.transfer(WorkersTest::niceness).toCompletableFuture().get(20, TimeUnit.SECONDS);
        int files = workers.files(WorkersTest::niceness).toCompletableFuture().get(20, TimeUnit.SECONDS);

        assertThat(files).isEqualTo(niceness());
        assertThat(List.of(pieces, uploads)).allMatch(each -> each > files);
        end();
    }

    /** Of the calling thread, see proc_pid_stat(5). */
    private static int niceness() throws IOException {
        String stat = Files.readString(Path.of("/proc/thread-self/stat"));
        return Integer.parseInt(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[16]);
    }
}
