package dev.berth.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.runtime.kernel.FolderDescriptor;
import dev.berth.runtime.kernel.RootedFolder;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Root file systems as the engine gets them to copy files in and out. */
class RootKernelTest {
    private static final String ID = "deadbeef";

    @AutoClose
    private final TestHost host = TestHost.withMachine("alice");

    private ContainerSpec sleeperWith(ContainerMount... mounts) {
        return Wanted.with(host.container("alice", ID, TestHost.program("sleep", "1000")), wanted -> wanted.mounts = List.of(mounts));
    }

    @Test
    void showsWhatARunningContainerWrote() throws IOException {
        ContainerSpec spec = sleeperWith();
        host.runtime().startContainer(spec);
        host.inContainer("alice", ID, "mkdir /root/written").output();

        try (FolderDescriptor root = host.runtime().openRoot(spec); RootedFolder folder = RootedFolder.open(root)) {
            assertThat(folder.hasFolder("root/written")).isTrue();
            host.inContainer("alice", ID, "mkdir /root/later").output();
            assertThat(folder.hasFolder("root/later")).isTrue();
        }
    }

    @Test
    void showsWhatAnEndedContainerWrote() throws IOException {
        ContainerSpec spec = host.container("alice", ID, TestHost.shell("mkdir /root/written"));
        SandboxProcess process = host.runtime().startContainer(spec);
        Outcome.of(process).code();

        try (FolderDescriptor root = host.runtime().openRoot(spec); RootedFolder folder = RootedFolder.open(root)) {
            assertThat(folder.hasFolder("root/written")).isTrue();
            assertThat(folder.hasFolder("bin")).as("a folder of its layer").isTrue();
        }
    }

    @Test
    void hasVolumesAndBindsInItWhetherTheContainerRunsOrNot() throws IOException {
        TestHost.own(host.disk("alice").resolve("volumes/data/_data/inside"));
        host.inMachine("alice", "mkdir -p /root/shared/deep").output();
        ContainerSpec spec = sleeperWith(
                new ContainerMount.Volume("data", "/srv/data", false), new ContainerMount.Bind("/root/shared", "/srv/shared", false, ""));

        assertHasMounts(spec);
        host.runtime().startContainer(spec);
        assertHasMounts(spec);
    }

    private void assertHasMounts(ContainerSpec spec) throws IOException {
        try (FolderDescriptor root = host.runtime().openRoot(spec); RootedFolder folder = RootedFolder.open(root)) {
            assertThat(folder.hasFolder("srv/data/inside")).isTrue();
            assertThat(folder.hasFolder("srv/shared/deep")).isTrue();
        }
    }

    /** Written with the host's rights, /proc/sys/kernel/core_pattern would run a program on the host. */
    @Test
    void hasNoKernelFileSystemInItEvenWhereTheStudentMountedOne() throws IOException {
        host.inMachine("alice", "mkdir -p /root/kernel/proc && mount -t proc proc /root/kernel/proc").output();
        ContainerSpec spec = sleeperWith(new ContainerMount.Bind("/root/kernel", "/srv", false, ""), new ContainerMount.Bind("/sys", "/mnt/sys", false, ""));
        host.runtime().startContainer(spec);
        assertThat(host.inContainer("alice", ID, "ls -d /srv/proc/sys /mnt/sys/kernel").output()).as("the container has it").isEqualTo("/mnt/sys/kernel\n/srv/proc/sys");

        try (FolderDescriptor root = host.runtime().openRoot(spec); RootedFolder folder = RootedFolder.open(root)) {
            assertThat(folder.hasFolder("srv/proc")).isTrue();
            assertThat(folder.hasFolder("srv/proc/sys")).isFalse();
            assertThat(folder.hasFolder("mnt/sys")).isTrue();
            assertThat(folder.hasFolder("mnt/sys/kernel")).isFalse();
            assertThat(folder.hasFolder("proc/self")).isFalse();
        }
    }

    @Test
    void showsAMachinesRootWithItsOwnMounts() throws IOException {
        host.inMachine("alice", "mkdir -p /mnt/memory && mount -t tmpfs tmpfs /mnt/memory && mkdir /mnt/memory/inside /run/made").output();

        try (FolderDescriptor root = host.runtime().openMachineRoot("alice"); RootedFolder folder = RootedFolder.open(root)) {
            assertThat(folder.hasFolder("mnt/memory/inside")).isTrue();
            assertThat(folder.hasFolder("run/made")).isTrue();
            assertThat(folder.hasFolder("proc/sys")).isFalse();
        }
    }

    /** The list of mounts was read anew for each that had to go: of 3,200 it took 14 seconds, and more than 1024 could not be copied from at all. */
    @Test
    void isHandedOutWhateverTheMachineHasMounted() throws IOException {
        host.inMachine("alice", """
                mkdir -p /mnt/many; mount -t tmpfs tmpfs /mnt/many; mkdir /mnt/many/proc /mnt/many/hidden; mount -t proc proc /mnt/many/proc
                mount -t proc proc /mnt/many/hidden; mount -t tmpfs tmpfs /mnt/many/hidden
                for i in $(seq 10); do mkdir /mnt/many/$i; mount -o rbind /mnt/many /mnt/many/$i; done""").output();
        assertThat(host.inMachine("alice", "cat /proc/self/mountinfo | wc -l").output()).matches("4[0-9]{3}");

        try (FolderDescriptor root = host.runtime().openMachineRoot("alice"); RootedFolder folder = RootedFolder.open(root)) {
            assertThat(folder.hasFolder("mnt/many/10/9/proc")).isTrue();
            assertThat(folder.hasFolder("mnt/many/10/9/proc/self")).isFalse();
            assertThat(folder.hasFolder("mnt/many/10/9/hidden/self")).isFalse();
        }
    }

    @Test
    void isReadOnlyWhereTheContainerHasItReadOnly() throws IOException {
        TestHost.own(host.disk("alice").resolve("volumes/data/_data"));
        ContainerSpec spec = sleeperWith(new ContainerMount.Volume("data", "/data", true));

        try (FolderDescriptor root = host.runtime().openRoot(spec); RootedFolder folder = RootedFolder.open(root)) {
            assertThatThrownBy(() -> folder.makeFolder("data/new")).isInstanceOf(FileSystemException.class).hasMessageContaining("Read-only");
        }
    }

    @Test
    void saysWhichSourceIsMissing() {
        ContainerSpec spec = sleeperWith(new ContainerMount.Bind("/nosuch", "/srv", false, ""));

        assertThatThrownBy(() -> host.runtime().openRoot(spec)).isInstanceOf(LaunchFailedException.class)
                .hasMessage("open /nosuch of machine/alice: no such file or directory");
    }
}
