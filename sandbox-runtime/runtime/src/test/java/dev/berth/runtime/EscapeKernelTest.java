package dev.berth.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.runtime.kernel.FolderDescriptor;
import dev.berth.runtime.kernel.RootedFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a machine's root tries in vain, and a container even more so. Each is a trap that was reproduced once. */
class EscapeKernelTest {
    private static final String ID = "deadbeef";

    private TestHost host;

    @BeforeEach
    void open() throws IOException, InterruptedException {
        host = new TestHost();
        host.layOutProgram("attack");
        host.runtime().startMachine(host.machine("alice"));
    }

    @AfterEach
    void close() {
        host.close();
    }

    @Test
    void doesNotChangeALayer() throws IOException {
        List<String> before = content(host.layers());

        host.inMachine("alice", """
                echo evil > /bin/true; rm -f /bin/false; chmod 777 /bin/busybox; touch /bin/new
                mount -o remount,rw / ; mount -o remount,bind,rw / ; echo evil >> /etc/passwd
                unshare -U -r -m sh -c 'mount -o remount,rw / ; mount -o remount,bind,rw /; echo evil > /bin/echo'
                """).output();

        assertThat(content(host.layers())).isEqualTo(before);
    }

    @Test
    void seesNothingOfTheCorner() {
        String mounts = host.inMachine("alice", "cat /proc/self/mountinfo; ls /store /disk /hostproc /machine 2>&1").output();

        assertThat(mounts).doesNotContain("corner").doesNotContain("cover").doesNotContain("hostproc ")
                .contains("ls: /store: No such file or directory").contains("ls: /disk: No such file or directory");
    }

    /** Control groups are memory of the host. On cgroup v1 it can make none at all. */
    @Test
    void doesNotMakeControlGroupsWithoutEnd() {
        String made = host.inMachine("alice", """
                mkdir /tmp/groups; mount -t cgroup2 none /tmp/groups || mount -o bind /sys/fs/cgroup /tmp/groups
                n=0; while [ $n -lt 1000 ] && mkdir /tmp/groups/more$n 2>/dev/null; do n=$((n+1)); done
                echo $n; umount /tmp/groups 2>/dev/null
                """).output().strip();

        assertThat(Integer.parseInt(made)).isLessThan(300);
    }

    @Test
    void doesNotGetAtTheFirstProcess() {
        Outcome outcome = host.inMachine("alice", "for f in root environ exe ns/mnt cwd mem fd; do ls /proc/1/$f/ >/dev/null 2>&1 || cat /proc/1/$f 2>/dev/null || echo closed; done; cat /proc/1/cmdline");

        assertThat(outcome.output()).isEqualTo("closed\nclosed\nclosed\nclosed\nclosed\nclosed\nclosed\ninit\0");
    }

    @Test
    void doesNotGetAtAShim() {
        host.startSleeper("alice", ID);

        Outcome outcome = host.inMachine("alice",
                "for p in /proc/[0-9]*; do if grep -q '^shim' $p/cmdline; then ls $p/root/ $p/fd $p/cwd/ 2>&1; cat $p/cmdline; fi; done");

        assertThat(outcome.output()).contains("shim deadbeef").contains("Permission denied").doesNotContain("store").doesNotContain("hostproc");
    }

    @Test
    void doesNotDetachAMountByRemovingItsPlace() {
        host.inMachine("alice", "rmdir /proc /sys /dev /run /run/berth; mv /proc /elsewhere").output();

        assertThat(host.inMachine("alice", "ls -d /proc/1 /dev/null").output()).isEqualTo("/dev/null\n/proc/1");
        assertThat(Outcome.of(host.runtime().startContainer(host.container("alice", ID, TestHost.program("echo", "works")))).output()).isEqualTo("works");
    }

    @Test
    void doesNotMakeADevice() {
        Outcome outcome = host.inMachine("alice", "mknod /tmp/disk b 254 0; mknod /dev/memory c 1 1; true");

        assertThat(outcome.error()).contains("Operation not permitted");
    }

    @Test
    void doesNotCallWhatOnlyAHostNeeds() {
        Outcome outcome = host.inMachine("alice", "dd if=/proc/kcore count=1 2>&1 | grep -c denied; grep Seccomp: /proc/self/status");

        assertThat(outcome.output()).contains("Seccomp:\t2");
    }

