package dev.berth.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** How a container's end is known whatever happens to its shim, which the machine's root may kill and stop. */
class ShimKernelTest {
    private static final String ID = "3cde514a5a0a3cde514a5a0a3cde514a5a0a3cde514a5a0a3cde514a5a0a3cde";

    @AutoClose
    private final TestHost host = TestHost.withMachine("alice");

    private Outcome run(ProcessSpec process) {
        return Outcome.of(host.runtime().startContainer(host.container("alice", ID, process)));
    }

    private void signalShim(String signal) {
        host.inMachine("alice", "for p in /proc/[0-9]*; do if grep -q '^shim' $p/cmdline; then kill -" + signal + " ${p#/proc/}; fi; done").output();
    }

    private static long shimOf(Outcome container) {
        return ProcessHandle.of(container.process().pid()).flatMap(ProcessHandle::parent).orElseThrow().pid();
    }

    @Test
    void aContainerEndsWhenItIsKilled() {
        Outcome outcome = run(TestHost.program("sleep", "1000"));

        signalShim("KILL");

        assertThat(outcome.code()).isEqualTo(137);
        Waiting.until("its program is gone", () -> ProcessHandle.of(outcome.process().pid()).isEmpty());
    }

    /** Nobody heard of the container's end then, and whoever stopped or removed it waited for ever. */
    @Test
    void aContainerEndsAlsoWhenItIsStopped() {
        Outcome outcome = run(TestHost.interactive(24, 80, "sh"));
        long shim = shimOf(outcome);

        signalShim("STOP");
        outcome.process().write(ByteBuffer.wrap("exit 7\n".getBytes(StandardCharsets.US_ASCII)));

        assertThat(outcome.code()).isEqualTo(7);
        host.runtime().releaseContainer("alice", ID);
        Waiting.until("it is gone", () -> ProcessHandle.of(shim).isEmpty());
    }

    @Test
    void aContainerIsKilledAlsoWhenItIsStopped() {
        Outcome outcome = run(TestHost.program("sleep", "1000"));

        signalShim("STOP");
        outcome.process().signal(9);

        assertThat(outcome.code()).isEqualTo(137);
    }

    /** The launcher did not look at what the shim had told when its own patience was over as well: the container counted as killed. */
    @Test
    void isBelievedAlsoWhenTheLauncherIsLateItself() throws Exception {
        long launcher = host.launcher().pid();
        Outcome outcome = run(TestHost.interactive(24, 80, "sh"));
        long shim = shimOf(outcome);
        signalShim("STOP");

        outcome.process().write(ByteBuffer.wrap("exit 7\n".getBytes(StandardCharsets.US_ASCII)));
        Waiting.until("the launcher waits for the shim", () -> !timers(launcher).isEmpty());
        kill("STOP", launcher);
        try {
            Waiting.until("the launcher's patience is over", () -> timers(launcher).stream().allMatch(timer -> timer.contains("ticks: 1")));
            kill("CONT", shim);
            Waiting.until("the shim has told", () -> ProcessHandle.of(shim).isEmpty());
        } finally {
            kill("CONT", launcher);
        }

        assertThat(outcome.code()).isEqualTo(7);
    }

    private static void kill(String signal, long process) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + signal, String.valueOf(process)).start().waitFor()).isZero();
    }

    /** What the kernel says of a process's timers. */
    private static List<String> timers(long process) {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/" + process + "/fdinfo"))) {
            return descriptors.map(ShimKernelTest::facts).filter(facts -> facts.contains("clockid:")).toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String facts(Path descriptor) {
        try {
            return Files.readString(descriptor);
        } catch (NoSuchFileException closedMeanwhile) {
            return "";
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
