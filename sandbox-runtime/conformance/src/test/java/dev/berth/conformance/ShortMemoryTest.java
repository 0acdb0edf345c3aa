package dev.berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/** Machines that together have little memory: one takes nearly all of it, and another wants to run something. */
@DisabledIfSystemProperty(named = "berth.sockets", matches = ".+", disabledReason = "a stock Docker has no machines")
class ShortMemoryTest {
    private static final String IMAGE = SmallImage.NAME;
    private static final int OF_ALL_MACHINES = 128;
    /** Has read 100 MiB that nobody takes. */
    private static final String HOARD = "mkfifo /taken; sleep 1000 </taken & exec dd if=/dev/zero of=/taken bs=100M count=1";

    @AutoClose
    private final Berth berth = new Berth(Map.of("BERTH_RESERVED_MEMORY", Long.toString(mebibytesOfHost() - OF_ALL_MACHINES)));

    private final Docker admin = berth.admin();

    ShortMemoryTest() throws IOException, InterruptedException {
        // its Berth is started
    }

    private static long mebibytesOfHost() throws IOException {
        String total = Files.readAllLines(Path.of("/proc/meminfo")).get(0).replaceAll("[^0-9]", "");
        return Long.parseLong(total) / 1024;
    }

    private void hoard() {
        admin.succeed("exec", "-d", "greedy", "sh", "-c", HOARD);
        while (!admin.run("stats", "--no-stream", "--format", "{{.MemUsage}}", "greedy").line().matches("1[0-2]\\d(\\.\\d+)?MiB .*")) {
            Thread.onSpinWait();
        }
    }

    /** All page cache of the host went, and with it the host. */
    @Test
    void aLaunchThatDoesNotFitWaitsForMemoryAndIsToldAfterTenSeconds() throws Exception {
        berth.startMachine("greedy");
        Docker modest = berth.startMachine("modest");
        hoard();

        Docker.Result refused = modest.run("run", "--rm", IMAGE, "true");
        CompletableFuture<Docker.Result> waiting = CompletableFuture.supplyAsync(() -> modest.run("run", "--name", "late", IMAGE, "echo", "late, but run"));
        while (!modest.run("ps", "--all", "--format", "{{.Names}} {{.Status}}").line().equals("late Created")) {
            assertThat(waiting).isNotDone();
        }
        admin.succeed("rm", "-f", "greedy");

        assertThat(waiting.get(30, TimeUnit.SECONDS).output()).isEqualTo("late, but run\n");
        assertThat(refused.code()).isEqualTo(125);
        assertThat(refused.errors()).contains("failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: "
                + "cannot allocate memory: no room for one more program on this computer within 10 seconds, try again when others have ended: unknown.");
        assertThat(modest.succeed("ps", "--all", "--format", "{{.Names}}").line()).isEqualTo("late");
    }
}
