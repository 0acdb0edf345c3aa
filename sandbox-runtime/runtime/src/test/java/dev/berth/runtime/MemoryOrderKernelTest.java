package dev.berth.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Who is killed first when memory is short, on the real kernel. */
class MemoryOrderKernelTest {
    private static final String LARGE = "exec/alice/large";
    private static final String ID = "deadbeef";
    private static final long LIMIT = 96L << 20;
    private static final long LOAN = 64L << 20;
    private static final int OF_LAUNCHER = -900;

    @AutoClose
    private final TestHost host = new TestHost();

    private static int score(long pid) {
        try {
            return Integer.parseInt(Files.readString(score(Path.of("/proc", Long.toString(pid)))).strip());
        } catch (IOException gone) {
            throw new AssertionError(gone);
        }
    }

    private static Path score(Path process) {
        return process.resolve("oom_score_adj");
    }

    /** As ./run does where it may. */
    private void spareLauncher() {
        try {
            Files.writeString(score(Path.of("/proc", Long.toString(host.launcher().pid()))), Integer.toString(OF_LAUNCHER));
        } catch (IOException withoutTheRight) {
            assertThat(score(host.launcher().pid())).isZero();
        }
    }

    @Test
    void programsOfContainersComeFirstThenShellsThenWhatMachinesAreMadeOfThenTheLauncher() {
        spareLauncher();
        host.runtime().startMachine(host.machine("alice"));
        SandboxProcess container = host.runtime().startContainer(Wanted.with(host.container("alice", ID, TestHost.program("sleep", "1000")), wanted -> wanted.outOfMemoryScore = 300));
        SandboxProcess entered = host.runtime().exec(new ExecSpec("alice", Optional.of(ID), "exec/alice/entered", false, TestHost.program("sleep", "1000")));
        SandboxProcess shell = host.runtime().exec(new ExecSpec("alice", Optional.empty(), "exec/alice/shell", false, TestHost.program("sleep", "1000")));
        long shim = ProcessHandle.of(container.pid()).flatMap(ProcessHandle::parent).orElseThrow().pid();
        int init = host.runtime().machinePid("alice");

        List<Integer> order = List.of(score(container.pid()), score(entered.pid()), score(shell.pid()), score(shim), score(init));

        assertThat(order).containsExactly(300, 300, 50, 25, 25);
        assertThat(score(host.launcher().pid())).isLessThan(25);
    }

    /** Whatever their user namespace lets them do: less than their machine's own they never get. */
    @Test
    void studentsDoNotGetBeforeWhatServesAll() {
        spareLauncher();
        host.runtime().startMachine(host.machine("alice"));

        Outcome outcome = host.inMachine("alice", "for score in -1000 -900 -1; do echo $score >/proc/self/oom_score_adj; done 2>/dev/null; cat /proc/self/oom_score_adj");

        assertThat(Integer.parseInt(outcome.output())).isBetween(0, 50);
    }

    /** Each machine alone may have it. All page cache of the host went, then the host stood still. */
    @Test
    void machinesThatTogetherWantMoreThanThereIsLoseAProgramAndTheHostDoesNot() {
        host.reconnect(LIMIT);
        host.runtime().startMachine(host.machine("alice"));

        Outcome tooMuch = host.inMachine("alice", "dd if=/dev/zero of=/dev/null bs=128M count=1 2>/dev/null; echo ended with $?");
        Outcome fits = host.inMachine("alice", "dd if=/dev/zero of=/dev/null bs=32M count=1 2>/dev/null; echo ended with $?");

        assertThat(tooMuch.output()).endsWith("ended with 137");
        assertThat(fits.output()).endsWith("ended with 0");
        assertThat(host.runtime().availableMemory()).isLessThanOrEqualTo(LIMIT);
    }

    @Test
    void machinesAreLentMemoryBeyondTheirLimit() {
        MachineRuntime runtime = host.reconnect(LIMIT);

        runtime.lendMemory(LOAN);
        assertThat(host.groups().machinesLimit()).hasValue(LIMIT + LOAN);
        runtime.lendMemory(0);

        assertThat(host.groups().machinesLimit()).hasValue(LIMIT);
    }

    /** It took the limit that it found for the one that was configured. */
    @Test
    void theNextEngineTakesBackWhatWasLent() {
        host.reconnect(LIMIT).lendMemory(LOAN);

        host.reconnect();

        assertThat(host.groups().machinesLimit()).hasValue(LIMIT);
    }

    private static void takeMemory(MachineRuntime runtime) {
        runtime.exec(new ExecSpec("alice", Optional.empty(), LARGE, false,
                TestHost.shell("mkfifo /taken; sleep 1000 </taken & exec dd if=/dev/zero of=/taken bs=120M count=1")));
        Waiting.until("the program has taken it", () -> runtime.activity("alice").memoryBytes() > 120L << 20);
    }

    /** Asked back, it would cost a program. */
    @Test
    void whatTheyAreLentIsGivenBackWhenTheyUseItNoMore() {
        MachineRuntime runtime = host.reconnect(LIMIT);
        runtime.startMachine(host.machine("alice"));
        runtime.lendMemory(LOAN);
        takeMemory(runtime);

        runtime.lendMemory(0);
        assertThat(host.groups().machinesLimit()).hasValue(LIMIT + LOAN);
        MachineRuntime next = host.reconnect();
        assertThat(host.groups().machinesLimit()).hasValue(LIMIT + LOAN);
        next.kept().get(LARGE).signal(9);
        Waiting.until("it has ended", () -> next.activity("alice").memoryBytes() < 60L << 20);
        next.lendMemory(0);

        assertThat(host.groups().machinesLimit()).hasValue(LIMIT);
    }

    /** The runtime took it for the limit from then on. */
    @Test
    void tellsThatVersionOneDoesNotTakeALimitBelowWhatIsUsed() {
        assumeFalse(host.groups().unified());
        MachineRuntime runtime = host.reconnect(LIMIT + LOAN);
        runtime.startMachine(host.machine("alice"));
        takeMemory(runtime);

        assertThat(host.groups().limitMachines(LIMIT)).isFalse();

        assertThat(host.groups().machinesLimit()).hasValue(LIMIT + LOAN);
    }
}
