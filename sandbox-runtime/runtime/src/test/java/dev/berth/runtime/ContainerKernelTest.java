package dev.berth.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.runtime.kernel.ErrorNumber;
import dev.berth.runtime.network.Bridge;
import dev.berth.runtime.network.BridgePort;
import dev.berth.runtime.network.MacAddress;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The life of containers, on the real kernel. */
class ContainerKernelTest {
    private static final String ID = "3cde514a5a0a3cde514a5a0a3cde514a5a0a3cde514a5a0a3cde514a5a0a3cde";

    @AutoClose
    private final TestHost host = TestHost.withMachine("alice");

    private Outcome run(ProcessSpec process) {
        return Outcome.of(host.runtime().startContainer(host.container("alice", ID, process)));
    }

    @Test
    void printsAndEnds() {
        assertThat(run(TestHost.program("echo", "hello world")).output()).isEqualTo("hello world");
    }

    @Test
    void keepsOutputAndErrorApart() {
        Outcome outcome = run(TestHost.shell("echo out; echo err >&2; exit 7"));

        assertThat(outcome.error()).isEqualTo("err");
        assertThat(outcome.code()).isEqualTo(7);
        assertThat(outcome.output()).isEqualTo("out");
    }

    @Test
    void isTheFirstProcessOfItsOwnNamespace() {
        assertThat(run(TestHost.shell("echo $$; hostname; cat /etc/hostname; echo /proc/[0-9]*")).output()).isEqualTo("1\nc1\nc1\n/proc/1");
    }

    @Test
    void canOpenItsOutputAgain() {
        Outcome outcome = run(new ProcessSpec(List.of("sh", "-c", "echo one > /dev/stdout; echo two > /dev/stderr"), TestHost.ENVIRONMENT, "/", "ann", List.of(), false, 0, 0, false));

        assertThat(outcome.error()).isEqualTo("two");
        assertThat(outcome.output()).isEqualTo("one");
    }

    @Test
    void runsAsTheUserOfItsOwnPasswordFile() {
        ProcessSpec process = new ProcessSpec(List.of("sh", "-c", "id; echo $HOME; pwd"), TestHost.ENVIRONMENT, "/new/place", "ann", List.of(), false, 0, 0, false);

        assertThat(run(process).output()).isEqualTo("uid=1000(ann) gid=1000(ann) groups=50(staff),1000(ann)\n/home/ann\n/new/place");
    }

    @Test
    void runsAsAnyNumber() {
        ProcessSpec process = new ProcessSpec(List.of("id"), TestHost.ENVIRONMENT, "/", "1234:50", List.of(), false, 0, 0, false);

        assertThat(run(process).output()).isEqualTo("uid=1234 gid=50(staff) groups=50(staff)");
    }

    @Test
    void saysThatAUserIsUnknown() {
        ProcessSpec process = new ProcessSpec(List.of("id"), TestHost.ENVIRONMENT, "/", "nosuch", List.of(), false, 0, 0, false);

        assertFails(process, "user", ErrorNumber.ENOENT);
    }

    @Test
    void saysThatAProgramIsMissing() {
        assertFails(TestHost.program("nosuch"), "exec", ErrorNumber.ENOENT);
        assertFails(TestHost.program("/bin/nosuch"), "exec", ErrorNumber.ENOENT);
    }

    @Test
    void saysThatAFileIsNoProgram() {
        assertFails(TestHost.program("/etc/notaprogram"), "exec", ErrorNumber.EACCES);
    }

    @Test
    void takesAsManyArgumentsAsTheKernel() {
        String[] arguments = Stream.concat(Stream.of("sh", "-c", "echo $# ${#1}", "sh"), Stream.generate(() -> "a".repeat(100_000)).limit(18)).toArray(String[]::new);

        assertThat(run(TestHost.program(arguments)).output()).isEqualTo("18 100000");
    }

    @Test
    void saysThatItsArgumentsAreTooLong() {
        String[] many = Stream.concat(Stream.of("echo"), Stream.generate(() -> "a".repeat(100_000)).limit(40)).toArray(String[]::new);

        assertFails(TestHost.program("echo", "a".repeat(200_000)), "exec", ErrorNumber.E2BIG);
        assertFails(TestHost.program(many), "exec", ErrorNumber.E2BIG);
    }

    private void assertFails(ProcessSpec process, String step, int errno) {
        assertThatThrownBy(() -> run(process)).isInstanceOfSatisfying(LaunchFailedException.class, failure -> {
            assertThat(failure.step()).isEqualTo(step);
            assertThat(failure.errno()).isEqualTo(errno);
        });
        assertThat(host.runtime().kept()).isEmpty();
    }

