package dev.berth.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.runtime.kernel.ErrorNumber;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Rights, limits and namespaces of containers, on the real kernel. */
class HostOptionsKernelTest {
    private static final String ID = "deadbeef";

    @AutoClose
    private final TestHost host = TestHost.withMachine("alice");

    private Outcome run(ProcessSpec process, Consumer<Wanted> change) {
        return Outcome.of(host.runtime().startContainer(Wanted.with(host.container("alice", ID, process), change)));
    }

    private Outcome run(String script, Consumer<Wanted> change) {
        return run(TestHost.shell(script), change);
    }

    private Consumer<Wanted> sharing(NamespaceSharing.Owner processes, NamespaceSharing.Owner communication, NamespaceSharing.Owner names) {
        return wanted -> wanted.sharing = new NamespaceSharing(processes, communication, names);
    }

    @Test
    void mountsAndSetsWhatItLikesWhenPrivileged() {
        Outcome outcome = run("grep CapEff /proc/self/status; mount -t tmpfs tmpfs /tmp && echo mounted; echo 1 > /proc/sys/net/ipv4/ip_forward && echo set; unshare -m true && echo unshared",
                wanted -> wanted.privileged = true);

        assertThat(outcome.output()).endsWith("mounted\nset\nunshared").contains("CapEff:\t00000000");
    }

    @Test
    void givesExecutedProgramsTheRightsOfAPrivilegedContainer() {
        host.runtime().startContainer(Wanted.with(host.container("alice", ID, TestHost.program("sleep", "1000")), wanted -> wanted.privileged = true));

        assertThat(host.inContainer("alice", ID, "mount -t tmpfs tmpfs /tmp && echo mounted").output()).isEqualTo("mounted");
    }

    @Test
    void gainsNoRightsWhereNoneAreWanted() {
        assertThat(run("grep NoNewPrivs /proc/self/status", wanted -> wanted.noNewPrivileges = true).output()).isEqualTo("NoNewPrivs:\t1");
    }

    @Test
    void givesExecutedProgramsTheLimitsAndTheSealOfTheFirst() {
        host.runtime().startContainer(Wanted.with(host.container("alice", ID, TestHost.program("sleep", "1000")), wanted -> {
            wanted.noNewPrivileges = true;
            wanted.processLimits = List.of(new ProcessLimit("nofile", 100, 200));
        }));

        assertThat(host.inContainer("alice", ID, "grep NoNewPrivs /proc/self/status; ulimit -n; ulimit -H -n").output()).isEqualTo("NoNewPrivs:\t1\n100\n200");
    }

    @Test
    void bringsAFirstProcessThatReapsAndEndsAsItsProgram() {
        Outcome outcome = run(TestHost.program("sh", "-c", "ps -o pid,args; (sleep 0 &); exit 3"), wanted -> wanted.init = true);

        assertThat(outcome.code()).isEqualTo(3);
        assertThat(outcome.output().lines().map(String::strip)).anySatisfy(line -> assertThat(line).startsWith("1 /sbin/docker-init -- sh -c ps -o pid,args"));
    }

    @Test
    void bringsAFirstProcessThatPassesSignalsOn() {
        Outcome outcome = run(TestHost.interactive(24, 80, "sh", "-c", "trap 'echo caught; exit 5' TERM; echo ready $$; while :; do sleep 0.01; done"), wanted -> wanted.init = true);
        outcome.await(text -> text.contains("ready"));

        outcome.process().signal(15);

        assertThat(outcome.code()).isEqualTo(5);
        assertThat(outcome.terminalOutput()).contains("caught").doesNotContain("ready 1\r");
    }

    @Test
    void saysThatTheProgramOfAFirstProcessIsMissing() {
        assertThatThrownBy(() -> run(TestHost.program("nosuch"), wanted -> wanted.init = true)).isInstanceOfSatisfying(LaunchFailedException.class, failure -> {
            assertThat(failure.step()).isEqualTo("exec");
            assertThat(failure.errno()).isEqualTo(ErrorNumber.ENOENT);
        });
    }

    @Test
    void boundsItsProcesses() {
        Outcome outcome = run("ulimit -n; ulimit -H -n; ulimit -c", wanted -> wanted.processLimits = List.of(new ProcessLimit("nofile", 64, 128), new ProcessLimit("core", 0, 0)));

        assertThat(outcome.output()).isEqualTo("64\n128\n0");
    }

    @Test
    void refusesALimitAboveTheHosts() {
        assertThatThrownBy(() -> run("true", wanted -> wanted.processLimits = List.of(new ProcessLimit("nofile", 1L << 40, 1L << 40))))
                .isInstanceOf(LaunchFailedException.class).hasMessageContaining("ulimit nofile").hasMessageEndingWith("operation not permitted");
    }

    @Test
    void setsTheKernelsSettingsOfItsOwn() {
        Outcome outcome = run("cat /proc/sys/net/ipv4/ip_default_ttl /proc/sys/kernel/shmmni /proc/sys/fs/mqueue/msg_max", wanted -> wanted.settings =
                Map.of("net.ipv4.ip_default_ttl", "77", "kernel.shmmni", "99", "fs.mqueue.msg_max", "11"));

        assertThat(outcome.output()).isEqualTo("77\n99\n11");
    }

