package dev.berth.engine;

import static dev.berth.engine.fake.EngineOnFake.config;
import static dev.berth.engine.fake.EngineOnFake.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.engine.container.Containers;
import dev.berth.engine.container.Containers.ExecConfig;
import dev.berth.engine.container.Containers.WaitCondition;
import dev.berth.engine.container.option.ContainerConfig;
import dev.berth.engine.fake.EngineOnFake;
import dev.berth.engine.fake.Recording;
import dev.berth.engine.image.ImageReference;
import dev.berth.engine.stream.LogsRequest;
import dev.berth.engine.tar.TarBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Disks that are full: their owner is told so, and nobody else. */
class DiskLimitKernelTest {
    private static final long SMALL = 64L << 20;
    private static final String FILL = "cat /dev/zero 2>&1 >/big; echo status $?";

    private static final String WRITE_A_MEBIBYTE = "busybox dd if=/dev/zero of=/file bs=1048576 count=1 2>&1";

    private EngineOnKernel host;

    @BeforeEach
    void startMachines() {
        host = new EngineOnKernel();
        startMachine("alice");
        startMachine("bob");
    }

    @AfterEach
    void close() {
        host.close();
    }

    private void startMachine(String name) {
        done(machines().create(Optional.of(name), EngineOnFake.machineWithDisk(SMALL)));
        done(machines().start(name));
    }

    private Containers machines() {
        return host.engine().admin().containers();
    }

    private String execute(String machine, String script) throws Exception {
        Recording client = new Recording();
        ExecConfig exec = new ExecConfig(List.of("sh", "-c", script), List.of(), "", "", false, false, true, true, false, "");
        done(machines().startExec(done(machines().createExec(machine, exec)), 0, 0, Optional.of(client)));
        return client.awaitEnd().output();
    }

    private static ContainerConfig shell(String script) {
        return config("busybox").command("sh", "-c", script).network("none").build();
    }

    private void run(String machine, String script) {
        Containers containers = host.machine(machine).containers();
        String id = done(containers.create(Optional.of("filler"), shell(script))).value();
        done(containers.start(id));
        done(done(containers.waitFor(id, WaitCondition.NOT_RUNNING)).code());
    }

    @Test
    void whoFillsTheirDiskIsToldSoAndOthersGoOn() throws Exception {
        assertThat(execute("alice", FILL)).contains("No space left on device", "status 1");

        assertThat(execute("bob", "echo fine >/file && cat /file")).isEqualTo("fine\n");
    }

    @Test
    void theMachineSeesItsLimitAsTheSizeOfItsDisk() throws Exception {
        String kibibytes = execute("alice", "busybox df -k / | busybox tail -n 1 | busybox awk '{ print $2 }'").strip();

        assertThat(Long.parseLong(kibibytes) * 1024).isBetween(SMALL * 3 / 4, SMALL);
    }

    /** Sysfs told the name of every student's machine to every other, by the file of its disk. */
    @Test
    void noMachineReadsTheNamesOfOthersInTheFilesOfTheirDisks() throws Exception {
        String script = "cat /sys/block/loop*/loop/backing_file /sys/devices/virtual/block/loop*/loop/backing_file /sys/class/block/loop*/loop/backing_file";
        String id = done(host.machine("bob").containers().create(Optional.of("reader"), shell(script))).value();
        done(host.machine("bob").containers().start(id));
        done(done(host.machine("bob").containers().waitFor(id, WaitCondition.NOT_RUNNING)).code());
        Recording logs = new Recording();
        done(host.machine("bob").containers().logs(id, new LogsRequest(true, true, false, Optional.empty(), Optional.empty(), OptionalLong.empty(), false, false), logs));

        for (String output : List.of(execute("bob", script), logs.awaitEnd().output())) {
            assertThat(output).contains(host.home().resolve("loop").toString()).doesNotContain("alice").doesNotContain(host.home().resolve("machines").toString());
        }
    }

