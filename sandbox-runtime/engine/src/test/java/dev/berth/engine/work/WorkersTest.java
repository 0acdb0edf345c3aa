package dev.berth.engine.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WorkersTest {
    private static final long PATIENCE_SECONDS = 60;

    private final Workers workers = new Workers();
    private final CompletableFuture<Void> launched = new CompletableFuture<>();

    @AfterEach
    void close() {
        launched.complete(null);
        workers.close();
    }

    private static <T> T within(CompletableFuture<T> future) {
        return future.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    /** As the engine waits for the launcher. @return completes when each of the queues waits */
    private CompletableFuture<Void> launchEndlessly(int machines) {
        List<CompletableFuture<Void>> waiting = new ArrayList<>();
        for (int machine = 0; machine < machines; machine++) {
            CompletableFuture<Void> begun = new CompletableFuture<>();
            waiting.add(begun);
            workers.of("machine-" + machine).commandQueue().execute(() -> {
                begun.complete(null);
                launched.join();
            });
        }
        return CompletableFuture.allOf(waiting.toArray(CompletableFuture<?>[]::new));
    }

    /** Four students who stopped a process that was just starting once made all others wait for half a minute. */
    @Test
    void machinesWhoseLaunchesDoNotEndKeepNobodyElseWaiting() {
        within(launchEndlessly(Workers.MOST_COMMAND_THREADS - 4));

        String answer = within(workers.commandQueue().call(() -> "served").toCompletableFuture());

        assertThat(answer).isEqualTo("served");
    }

    @Test
    void beyondTheMostThreadsOneWaitsAndIsServedLater() {
        CompletableFuture<Void> waiting = launchEndlessly(Workers.MOST_COMMAND_THREADS + 4);
        CompletableFuture<String> last = workers.commandQueue().call(() -> "served").toCompletableFuture();

        launched.complete(null);

        within(waiting);
        assertThat(within(last)).isEqualTo("served");
    }

    /** Files of one machine that are looked through, one call for each container, once took all threads. */
    @Test
    void aMachineLeavesAThreadForOthers() throws InterruptedException {
        CountDownLatch end = new CountDownLatch(1);
        for (int number = 0; number < 20; number++) {
            workers.of("flood").commands().execute(() -> awaitQuietly(end));
            workers.of("flood").copies().execute(() -> awaitQuietly(end));
            workers.of("flood").streamQueue().execute(() -> awaitQuietly(end));
        }
        Workers neighbours = workers.of("neighbour");

        within(CompletableFuture.allOf(
                neighbours.commandQueue().run(() -> {}).toCompletableFuture(),
                CompletableFuture.runAsync(() -> {}, neighbours.copies()),
                neighbours.streamQueue().run(() -> {}).toCompletableFuture()));

        end.countDown();
        within(CompletableFuture.runAsync(() -> {}, workers.of("flood").commands()));
        within(CompletableFuture.runAsync(() -> {}, workers.of("flood").copies()));
    }

    /** A machine that commits without a pause kept the commands of others waiting for a processor. */
    @Test
    void copiesComeAfterCommandsAndStreamsWhenProcessorsAreShort() {
        int copies = within(CompletableFuture.supplyAsync(WorkersTest::niceness, workers.copies()));

        assertThat(copies).isGreaterThan(niceness());
        assertThat(within(workers.commandQueue().call(WorkersTest::niceness).toCompletableFuture())).isEqualTo(niceness());
        assertThat(within(workers.streamQueue().call(WorkersTest::niceness).toCompletableFuture())).isEqualTo(niceness());
    }

    /** Of the calling thread, see proc_pid_stat(5). */
    private static int niceness() {
        try {
            String stat = Files.readString(Path.of("/proc/thread-self/stat"));
            return Integer.parseInt(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[16]);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void awaitQuietly(CountDownLatch end) {
        try {
            end.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void whatComesAfterTheCloseIsDropped() {
        workers.close();

        assertThat(workers.commandQueue().call(() -> "served").toCompletableFuture()).isNotDone();
    }
}