    @Test
    void doesNotGetByASystemCallWhatIsNotTheMachines() {
        Outcome outcome = host.inMachine("alice", "attack");

        assertThat(outcome.output().lines()).hasSize(12).noneMatch(line -> line.endsWith(": done"));
    }

    @Test
    void doesNotGetByASystemCallWhatIsNotTheContainers() {
        Outcome outcome = inContainer("attack");

        assertThat(outcome.output().lines()).hasSize(12).noneMatch(line -> line.endsWith(": done"));
    }

    /** The launcher once handed on whatever the shell that had started it left open. */
    @Test
    void hasNoDescriptorButItsOwnStreams() {
        host.startSleeper("alice", ID);
        String list = "for f in /proc/self/fd/*; do [ -e $f ] && echo ${f##*/}; done";

        assertThat(host.inMachine("alice", list).output()).isEqualTo("0\n1\n2");
        assertThat(host.inContainer("alice", ID, list).output()).isEqualTo("0\n1\n2");
    }

    @Test
    void doesNotUnmaskAContainersProc() {
        Outcome outcome = inContainer("umount /proc/kcore; mount -o remount,rw /proc/sys; echo 1 > /proc/sys/kernel/domainname; head -c 1 /proc/kcore | wc -c; ls /sys/firmware | wc -l; mount -t proc proc /mnt");

        assertThat(outcome.error()).contains("Operation not permitted").contains("Read-only file system");
        assertThat(outcome.output()).isEqualTo("0\n0");
    }

    @Test
    void doesNotMakeNamespacesInAContainer() {
        Outcome outcome = inContainer("unshare -U true; unshare -m true; nsenter -t 1 -m true; echo end");

        assertThat(outcome.error().lines().filter(line -> line.contains("Operation not permitted"))).hasSize(3);
        assertThat(outcome.output()).isEqualTo("end");
    }

    @Test
    void doesNotSeeTheMachineFromAContainer() {
        host.inMachine("alice", "sleep 1000 >/dev/null 2>&1 & echo secret > /root/secret").output();

        Outcome outcome = inContainer("ps -o args | grep -c sleep; ls /root /machine /store /disk; readlink /proc/1/root");

        assertThat(outcome.output()).doesNotContain("secret").contains("/");
        assertThat(outcome.error()).contains("/machine: No such file or directory");
    }

    @Test
    void doesNotLeadAMountOutOfAContainer() throws IOException {
        Path upper = host.disk("alice").resolve("containers").resolve(ID).resolve("upper");
        ContainerSpec spec = host.container("alice", ID, TestHost.shell("ls /etc/hostname /disk /tmp/decoy 2>&1; cat /etc/hostname"));
        Files.createSymbolicLink(upper.resolve("tmp"), Path.of("../../../../disk"));
        TestHost.own(upper.resolve("etc"));
        Files.createSymbolicLink(upper.resolve("etc/hostname"), Path.of("../../../disk/containers/stolen"));

        Outcome outcome = Outcome.of(host.runtime().startContainer(spec));

        assertThat(outcome.output()).endsWith("c1").contains("/disk: No such file");
        assertThat(Files.exists(host.disk("alice").resolve("containers/stolen"))).isFalse();
    }

    @Test
    void doesNotSeeAnotherMachine() {
        host.runtime().startMachine(host.machine("bob"));
        SandboxProcess sleeper = host.runtime().exec(new ExecSpec("bob", java.util.Optional.empty(), "sleeper", false, TestHost.program("sleep", "4321")));

        String seen = host.inMachine("alice", "ps -o args; ls /run/berth /root").output();

        assertThat(seen).doesNotContain("4321");
        sleeper.signal(9);
        Outcome.of(sleeper).output();
    }

    /** In its own container: the student asks for it with {@code docker run --privileged}. */
    private Outcome inPrivileged(String script) {
        ContainerSpec spec = host.container("alice", ID, TestHost.shell(script));
        NamespaceSharing machines = new NamespaceSharing(new NamespaceSharing.Owner.Machine(), new NamespaceSharing.Owner.Machine(), new NamespaceSharing.Owner.Machine());
        return Outcome.of(host.runtime().startContainer(Wanted.with(spec, wanted -> {
            wanted.privileged = true;
            wanted.sharing = machines;
            wanted.network = new ContainerSpec.Network.Host();
        })));
    }