    /** Images are not on the machine's disk: students once could fill the host's with them. */
    @Test
    void whoBringsTooManyImagesIsToldSoAndOthersGoOn() throws Exception {
        byte[] noise = new byte[(int) SMALL * 5 / 4];
        new Random(1).nextBytes(noise);
        byte[] tar = new TarBuilder().file("noise", noise, entry -> { }).bytes();

        assertThatThrownBy(() -> bring("alice", tar)).hasMessageStartingWith("no space left on device: the images of this machine may take 64 MiB");

        assertThat(host.machine("alice").images().lookUp("own")).isEmpty();
        bring("bob", new TarBuilder().file("little", "x").bytes());
        assertThat(execute("alice", "echo fine >/file && cat /file")).as("the disk is for files alone").isEqualTo("fine\n");
    }

    private void bring(String machine, byte[] tar) {
        host.machine(machine).images().importRootFileSystem(new ByteArrayInputStream(tar), Optional.of(ImageReference.parse("own")), "", List.of());
    }

    @Test
    void whatContainersWriteCountsAndTheirRemovalGivesItBack() throws Exception {
        run("alice", FILL);
        assertThat(execute("alice", WRITE_A_MEBIBYTE)).contains("No space left on device");

        done(host.machine("alice").containers().remove("filler", false, false));

        awaitEndOfOutput(WRITE_A_MEBIBYTE + " && echo room", "room\n");
    }

    /** A removed container's files are taken away bit by bit. */
    private void awaitEndOfOutput(String script, String expected) throws Exception {
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        String output = execute("alice", script);
        while (!output.endsWith(expected) && System.nanoTime() < limit) {
            output = execute("alice", script);
        }
        assertThat(output).endsWith(expected);
    }

    @Test
    void aMachineThatHasUsedUpAllItsFilesStartsAgainAndCanRemoveThem() throws Exception {
        execute("alice", "mkdir /many; cd /many; i=0; while echo >$i; do i=$((i+1)); done 2>/dev/null; true");
        assertThat(execute("alice", "touch /one-more 2>&1")).contains("No space left on device");
        done(machines().stop("alice", OptionalInt.empty()));

        done(machines().start("alice"));

        assertThat(execute("alice", "busybox rm -r /many && echo room >/file && cat /file")).isEqualTo("room\n");
    }

    @Test
    void aFullMachineStartsAgain() throws Exception {
        execute("alice", FILL);
        done(machines().stop("alice", OptionalInt.empty()));

        done(machines().start("alice"));

        assertThat(execute("alice", "busybox rm /big && echo room >/file && cat /file")).isEqualTo("room\n");
    }

    @Test
    void theHostGetsBackWhatAMachineDeletes() throws Exception {
        execute("alice", FILL);
        long full = allocatedBytes();

        execute("alice", "busybox rm /big; busybox sync");

        assertThat(full).isGreaterThan(SMALL / 2);
        assertThat(allocatedBytesWhenGivenBack(SMALL / 2)).isLessThan(SMALL / 2);
    }

    /** ext4 gives blocks back by a task of the kernel's own, some time after the sync that made them free. */
    private long allocatedBytesWhenGivenBack(long expected) throws IOException, InterruptedException {
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (allocatedBytes() >= expected && System.nanoTime() < limit) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
        return allocatedBytes();
    }

    private long allocatedBytes() throws IOException, InterruptedException {
        Path image = host.home().resolve("machines/alice/disk.img");
        Process stat = new ProcessBuilder("stat", "--format", "%b", image.toString()).start();
        long blocks = Long.parseLong(new String(stat.getInputStream().readAllBytes()).strip());
        stat.waitFor();
        return blocks * 512;
    }

    @Test
    void aStoppedMachineHoldsNoDeviceAndARemovedOneNoDisk() throws Exception {
        Path folder = host.home().resolve("machines/alice");
        assertThat(attached(folder)).isTrue();

        done(machines().stop("alice", OptionalInt.empty()));
        assertThat(attached(folder)).isFalse();

        done(machines().remove("alice", false, false));
        assertThat(folder).doesNotExist();
    }

    private static boolean attached(Path folder) throws IOException {
        return Files.readString(Path.of("/proc/self/mountinfo")).contains(" " + folder.resolve("disk") + " ");
    }

    @Test
    void anEngineThatDiedFindsTheDisksAsTheyWere() throws Exception {
        execute("alice", "echo kept >/file");

        host.crash();

        assertThat(execute("alice", "cat /file")).isEqualTo("kept\n");
        assertThat(execute("alice", FILL)).contains("No space left on device");
    }
}