    @Test
    void hasATerminalOfItsOwn() {
        Outcome outcome = run(TestHost.interactive(24, 80, "sh", "-c", "tty; stty size; ls -l /dev/console | wc -l; read line; stty size"));
        outcome.await(text -> text.contains("24 80\r\n1\r\n"));

        outcome.process().resize(50, 132);
        outcome.process().write(ByteBuffer.wrap("\n".getBytes()));

        assertThat(outcome.terminalOutput()).isEqualTo("/dev/pts/0\r\n24 80\r\n1\r\n\r\n50 132");
    }

    @Test
    void getsTheTerminalsInterrupt() {
        Outcome outcome = run(TestHost.interactive(24, 80, "sh", "-c", "trap 'echo caught; exit 5' INT; echo ready; while :; do sleep 0.01; done"));
        outcome.await(text -> text.contains("ready"));

        outcome.process().write(ByteBuffer.wrap(new byte[] {3}));

        assertThat(outcome.code()).isEqualTo(5);
        assertThat(outcome.terminalOutput()).contains("caught");
    }

    @Test
    void makesItsProgramWaitWhileNobodyReads() {
        Outcome outcome = run(TestHost.shell("dd if=/dev/zero bs=64k count=200 2>/dev/null"));

        outcome.process().pauseOutput();
        outcome.process().resumeOutput();

        assertThat(outcome.output()).hasSize(200 * 64 * 1024);
    }

    @Test
    void endsBySignal() {
        Outcome outcome = run(TestHost.program("sleep", "1000"));

        outcome.process().signal(15);
        outcome.process().signal(9);

        assertThat(outcome.code()).isEqualTo(137);
        outcome.process().signal(9);
    }

    @Test
    void runsOneMoreProgram() {
        host.startSleeper("alice", ID);

        Outcome outcome = host.inContainer("alice", ID, "hostname; ps -o pid,ppid,args | head -2; echo $$ > /tmp/x; cat /proc/self/cgroup | grep -c berth");

        assertThat(outcome.output().lines().map(String::strip)).startsWith("c1").anySatisfy(line -> assertThat(line).matches("1 +0 sleep 1000"));
    }

    @Test
    void givesAnExecutedProgramATerminal() {
        host.startSleeper("alice", ID);

        SandboxProcess process = host.runtime().exec(new ExecSpec("alice", Optional.of(ID), "shell", false, TestHost.interactive(30, 100, "sh", "-c", "tty; stty size")));

        assertThat(Outcome.of(process).terminalOutput()).isEqualTo("/dev/pts/0\r\n30 100");
    }

    @Test
    void givesAnExecutedProgramNoMoreRightsThanTheFirst() {
        host.startSleeper("alice", ID);

        String first = host.inContainer("alice", ID, "grep -E 'Cap(Prm|Eff|Bnd)' /proc/1/status").output();
        String executed = host.inContainer("alice", ID, "grep -E 'Cap(Prm|Eff|Bnd)' /proc/self/status").output();

        assertThat(executed).isEqualTo(first).contains("CapBnd:\t00000000a80425fb").contains("CapEff:\t00000000a80425fb");
    }

    @Test
    void tellsItsProcessesWithoutTheShim() {
        SandboxProcess sleeper = host.startSleeper("alice", ID);

        assertThat(host.runtime().processes("alice", ID)).containsExactly(sleeper.pid());
    }

    /** Once it was told to stand still and did so a moment later, so that a commit could see files change. */
    @Test
    void standsStillFromTheMomentItIsPaused() throws IOException {
        Outcome outcome = run(TestHost.shell("count() { while :; do i=$((i+1)); echo $i >/count/$1; done; }; mkdir /count; for n in 1 2 3 4 5 6 7 8; do count $n & done; echo counting; wait"));
        outcome.await(output -> output.contains("counting"));

        host.runtime().pause("alice", ID);
        List<String> paused = counts();

        assertThat(host.inMachine("alice", "echo goes on").output()).isEqualTo("goes on");
        assertThat(counts()).isEqualTo(paused);
        host.runtime().unpause("alice", ID);
        outcome.process().signal(9);
        assertThat(outcome.code()).isEqualTo(137);
    }

