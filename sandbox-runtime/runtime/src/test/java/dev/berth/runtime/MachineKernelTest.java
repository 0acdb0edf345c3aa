package dev.berth.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.runtime.kernel.ErrorNumber;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The life of machines, on the real kernel. */
class MachineKernelTest {
    private static final int PAGE_BYTES = 4096;

    @AutoClose
    private final TestHost host = TestHost.withMachine("alice");

    @Test
    void hasItsOwnHostnameAndRoot() {
        Outcome outcome = host.inMachine("alice", "hostname; id -u; cat /etc/resolv.conf");

        assertThat(outcome.output()).isEqualTo("vm1\n0\nnameserver 10.0.0.53");
    }

    @Test
    void showsOnlyItsOwnProcesses() {
        Outcome outcome = host.inMachine("alice", "ps -o pid,ppid,args | head -3");

        assertThat(outcome.output().lines().map(String::strip)).element(1).asString().matches("1 +0 init");
    }

    @Test
    void showsItsContainersBeneathAShim() {
        host.startSleeper("alice", "0123456789abcdef");

        String processes = host.inMachine("alice", "ps -o pid,ppid,args").output();

        assertThat(processes).containsPattern("(\\d+) +1 shim 0123456789ab\\n").containsPattern("sleep 1000");
    }

    @Test
    void hasTheDevicesOfAMachineAndNoMore() {
        Outcome outcome = host.inMachine("alice", "echo x > /dev/null && head -c 4 /dev/zero | wc -c; ls /dev");

        assertThat(outcome.output().lines()).containsExactly(
                "4", "core", "fd", "full", "mqueue", "null", "ptmx", "pts", "random", "shm", "stderr", "stdin", "stdout", "tty", "urandom", "zero");
    }

    /** On cgroup v2 and on v1, whose files have other names. */
    @Test
    void readsItsOwnLimitAndUseOfMemoryAndCannotChangeTheLimit() {
        long limit = 64 << 20;
        host.runtime().startMachine(host.machine("bob", ResourceLimits.of(OptionalLong.of(limit), OptionalLong.empty())));

        String read = host.inMachine("bob", """
                cd /sys/fs/cgroup
                for file in memory.max memory/memory.limit_in_bytes; do [ -e $file ] && echo 9000000000 > $file; done 2>/dev/null
                cat memory.max memory.current memory/memory.limit_in_bytes memory/memory.usage_in_bytes 2>/dev/null""").output();

        List<Long> limitAndUse = read.lines().map(Long::valueOf).toList();
        assertThat(limitAndUse).hasSize(2).startsWith(limit);
        assertThat(limitAndUse.get(1)).isBetween(1L, limit);
    }

    @Test
    void keepsItsDiskOverARestart() {
        host.inMachine("alice", "echo kept > /root/note").output();

        host.runtime().stopMachine("alice");
        host.runtime().startMachine(host.machine("alice"));

        assertThat(host.inMachine("alice", "cat /root/note").output()).isEqualTo("kept");
    }

    @Test
    void reapsOrphans() {
        String leftBehind = host.inMachine("alice", "(sleep 0 & exec true) ; (sleep 0.05 &) ; exit 0").output();

        assertThat(leftBehind).isEmpty();
        Waiting.until("no zombie is left", () -> !host.inMachine("alice", "cat /proc/[0-9]*/stat").output().contains(") Z "));
    }

    @Test
    void survivesEverySignalOfItsOwnRoot() {
        Outcome outcome = host.inMachine("alice", "kill -9 1; kill -15 1; kill -1 1; kill 1; echo alive");

        assertThat(outcome.output()).isEqualTo("alive");
        assertThat(host.runtime().runningMachines()).containsExactly("alice");
    }

    @Test
    void endsItsContainersAndShellsWithIt() {
        SandboxProcess container = host.startSleeper("alice", "c0ffee");
        SandboxProcess shell = host.runtime().exec(new ExecSpec("alice", Optional.empty(), "shell", false, TestHost.program("sleep", "1000")));

        host.runtime().stopMachine("alice");

        assertThat(Outcome.of(container).code()).isEqualTo(137);
        assertThat(Outcome.of(shell).code()).isEqualTo(137);
        assertThat(ProcessHandle.of(container.pid())).isEmpty();
    }