    @Test
    void doesNotGetByASystemCallFromAPrivilegedContainerWhatIsNotTheMachines() {
        Outcome outcome = inPrivileged("attack");

        assertThat(outcome.output().lines()).hasSize(12).noneMatch(line -> line.endsWith(": done"));
    }

    @Test
    void doesNotReachTheCornerOrTheHostFromAPrivilegedContainer() throws IOException {
        String pattern = Files.readString(Path.of("/proc/sys/kernel/core_pattern"));

        Outcome outcome = inPrivileged("""
                cat /proc/self/mountinfo; ls /store /disk /hostproc /machine 2>&1
                for p in /proc/[0-9]*; do if grep -q -e '^init' -e '^shim' $p/cmdline; then ls $p/root/ $p/fd/ $p/cwd/ 2>&1; nsenter -t ${p#/proc/} -m true 2>&1; fi; done
                mknod /tmp/disk b 254 0 2>&1; mknod /dev/memory c 1 1 2>&1
                echo x > /proc/sys/kernel/core_pattern; echo b > /proc/sysrq-trigger; echo x > /sys/kernel/uevent_helper; echo mem > /sys/power/state
                umount /; umount -l /; ls /store /disk 2>&1; echo end""");

        assertThat(outcome.error().lines().filter(line -> line.contains("can't create"))).hasSize(4);
        assertThat(Files.readString(Path.of("/proc/sys/kernel/core_pattern"))).isEqualTo(pattern);
        assertThat(outcome.output()).doesNotContain("corner").doesNotContain("cover").contains("ls: /store: No such file or directory").endsWith("end");
        assertThat(outcome.output().lines().filter(line -> line.startsWith("ls: ") && line.contains("/proc/"))).isNotEmpty().allMatch(line -> line.contains("ermission denied"));
    }

    @Test
    void doesNotChangeALayerFromAPrivilegedContainer() throws IOException {
        List<String> before = content(host.layers());

        inPrivileged("""
                echo evil > /bin/true; mount -o remount,rw / ; mount -o remount,bind,rw / ; mount -o remount,rw,lowerdir=/tmp / ; echo evil >> /etc/passwd
                mkdir /tmp/m; for l in 3 4 5 6 7 8 9; do mount --bind /proc/self/fd/$l /tmp/m; done
                unshare -U -r -m sh -c 'mount -o remount,rw / ; mount -o remount,bind,rw /; echo evil > /bin/echo'
                """).output();

        assertThat(content(host.layers())).isEqualTo(before);
    }

    private Outcome inUnconfined(String script) {
        return Outcome.of(host.runtime().startContainer(Wanted.with(host.container("alice", ID, TestHost.shell(script)), wanted -> wanted.unconfined = true)));
    }

    @Test
    void doesNotGetByASystemCallFromAnUnconfinedContainerWhatIsNotTheMachines() {
        assertThat(inUnconfined("attack").output().lines()).hasSize(12).noneMatch(line -> line.endsWith(": done"));
    }

    /** The filter alone kept a container from making namespaces, in which it is root. */
    @Test
    void doesNotUnmaskOrChangeAnythingByNamespacesOfAnUnconfinedContainer() throws IOException {
        List<String> before = content(host.layers());

        Outcome outcome = inUnconfined("""
                unshare -U -r -m sh -c 'id -u; umount /proc/kcore; umount -l /sys/firmware; head -c 1 /proc/kcore | wc -c; ls /sys/firmware | wc -l; mount -t proc proc /mnt
                mount -o remount,rw /proc/sys; echo 1 > /proc/sys/kernel/domainname; ls /store /disk /hostproc /machine
                mount -o remount,rw / ; mount -o remount,bind,rw /; mknod /tmp/disk b 254 0 && cat /tmp/disk; nsenter -t 1 -m true; echo end'""");

        assertThat(outcome.output()).isEqualTo("0\n0\n0\nend");
        assertThat(outcome.error()).contains("Operation not permitted").contains("Read-only file system").contains("/store: No such file or directory");
        assertThat(content(host.layers())).isEqualTo(before);
    }

