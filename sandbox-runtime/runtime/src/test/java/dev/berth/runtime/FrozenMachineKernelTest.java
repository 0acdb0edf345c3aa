package dev.berth.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Machines that stand still for want of memory, on the real kernel. */
class FrozenMachineKernelTest {
    private static final String ID = "deadbeef";
    private static final String COUNT = "n=0; while :; do n=$((n+1)); echo $n >/tmp/count; done";

    @AutoClose
    private final TestHost host = new TestHost();

    @BeforeEach
    void startMachine() {
        host.runtime().startMachine(host.machine("alice"));
    }

    private SandboxProcess startCounting() {
        SandboxProcess counting = host.runtime().exec(new ExecSpec("alice", Optional.empty(), "exec/alice/counting", false, TestHost.shell(COUNT)));
        awaitWork(counting);
        return counting;
    }

    /** In the kernel's ticks: what a process has used of the processor. */
    private static long ticks(SandboxProcess process) {
        try {
            String[] fields = Files.readString(Path.of("/proc", Integer.toString(process.pid()), "stat")).replaceFirst(".*\\) ", "").split(" ");
            return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
        } catch (IOException gone) {
            throw new AssertionError(gone);
        }
    }

    private static void awaitWork(SandboxProcess process) {
        long before = ticks(process);
        Waiting.until("the program works", () -> ticks(process) > before);
    }

    /** While another uses the processor, this one does not. */
    private void assertStandsStill(SandboxProcess process) {
        host.runtime().startMachine(host.machine("bob"));
        SandboxProcess other = host.runtime().exec(new ExecSpec("bob", Optional.empty(), "exec/bob/counting", false, TestHost.shell(COUNT)));
        awaitWork(other);
        long before = ticks(process);
        for (int work = 0; work < 5; work++) {
            awaitWork(other);
        }
        assertThat(ticks(process)).isEqualTo(before);
        host.runtime().stopMachine("bob");
    }

    @Test
    void standsStillUntilItIsThawed() {
        SandboxProcess counting = startCounting();

        host.runtime().freezeOnly(Set.of("alice"));
        assertStandsStill(counting);
        host.runtime().freezeOnly(Set.of());

        awaitWork(counting);
    }

    @Test
    void itsContainersStandStillToo() {
        SandboxProcess container = host.runtime().startContainer(host.container("alice", ID, TestHost.shell(COUNT)));
        awaitWork(container);

        host.runtime().freezeOnly(Set.of("alice"));

        assertStandsStill(container);
    }

    /** What {@code docker pause} has stopped goes on with {@code docker unpause} only. */
    @Test
    void aContainerThatIsPausedStaysSo() {
        SandboxProcess container = host.runtime().startContainer(host.container("alice", ID, TestHost.shell(COUNT)));
        awaitWork(container);
        host.runtime().pause("alice", ID);

        host.runtime().freezeOnly(Set.of("alice"));
        host.runtime().freezeOnly(Set.of());
        assertStandsStill(container);
        host.runtime().unpause("alice", ID);

        awaitWork(container);
    }

    @Test
    void aContainerCanBePausedAndUnpausedMeanwhile() {
        SandboxProcess container = host.runtime().startContainer(host.container("alice", ID, TestHost.shell(COUNT)));
        host.runtime().freezeOnly(Set.of("alice"));

        host.runtime().pause("alice", ID);
        host.runtime().unpause("alice", ID);
        assertStandsStill(container);
        host.runtime().freezeOnly(Set.of());

        awaitWork(container);
    }

    /** A launch in a frozen group would not end, and would hold a thread of the engine. */
    @Test
    void aLaunchLetsItGoOn() {
        SandboxProcess counting = startCounting();
        host.runtime().freezeOnly(Set.of("alice"));

        assertThat(host.inMachine("alice", "echo launched").output()).isEqualTo("launched");

        awaitWork(counting);
    }

    /** All that stood still went on at once, and took all memory before the next engine looked after it. */
    @Test
    void theNextEngineFindsItSoAndCanLetItGoOn() {
        startCounting();
        host.runtime().freezeOnly(Set.of("alice"));

        MachineRuntime next = host.reconnect();
        SandboxProcess counting = next.kept().get("exec/alice/counting");
        assertThat(next.frozenMachines()).containsExactly("alice");
        assertStandsStill(counting);
        next.freezeOnly(Set.of());

        awaitWork(counting);
        assertThat(next.frozenMachines()).isEmpty();
    }

    @Test
    void canBeStopped() {
        SandboxProcess counting = startCounting();
        host.runtime().freezeOnly(Set.of("alice"));

        host.runtime().stopMachine("alice");

        assertThat(Outcome.of(counting).code()).isEqualTo(137);
        host.runtime().startMachine(host.machine("alice"));
        assertThat(host.inMachine("alice", "echo again").output()).isEqualTo("again");
    }

    /** On version 1 of control groups what is killed in a frozen group does not end: the engine waited ten seconds for it, and gave up. */
    @Test
    void aContainerOfItCanBeReleased() {
        SandboxProcess container = host.startSleeper("alice", ID);
        host.runtime().freezeOnly(Set.of("alice"));

        host.runtime().releaseContainer("alice", ID);

        assertThat(Outcome.of(container).code()).isEqualTo(137);
        assertThat(host.groups().containers("alice")).isEmpty();
    }

    /** Frozen, a program does not hear that it has to end. */
    @Test
    void oneThatIsGoingToEndGoesOn() {
        SandboxProcess counting = startCounting();
        host.runtime().freezeOnly(Set.of("alice"));

        host.runtime().keepAwake("alice");
        host.runtime().freezeOnly(Set.of("alice"));

        awaitWork(counting);
        host.runtime().endMachine("alice").toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
        host.runtime().stopMachine("alice");
    }

    @Test
    void tellsWhatAMachineTakes() {
        MachineRuntime.Activity before = host.runtime().activity("alice");

        host.inMachine("alice", "dd if=/dev/zero of=/tmp/file bs=1M count=8 2>/dev/null").output();

        MachineRuntime.Activity after = host.runtime().activity("alice");
        assertThat(after.memoryBytes() - before.memoryBytes()).isGreaterThan(4 << 20);
        assertThat(after.processorNanoseconds()).isGreaterThan(before.processorNanoseconds());
        assertThat(host.runtime().activity("nosuch")).isEqualTo(new MachineRuntime.Activity(0, 0));
    }

    @Test
    void nothingHappensToAMachineThatDoesNotRun() {
        host.runtime().freezeOnly(Set.of("nosuch"));
        host.runtime().freezeOnly(Set.of());

        assertThat(host.runtime().runningMachines()).containsExactly("alice");
    }
}
