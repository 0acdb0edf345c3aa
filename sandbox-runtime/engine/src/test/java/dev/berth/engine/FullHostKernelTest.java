package dev.berth.engine;

import static dev.berth.engine.fake.EngineOnFake.config;
import static dev.berth.engine.fake.EngineOnFake.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.engine.container.Containers;
import dev.berth.engine.container.Containers.ExecConfig;
import dev.berth.engine.container.option.ContainerConfig;
import dev.berth.engine.fake.EngineOnFake;
import dev.berth.engine.fake.Recording;
import dev.berth.engine.stream.Session;
import dev.berth.runtime.kernel.DiskImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The host has no space left below the machines' disks: nothing that was written is lost, and all goes on when there is space again. */
class FullHostKernelTest {
    private static final long HOST = 1L << 30;
    private static final long DISK = 64L << 20;
    private static final String WRITE = "busybox dd if=/dev/zero of=/big bs=1048576 count=32 conv=fsync 2>&1; echo status $?";
    private static final ContainerConfig WEB = config("busybox").network("none").build();

    @TempDir
    Path folder;

    private Path hostDisk;
    private EngineOnKernel host;

    @BeforeEach
    void startMachines() throws IOException {
        DiskImage image = new DiskImage(folder.resolve("host.img"), folder);
        image.format(HOST);
        hostDisk = Files.createDirectory(folder.resolve("host"));
        image.mount(hostDisk);
        host = new EngineOnKernel(hostDisk);
        for (String name : List.of("alice", "bob")) {
            done(machines().create(Optional.of(name), EngineOnFake.machineWithDisk(DISK)));
            done(machines().start(name));
        }
    }

    @AfterEach
    void close() throws IOException {
        Files.deleteIfExists(filler());
        host.close();
        DiskImage.unmount(hostDisk);
    }

    private Path filler() {
        return hostDisk.resolve("filler");
    }

    private Containers machines() {
        return host.engine().admin().containers();
    }

    /** To the last block: what the file system has set aside for a file comes back when that is written. */
    private void fillTheHost() throws IOException {
        for (int size = 1 << 20; size >= 1024; size /= 4) {
            fill(ByteBuffer.allocate(size));
        }
    }

    private void fill(ByteBuffer zeros) throws IOException {
        try (FileChannel file = FileChannel.open(filler(), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            assertThatThrownBy(() -> {
                while (true) {
                    file.write(zeros.rewind());
                }
            }).hasMessageContaining("No space left on device");
            file.force(true);
        }
    }

    private String execute(String machine, String script) throws Exception {
        return shell(machine).run(script);
    }

    /** Waits for its script: on a full host none can be started. */
    private record Shell(Session session, Recording client) {
        String run(String script) throws Exception {
            done(session.input(ByteBuffer.wrap(script.getBytes(StandardCharsets.UTF_8))));
            session.endInput();
            return client.awaitEnd().output();
        }
    }

    private Shell shell(String machine) {
        Recording client = new Recording();
        ExecConfig exec = new ExecConfig(List.of("sh"), List.of(), "", "", false, true, true, true, false, "");
        return new Shell(done(machines().startExec(done(machines().createExec(machine, exec)), 0, 0, Optional.of(client))).orElseThrow(), client);
    }

    @Test
    void whoWritesMoreIsToldAndWhatOthersHadWrittenIsThere() throws Exception {
        execute("bob", "echo kept >/file; busybox sync");
        Shell alice = shell("alice");
        Shell bob = shell("bob");
        fillTheHost();

        assertThat(alice.run(WRITE)).containsAnyOf("No space left on device", "I/O error", "Input/output error", "Read-only file system").contains("status 1");

        assertThat(bob.run("cat /file")).isEqualTo("kept\n");
    }

    @Test
    void allGoOnWhenThereIsSpaceAgain() throws Exception {
        execute("alice", "echo mine >/file; busybox sync");
        Shell alice = shell("alice");
        fillTheHost();
        alice.run(WRITE);

        Files.delete(filler());
        done(machines().stop("alice", OptionalInt.empty()));
        done(machines().start("alice"));

        assertThat(execute("alice", "cat /file; busybox rm -f /big; echo more >/file; cat /file")).isEqualTo("mine\nmore\n");
        assertThat(execute("bob", "echo fine >/file; cat /file")).isEqualTo("fine\n");
    }

    @Test
    void whatCannotBeRememberedIsRefusedAndCanBeDoneLater() throws Exception {
        Containers containers = host.machine("alice").containers();
        fillTheHost();

        assertThatThrownBy(() -> done(containers.create(Optional.of("web"), WEB))).rootCause().hasMessageEndingWith("No space left on device");

        Files.delete(filler());
        done(containers.create(Optional.of("web"), WEB));
    }
}