    @Test
    void endsInOrderWhenItIsAskedTo() {
        Outcome polite = host.inMachine("alice", "trap 'exit 5' TERM; trap '' HUP; echo ready; while :; do sleep 0.05; done");
        Outcome shell = host.inMachine("alice", "trap '' TERM; trap 'exit 6' HUP; echo ready; while :; do sleep 0.05; done");
        polite.await("ready\n"::equals);
        shell.await("ready\n"::equals);

        host.runtime().endMachine("alice").toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();

        assertThat(polite.code()).isEqualTo(5);
        assertThat(shell.code()).isEqualTo(6);
        host.runtime().stopMachine("alice");
    }

    @Test
    void aContainerThatRunsKeepsItFromEndingInOrder() {
        host.startSleeper("alice", "c0ffee");

        CompletableFuture<Void> ended = host.runtime().endMachine("alice").toCompletableFuture();

        assertThat(ended).isNotDone();
        host.runtime().stopMachine("alice");
        assertThat(ended).isDone();
    }

    /** Found by killing the engine at random: a group without a process stayed as long as its machine. */
    @Test
    void aGroupWithoutAProcessThatADeadEngineHasMadeIsRemovedAndOthersAreNot() {
        SandboxProcess container = host.startSleeper("alice", "c0ffee");
        host.groups().createContainer("alice", "decaf", ResourceLimits.NONE);

        host.reconnect();

        assertThat(host.groups().containers("alice")).containsExactly("c0ffee");
        assertThat(ProcessHandle.of(container.pid())).isPresent();
    }

    @Test
    void tellsWhenItEndsByItself() throws Exception {
        CompletableFuture<String> ended = new CompletableFuture<>();
        host.runtime().onMachineEnded(ended::complete);

        ProcessHandle.of(host.runtime().machinePid("alice")).orElseThrow().destroyForcibly();

        assertThat(ended.get(60, TimeUnit.SECONDS)).isEqualTo("alice");
        assertThat(host.runtime().runningMachines()).isEmpty();
        host.runtime().stopMachine("alice");
    }

    @Test
    void isServedOnAfterAListenerFailed() {
        host.runtime().onMachineEnded(machine -> {
            throw new IllegalStateException("thrown by a test");
        });
        host.runtime().startMachine(host.machine("bob"));

        ProcessHandle.of(host.runtime().machinePid("bob")).orElseThrow().destroyForcibly();
        Waiting.until("bob has ended", () -> host.runtime().runningMachines().equals(List.of("alice")));

        assertThat(host.inMachine("alice", "echo served").output()).isEqualTo("served");
        host.runtime().stopMachine("bob");
    }

    @Test
    void isRefusedASecondTimeUnderItsName() {
        assertThatThrownBy(() -> host.runtime().exec(new ExecSpec("alice", Optional.empty(), "machine/alice", false, TestHost.program("true"))))
                .isInstanceOfSatisfying(LaunchFailedException.class, failure -> assertThat(failure.errno()).isEqualTo(ErrorNumber.EEXIST));
    }

    @Test
    void goesOnWhenItIsStartedASecondTime() {
        assertThatThrownBy(() -> host.runtime().startMachine(host.machine("alice")))
                .isInstanceOf(IllegalStateException.class).hasMessage("machine \"alice\" was started before, stop and forget it first");

        assertThat(host.inMachine("alice", "echo alive").output()).isEqualTo("alive");
    }

    @Test
    void leavesNothingWhenItsLayerIsMissing() {
        MachineSpec good = host.machine("bob");
        MachineSpec bad = new MachineSpec(
                good.name(), good.hostname(), good.baseId(), good.idCount(), List.of("nosuch"), good.disk(), good.sockets(), good.nameservers(), good.network(),
                good.limits());

        assertThatThrownBy(() -> host.runtime().startMachine(bad))
                .isInstanceOfSatisfying(LaunchFailedException.class, failure -> assertThat(failure.step()).isEqualTo("mount overlay"));
        assertThat(host.runtime().runningMachines()).containsExactly("alice");
    }

    @Test
    void goesOnWhenTheEngineIsGone() {
        SandboxProcess shell = host.runtime().exec(new ExecSpec("alice", Optional.empty(), "shell", false,
                new ProcessSpec(List.of("sh", "-c", "echo before; read line; echo after $line; exit 3"), TestHost.ENVIRONMENT, "/", "", List.of(), false, 0, 0, true)));
        Outcome.of(shell).await(text -> text.equals("before\n"));

        Map<String, SandboxProcess> kept = host.reconnect().kept();

        assertThat(kept).containsOnlyKeys("shell");
        Outcome resumed = Outcome.of(kept.get("shell"));
        kept.get("shell").write(java.nio.ByteBuffer.wrap("all\n".getBytes()));
        assertThat(resumed.code()).isEqualTo(3);
        assertThat(resumed.output()).isEqualTo("after all");
        assertThat(host.runtime().kept()).isEmpty();
    }