    private List<String> counts() throws IOException {
        List<String> counts = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(host.disk("alice").resolve("containers").resolve(ID).resolve("upper/count"))) {
            for (Path file : files) {
                counts.add(file.getFileName() + " " + Files.readString(file).strip());
            }
        }
        return counts;
    }

    @Test
    void endsWithItsMachineEvenWhilePaused() {
        SandboxProcess sleeper = host.startSleeper("alice", ID);
        host.runtime().pause("alice", ID);

        host.runtime().stopMachine("alice");

        assertThat(Outcome.of(sleeper).code()).isEqualTo(137);
    }

    @Test
    void isKilledAtItsMemoryLimit() {
        ResourceLimits limits = ResourceLimits.of(OptionalLong.of(16 << 20), OptionalLong.empty());
        ContainerSpec spec = host.container("alice", ID, TestHost.program("dd", "if=/dev/zero", "of=/dev/null", "bs=64M"), limits);

        Outcome outcome = Outcome.of(host.runtime().startContainer(spec));

        assertThat(outcome.code()).isEqualTo(137);
        assertThat(outcome.status().outOfMemory()).isTrue();
    }

    @Test
    void usesWhatItsProcessesUse() {
        host.startSleeper("alice", ID);

        ResourceUsage usage = host.runtime().usage("alice", Optional.of(ID));

        assertThat(usage.processes().count()).isEqualTo(1);
        assertThat(usage.memory().used()).isBetween(4096L, 16L << 20);
        assertThat(usage.processor().total()).isPositive();
        assertThat(usage.network()).isEmpty();
    }

    @Test
    void runsWithALimitThatItGotWhileItRan() {
        host.startSleeper("alice", ID);

        host.runtime().limit("alice", Optional.of(ID), new ResourceLimits(
                OptionalLong.of(32 << 20), OptionalLong.of(64 << 20), OptionalLong.of(16 << 20), OptionalLong.of(512), OptionalLong.of(50_000), OptionalLong.of(100_000), "0", "0",
                OptionalLong.of(7), false));

        ResourceUsage usage = host.runtime().usage("alice", Optional.of(ID));
        assertThat(usage.memory().limit()).hasValue(32 << 20);
        assertThat(usage.processes().limit()).hasValue(7);
    }

    @Test
    void hasAnAddressOnTheMachinesBridgeBeforeItsProgramStarts() throws Exception {
        ContainerSpec lonely = host.container("alice", ID, TestHost.shell("ip addr show eth0; ip route"));
        BridgePort.Inner inner = new BridgePort.Inner("eth0", (Inet4Address) InetAddress.getByName("172.17.0.2"), MacAddress.parse("02:42:AC:11:00:77"), true);
        ContainerSpec.Network bridge = new ContainerSpec.Network.Bridged(List.of(new ContainerSpec.Endpoint("bridge", Bridge.DEFAULT, inner)), List.of());
        ContainerSpec spec = TestHost.connected(lonely, bridge);

        String output = Outcome.of(host.runtime().startContainer(spec)).output();

        assertThat(output).contains("link/ether 02:42:ac:11:00:77").contains("inet 172.17.0.2/16").contains("default via 172.17.0.1 dev eth0");
    }

    /** Its end had not been heard of yet where that was asked for, and was an internal error. */
    @Test
    void isNotUnpluggedWhenItHasEnded() {
        run(TestHost.shell("true")).output();

        assertThatCode(() -> host.runtime().unplug("alice", ID, "eth0")).doesNotThrowAnyException();
    }

    @Test
    void sharesTheMachinesNetworkIfWanted() {
        ContainerSpec lonely = host.container("alice", ID, TestHost.shell("ip addr show docker0"));
        ContainerSpec spec = TestHost.connected(lonely, new ContainerSpec.Network.Host());

        assertThat(Outcome.of(host.runtime().startContainer(spec)).output()).contains("172.17.0.1/16");
    }

    @Test
    void refusesAProgramInAContainerThatDoesNotRun() {
        host.startSleeper("alice", ID);

        assertThatThrownBy(() -> host.runtime().exec(new ExecSpec("alice", Optional.of("nosuch"), "x", false, TestHost.program("true"))))
                .isInstanceOf(IllegalStateException.class).hasMessage("container \"nosuch\" does not run, start it first");
    }

    @Test
    void startsAgainOnWhatItWrote() {
        run(TestHost.shell("echo kept > /root/note")).output();
        host.runtime().releaseContainer("alice", ID);

        assertThat(run(TestHost.shell("cat /root/note")).output()).isEqualTo("kept");
    }

    @Test
    void canHaveAReadOnlyRoot() {
        ContainerSpec spec = host.container("alice", ID, TestHost.shell("touch /root/x"));
        ContainerSpec sealed = TestHost.sealed(spec);

        assertThat(Outcome.of(host.runtime().startContainer(sealed)).error()).contains("Read-only file system");
    }

    /** The end of one waited for its machine's disk, which another program may keep busy; and the kernel's mark kept it from being started again. */
    @Test
    void doesNotWaitForTheDiskWhenItIsVolatileAndStartsAgain() {
        ContainerSpec once = Wanted.with(host.container("alice", ID, TestHost.shell("echo line >>/root/kept; sync; head -n 1 /proc/mounts; cat /root/kept")), wanted -> wanted.volatileRoot = true);
        ContainerSpec kept = Wanted.with(once, wanted -> wanted.volatileRoot = false);

        String first = Outcome.of(host.runtime().startContainer(once)).output();
        String second = Outcome.of(host.runtime().startContainer(once)).output();
        String third = Outcome.of(host.runtime().startContainer(kept)).output();

        assertThat(first).contains("volatile").endsWith("0 0\nline");
        assertThat(second).contains("volatile").endsWith("0 0\nline\nline");
        assertThat(third).doesNotContain("volatile").endsWith("0 0\nline\nline\nline");
    }
}