    @Test
    void doesNotLeadABindOutOfTheMachine() {
        host.inMachine("alice", """
                ln -s /store /root/absolute; ln -s ../../../../../../store /root/above; ln -s /proc/1/root /root/first; ln -s /proc/self/cwd /root/working
                ln -s /proc/self/ns/mnt /root/namespace; ln -s /root/loop /root/loop""").output();

        for (String source : List.of("/root/absolute", "/root/above", "/../../store", "/root/first/store", "/root/working", "/root/namespace", "/root/loop", "/proc/self/root/store")) {
            ContainerSpec spec = Wanted.with(host.container("alice", ID, TestHost.shell("ls /srv")), wanted -> wanted.mounts = List.of(new ContainerMount.Bind(source, "/srv", false, "")));
            assertThatThrownBy(() -> host.runtime().startContainer(spec)).as(source).isInstanceOf(LaunchFailedException.class);
        }
    }

    @Test
    void doesNotLeadAMountsTargetOutOfAContainer() throws IOException {
        Path upper = host.disk("alice").resolve("containers").resolve(ID).resolve("upper");
        TestHost.own(host.disk("alice").resolve("volumes/data/_data"));
        ContainerSpec spec = Wanted.with(host.container("alice", ID, TestHost.shell("ls -d /disk/containers/srv; touch /srv/made")), wanted -> wanted.mounts = List.of(
                new ContainerMount.Volume("data", "/out/containers/srv", false), new ContainerMount.Volume("data", "/srv", false)));
        Files.createSymbolicLink(upper.resolve("out"), Path.of("../../../../disk"));

        Outcome outcome = Outcome.of(host.runtime().startContainer(spec));

        assertThat(outcome.output()).isEqualTo("/disk/containers/srv");
        assertThat(Files.exists(host.disk("alice").resolve("containers/srv"))).isFalse();
    }

    @Test
    void doesNotMakeAReadOnlyVolumeWritable() throws IOException {
        TestHost.own(host.disk("alice").resolve("volumes/data/_data"));
        ContainerSpec spec = Wanted.with(host.container("alice", ID, TestHost.shell("mount -o remount,bind,rw /data; umount /data; touch /data/x; ls /data")),
                wanted -> wanted.mounts = List.of(new ContainerMount.Volume("data", "/data", true)));

        Outcome outcome = Outcome.of(host.runtime().startContainer(spec));

        assertThat(outcome.error()).contains("Operation not permitted").contains("Read-only file system");
        assertThat(outcome.output()).isEmpty();
    }

    /** The engine writes in that tree with the host's rights: a mount that the container made there must not lead it to the kernel. */
    @Test
    void doesNotPutAKernelFileSystemInTheWayOfACopy() throws IOException {
        ContainerSpec spec = Wanted.with(host.container("alice", ID, TestHost.shell("mount --bind /proc/sys /etc; mount -t proc proc /root; echo ready; exec sleep 1000")),
                wanted -> wanted.privileged = true);
        Outcome.of(host.runtime().startContainer(spec)).await(text -> text.contains("ready"));

        try (FolderDescriptor root = host.runtime().openRoot(spec); RootedFolder folder = RootedFolder.open(root)) {
            assertThat(folder.hasFolder("etc/kernel")).isFalse();
            assertThat(folder.hasFolder("root/sys")).isFalse();
        }
    }

    @Test
    void doesNotPutAKernelFileSystemInThePlaceOfItsRoot() {
        ContainerSpec spec = Wanted.with(host.container("alice", ID, TestHost.shell("mount -t proc proc /; echo ready; exec sleep 1000")),
                wanted -> {
                    wanted.privileged = true;
                    wanted.files = List.of(); // there would be no place for them in proc
                });
        Outcome.of(host.runtime().startContainer(spec)).await(text -> text.contains("ready"));

        assertThatThrownBy(() -> host.runtime().openRoot(spec)).isInstanceOf(LaunchFailedException.class).hasMessage("hand out /container: operation not permitted");
    }

    private Outcome inContainer(String script) {
        return Outcome.of(host.runtime().startContainer(host.container("alice", ID, TestHost.shell(script))));
    }

    private static List<String> content(Path folder) throws IOException {
        List<String> content = new ArrayList<>();
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted().toList()) {
                boolean file = Files.isRegularFile(path, java.nio.file.LinkOption.NOFOLLOW_LINKS);
                content.add(path + " " + Files.getAttribute(path, "unix:mode", java.nio.file.LinkOption.NOFOLLOW_LINKS) + " "
                        + (file ? java.util.Arrays.hashCode(Files.readAllBytes(path)) : 0));
            }
        }
        return content;
    }
}