    @Test
    void saysWhichSettingCannotBe() {
        assertThatThrownBy(() -> run("true", wanted -> wanted.settings = Map.of("net.nosuch", "1")))
                .isInstanceOf(LaunchFailedException.class).hasMessageContaining("/proc/sys/net/nosuch").hasMessageEndingWith("no such file or directory");
        assertThatThrownBy(() -> run("true", wanted -> wanted.settings = Map.of("kernel.core_pattern", "|/bin/evil")))
                .isInstanceOf(LaunchFailedException.class).hasMessage("sysctl \"kernel.core_pattern\" is not in a separate kernel namespace");
    }

    @Test
    void hasSharedMemoryOfTheWantedSize() {
        assertThat(run("df -k /dev/shm", wanted -> wanted.sharedMemoryBytes = OptionalLong.of(8 << 20)).output()).contains(" 8192 ");
    }

    @Test
    void hasNoSharedMemoryIfWanted() {
        assertThat(run("ls -d /dev/shm; grep -c shm /proc/mounts", wanted -> wanted.sharedMemoryBytes = OptionalLong.empty()).output()).doesNotContain("\n/dev/shm").endsWith("0");
    }

    @Test
    void isKilledEarlierWhenMemoryIsShortIfWanted() {
        assertThat(run("cat /proc/self/oom_score_adj", wanted -> wanted.outOfMemoryScore = 500).output()).isEqualTo("500");
    }

    @Test
    void isNotSparedBeforeOthers() {
        assertThatThrownBy(() -> run("true", wanted -> wanted.outOfMemoryScore = -500)).isInstanceOf(LaunchFailedException.class).hasMessage("oom score -500: permission denied");
    }

    @Test
    void hasADomain() {
        assertThat(run("cat /proc/sys/kernel/domainname", wanted -> wanted.domainname = "example.org").output()).isEqualTo("example.org");
    }

    @Test
    void belongsToMoreGroups() {
        ProcessSpec process = new ProcessSpec(List.of("id", "-G"), TestHost.ENVIRONMENT, "/", "ann", List.of("root", "4242"), false, 0, 0, false);

        assertThat(run(process, wanted -> {}).output()).isEqualTo("1000 0 50 4242");
    }

    @Test
    void saysThatAGroupIsUnknown() {
        ProcessSpec process = new ProcessSpec(List.of("id"), TestHost.ENVIRONMENT, "/", "", List.of("nosuch"), false, 0, 0, false);

        assertThatThrownBy(() -> run(process, wanted -> {})).isInstanceOfSatisfying(LaunchFailedException.class, failure -> assertThat(failure.step()).isEqualTo("groups"));
    }

    @Test
    void seesTheMachinesProcessesIfWanted() {
        host.inMachine("alice", "sleep 4321 >/dev/null 2>&1 &").output();

        Outcome outcome = run("ps -o pid,args; hostname", sharing(new NamespaceSharing.Owner.Machine(), new NamespaceSharing.Owner.Machine(), new NamespaceSharing.Owner.Machine()));

        assertThat(outcome.output()).contains("sleep 4321").contains("1 init").endsWith("vm1");
    }

    @Test
    void seesAnotherContainersProcessesMemoryAndNetworkIfWanted() {
        host.runtime().startContainer(Wanted.with(host.container("alice", "first", TestHost.shell("echo shared > /dev/shm/note; exec sleep 4321")), wanted -> wanted.init = true));
        Waiting.until("the note is there", () -> host.inContainer("alice", "first", "cat /dev/shm/note").output().equals("shared"));
        NamespaceSharing.Owner other = new NamespaceSharing.Owner.Container("first");
        Consumer<Wanted> shared = sharing(other, other, new NamespaceSharing.Owner.Itself());

        Outcome outcome = run("cat /dev/shm/note; ps -o args; readlink /proc/self/ns/net", shared.andThen(wanted -> wanted.network = new ContainerSpec.Network.Shared("first")));

        assertThat(outcome.output()).startsWith("shared\n").contains("sleep 4321").endsWith(host.inContainer("alice", "first", "readlink /proc/self/ns/net").output());
    }

    @Test
    void saysThatTheOtherContainerHasEnded() {
        Outcome.of(host.runtime().startContainer(host.container("alice", "first", TestHost.program("true")))).code();

        assertThatThrownBy(() -> run("true", wanted -> wanted.network = new ContainerSpec.Network.Shared("first")))
                .isInstanceOf(LaunchFailedException.class).hasMessage("share net of container/alice/first: no such process");
    }

    @Test
    void saysThatAnExecutedProgramsFolderIsMissing() {
        host.startSleeper("alice", ID);
        ProcessSpec process = new ProcessSpec(List.of("true"), TestHost.ENVIRONMENT, "/nosuch", "", List.of(), false, 0, 0, false);

        assertThatThrownBy(() -> host.runtime().exec(new ExecSpec("alice", Optional.of(ID), "key", false, process)))
                .isInstanceOf(LaunchFailedException.class).hasMessage("chdir /nosuch: no such file or directory");
    }

    @Test
    void addsNoRightsByACapabilityAloneToTheMasks() {
        Outcome outcome = run("touch /proc/sys/kernel/domainname; echo 1 > /proc/sys/net/ipv4/ip_forward", wanted -> wanted.capabilities = Set.of("sys_admin"));

        assertThat(outcome.error()).contains("Read-only file system");
    }
}