    @Test
    void keepsAnExitStatusUntilItIsFetched() {
        SandboxProcess shell = host.runtime().exec(new ExecSpec("alice", Optional.empty(), "shell", false, TestHost.shell("exit 42")));
        assertThat(Outcome.of(shell).code()).isEqualTo(42);

        SandboxProcess again = host.reconnect().kept().get("shell");

        assertThat(Outcome.of(again).code()).isEqualTo(42);
        again.forget();
        assertThat(host.reconnect().kept()).isEmpty();
    }

    @Test
    void seesTheEndOfItsInput() {
        SandboxProcess cat = host.runtime().exec(new ExecSpec("alice", Optional.empty(), "cat", false,
                new ProcessSpec(List.of("cat"), TestHost.ENVIRONMENT, "/", "", List.of(), false, 0, 0, true)));
        Outcome outcome = Outcome.of(cat);

        cat.write(java.nio.ByteBuffer.wrap("some bytes".getBytes()));
        cat.closeInput();
        cat.closeInput();

        assertThat(outcome.output()).isEqualTo("some bytes");
    }

    @Test
    void tellsWhatItsMemoryIs() {
        assertThat(host.runtime().usage("alice", Optional.empty()).memory().used()).isBetween(1L, 50_000_000L);
    }

    @Test
    void cannotTakeMoreProcessesThanItMay() {
        host.runtime().startMachine(host.machine("small", ResourceLimits.of(java.util.OptionalLong.empty(), java.util.OptionalLong.of(5))));

        Outcome outcome = host.inMachine("small", "for i in 1 2 3 4 5 6; do sleep 1000 >/dev/null 2>&1 & done; echo no");

        assertThat(outcome.error()).contains("can't fork");
        host.runtime().stopMachine("small");
    }

    @Test
    void outlivesItsLauncherUntilTheEngineFindsAnother() throws IOException {
        int init = host.runtime().machinePid("alice");

        host.killLauncher();
        assertThat(Files.exists(Path.of("/proc", Integer.toString(init)))).isTrue();
        host.restartLauncher();

        assertThat(host.runtime().runningMachines()).isEmpty();
        Waiting.until("the machine is gone", () -> !Files.exists(Path.of("/proc", Integer.toString(init))));
    }

    /**
     * There is one in every machine, and a shim above every container: each kept 20 KiB of page tables and of the launcher's stack. The stack is measured from where it is used now:
     * its top has a random place, and one run in three failed with a bound for all of it.
     */
    @Test
    void whatServesItHasGivenBackMemoryThatItDoesNotNeed() {
        int container = host.startSleeper("alice", "0123456789ab").pid();
        long shim = ProcessHandle.of(container).flatMap(ProcessHandle::parent).orElseThrow().pid();

        for (long server : List.of((long) host.runtime().machinePid("alice"), shim)) {
            Waiting.until("the page of clocks is not mapped, and below the used stack no more than two pages are there", () ->
                    !read("/proc/" + server + "/maps").contains("[vdso]") && pagesBelowUsedStack(server) <= 2);
        }
    }

    /** Of a process that waits in a call to the kernel; of one that runs, more than any. */
    private static int pagesBelowUsedStack(long pid) {
        String[] call = read("/proc/" + pid + "/syscall").strip().split(" ");
        if (call.length < 2) {
            return Integer.MAX_VALUE;
        }
        long used = Long.decode(call[call.length - 2]) / PAGE_BYTES;
        String stack = read("/proc/" + pid + "/maps").lines().filter(line -> line.endsWith("[stack]")).findFirst().orElseThrow();
        long start = Long.parseLong(stack.substring(0, stack.indexOf('-')), 16) / PAGE_BYTES;
        byte[] present = new byte[Math.toIntExact(used - start) * Long.BYTES];
        try (RandomAccessFile pages = new RandomAccessFile("/proc/" + pid + "/pagemap", "r")) {
            pages.seek(start * Long.BYTES);
            pages.readFully(present);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        LongBuffer entries = ByteBuffer.wrap(present).order(ByteOrder.nativeOrder()).asLongBuffer();
        int count = 0;
        while (entries.hasRemaining()) {
            count += entries.get() < 0 ? 1 : 0; // the highest bit: in memory
        }
        return count;
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Test
    void isFoundByItsLauncherOnlyUntilThatIsToldToEnd() throws IOException {
        int init = host.runtime().machinePid("alice");

        host.endLauncher();

        assertThat(Files.exists(Path.of("/proc", Integer.toString(init)))).isFalse();
    }
}
