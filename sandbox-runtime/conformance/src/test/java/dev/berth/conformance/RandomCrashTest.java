package dev.berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/**
 * The engine is killed again and again, at random moments, while clients have it make, start, end, rename, commit, load and remove things: what was answered is there afterwards, what
 * was not is whole or absent, and nothing is left when all has been removed. For half a minute, or {@code -Dberth.crash.seconds}.
 */
@DisabledIfSystemProperty(named = "berth.sockets", matches = ".+", disabledReason = "a stock Docker ends with its containers")
class RandomCrashTest {
    private static final int CLIENTS = 3;
    private static final int LONGEST_MILLIS = 2000;
    private static final long SECONDS = Long.getLong("berth.crash.seconds", 30);

    @Test
    @Timeout(value = 1, unit = TimeUnit.HOURS)
    void whatWasAnsweredIsThereAndNothingIsLeft() throws Exception {
        try (Berth berth = new Berth()) {
            Docker machine = berth.startMachine("crashed");
            machine.succeed("run", "--rm", SmallImage.NAME, "true"); // its containers have a control group together from the first one on
            List<String> before = what(berth, machine);
            Random random = new Random();
            List<BusyClient> clients = IntStream.range(0, CLIENTS).mapToObj(number -> new BusyClient(machine.wire(), "client" + number + "-", new Random(random.nextLong()))).toList();

            int crashes = 0;
            for (long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS); System.nanoTime() < end; crashes++) {
                crashWhileTheyWork(berth, clients, 50 + random.nextInt(LONGEST_MILLIS));
                clients.forEach(BusyClient::check);
            }
            System.out.println(crashes + " crashes, " + clients.stream().mapToInt(BusyClient::answered).sum() + " answers");

            clients.forEach(BusyClient::remove);
            machine.succeed("volume", "prune", "-f"); // those that nobody named, of containers that a prune has taken
            awaitSame(before, berth, machine);
        }
    }

    private static void crashWhileTheyWork(Berth berth, List<BusyClient> clients, int afterMillis) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(clients.size());
        try {
            List<Future<?>> working = new ArrayList<>();
            clients.forEach(client -> working.add(threads.submit(client::work)));
            TimeUnit.MILLISECONDS.sleep(afterMillis); // no event is waited for: any moment is as good
            berth.killEngine();
            for (Future<?> each : working) {
                each.get();
            }
        } finally {
            threads.shutdownNow();
        }
        berth.reviveEngine();
    }

    /** What is thrown away goes a little later. */
    private static void awaitSame(List<String> before, Berth berth, Docker machine) throws IOException, InterruptedException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!what(berth, machine).equals(before) && System.nanoTime() < until) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
        assertThat(what(berth, machine)).isEqualTo(before);
    }

    /** All that could have been left: as clients see it, on disk, and in the kernel. */
    private static List<String> what(Berth berth, Docker machine) throws IOException {
        List<String> found = new ArrayList<>();
        found.add(machine.succeed("ps", "-aq").output());
        found.add(machine.succeed("volume", "ls", "-q").output());
        found.add(machine.succeed("images", "-aq").output());
        found.add("processes: " + berth.admin().succeed("exec", "crashed", "ps", "-o", "comm").output().lines().sorted().toList());
        for (String folder : List.of("layers", "staging", "trash", "images", "blobs/sha256", "machines", "machines/crashed/containers", "machines/crashed/disk/containers", "machines/crashed/disk/volumes")) {
            found.add(folder + ": " + list(berth.home().resolve(folder)));
        }
        found.addAll(berth.inKernel());
        return found;
    }

    private static List<String> list(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
