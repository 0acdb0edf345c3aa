package dev.berth.engine;

import static dev.berth.engine.fake.EngineOnFake.done;

import dev.berth.engine.fake.EngineOnFake;
import dev.berth.engine.fake.Waiting;
import dev.berth.engine.host.HostEngine;
import dev.berth.engine.image.ImageReference;
import dev.berth.engine.image.store.ImageStore;
import dev.berth.engine.machine.MachineDisks;
import dev.berth.engine.machine.MachineView;
import dev.berth.engine.machine.PrivateNetworks;
import dev.berth.engine.tar.TarBuilder;
import dev.berth.runtime.controlgroup.ControlGroups;
import dev.berth.runtime.host.LaunchedMachineRuntime;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** An engine on a launcher of its own, with an image {@code busybox} of which machines and containers are made. Closing it removes all of it. */
final class EngineOnKernel implements AutoCloseable {
    private static final List<String> APPLETS = List.of(
            "sh", "echo", "cat", "hostname", "sleep", "stty", "touch", "true", "false", "test", "[", "ls", "ps", "id", "env");

    private final Path folder;
    private final Path home;
    private final ControlGroups groups;
    private final Process launcher;
    private LaunchedMachineRuntime runtime;
    private HostEngine engine;

    EngineOnKernel() {
        this(Path.of(System.getProperty("java.io.tmpdir")));
    }

    /** @param above folder on the file system that is to hold its state */
    EngineOnKernel(Path above) {
        try {
            folder = Files.createTempDirectory(above, "berth-test");
            home = Files.createDirectories(folder.resolve("home"));
            groups = ControlGroups.detect(ControlGroups.tagOf(folder));
            launcher = startLauncher();
            fill();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Nobody closes what was never made: its launcher ends here when the rest fails. */
    private void fill() throws IOException {
        try {
            open();
            for (String name : List.of("busybox", "berth/workstation")) {
                engine.admin().images().importRootFileSystem(
                        new ByteArrayInputStream(busybox()), Optional.of(ImageReference.parse(name)), "", List.of("CMD [\"sh\"]"));
            }
        } catch (IOException | RuntimeException | Error failure) {
            launcher.destroy();
            throw failure;
        }
    }

    private Process startLauncher() throws IOException {
        Path program = Path.of(System.getProperty("launcher", "../launcher/target/launcher")).toAbsolutePath();
        Process started = new ProcessBuilder(program.toString(), "--socket", socket().toString())
                .redirectOutput(folder.resolve("launcher.log").toFile())
                .redirectErrorStream(true)
                .start();
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!Files.exists(socket())) {
            if (System.nanoTime() > limit) {
                throw new AssertionError("the launcher does not listen");
            }
            Thread.onSpinWait();
        }
        return started;
    }

    private Path socket() {
        return folder.resolve("launcher.sock");
    }

    private void open() {
        ImageStore images = ImageStore.open(home);
        runtime = LaunchedMachineRuntime.connect(socket(), home.resolve("layers"), groups, OptionalLong.empty());
        engine = HostEngine.open(EngineSettings.of(home, folder.resolve("run"), List.of("10.0.0.53")), runtime, images, Optional.empty());
    }

    private static byte[] busybox() throws IOException {
        TarBuilder tar = new TarBuilder();
        for (String name : List.of("bin", "etc", "proc", "sys", "dev", "tmp", "root", "run")) {
            tar.folder(name + "/");
        }
        tar.file("bin/busybox", Files.readAllBytes(Path.of("/bin/busybox")), entry -> entry.setMode(0755));
        APPLETS.forEach(applet -> tar.symbolicLink("bin/" + applet, "busybox"));
        tar.file("etc/passwd", "root:x:0:0:root:/root:/bin/sh\n");
        tar.symbolicLink("var", "/run");
        return tar.bytes();
    }

    void startMachine(String name) {
        done(engine.admin().containers().create(Optional.of(name), EngineOnFake.machine()));
        done(engine.admin().containers().start(name));
    }

    MachineView machine(String name) {
        return engine.machines().stream().filter(view -> view.name().equals(name)).findFirst().orElseThrow();
    }

    static void await(String what, BooleanSupplier condition) {
        Waiting.until(what, condition);
    }

    /** Folder of the engine's state. */
    Path home() {
        return home;
    }

    /** Folder of the engine's sockets. */
    Path run() {
        return folder.resolve("run");
    }

    HostEngine engine() {
        return engine;
    }

    LaunchedMachineRuntime runtime() {
        return runtime;
    }

    /** As kill -9 of the engine, and a start. */
    void crash() {
        kill();
        comeBack();
    }

    void kill() {
        engine.close();
        runtime.close();
    }

    /** After {@link #kill}. */
    void comeBack() {
        open();
    }

    @Override
    public void close() {
        try {
            runtime.runningMachines().forEach(runtime::stopMachine);
            engine.close();
            runtime.close();
            MachineDisks.closeAll(home);
            PrivateNetworks.closeAll(run());
        } finally {
            endLauncher(); // whatever else went wrong: nobody would find it
        }
        groups.removeEmpty();
        deleteFolder();
    }

    private void endLauncher() {
        launcher.destroy();
        try {
            if (!launcher.waitFor(10, TimeUnit.SECONDS)) {
                launcher.destroyForcibly();
                throw new AssertionError("the launcher did not end");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void deleteFolder() {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
