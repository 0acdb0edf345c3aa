package dev.berth.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.runtime.controlgroup.ControlGroups;
import dev.berth.runtime.host.LaunchedMachineRuntime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A launcher of its own on the real kernel, a layer with busybox in it, and a runtime connected to it. Closing it checks that nothing is left. */
final class TestHost implements AutoCloseable {
    static final int BASE_ID = 200000;
    static final int ID_COUNT = 65536;
    static final String LAYER = "busybox";
    static final List<String> ENVIRONMENT = List.of("PATH=/usr/sbin:/usr/bin:/sbin:/bin", "TERM=xterm");
    static final Set<String> DOCKER_CAPABILITIES = Set.of(
            "chown", "dac_override", "fsetid", "fowner", "mknod", "net_raw", "setgid", "setuid", "setfcap", "setpcap", "net_bind_service", "sys_chroot",
            "kill", "audit_write");

    private static final List<String> APPLETS = List.of(
            "sh", "ash", "ls", "cat", "echo", "true", "false", "sleep", "ps", "mount", "umount", "id", "tty", "stty", "touch", "mkdir", "rmdir", "rm", "stat",
            "readlink", "hostname", "ip", "kill", "unshare", "dd", "env", "head", "mknod", "chown", "chmod", "grep", "wc", "test", "trap", "find", "nsenter", "seq", "ln", "mv", "df", "mkfifo");

    private final Path folder;
    private final Leaks before;
    private final ControlGroups groups;
    private Process launcher;
    private LaunchedMachineRuntime runtime;
    private OptionalLong machinesMemory = OptionalLong.empty();

    TestHost() {
        try {
            folder = Files.createTempDirectory("berth-test");
            Files.createDirectories(folder.resolve("sockets"));
            layOutBusybox(folder.resolve("layers").resolve(LAYER));
            String tag = ControlGroups.tagOf(folder);
            groups = ControlGroups.detect(tag);
            before = Leaks.count(folder, tag);
            startLauncher();
            runtime = connectOrEnd();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** With a machine that runs. */
    static TestHost withMachine(String name) {
        TestHost host = new TestHost();
        try {
            host.runtime().startMachine(host.machine(name));
            return host;
        } catch (RuntimeException failure) {
            host.close();
            throw failure;
        }
    }

    private void startLauncher() throws IOException {
        Path program = Path.of(System.getProperty("launcher", "../launcher/target/launcher")).toAbsolutePath();
        // As from a parent that left a file open: no student's program may have it.
        launcher = new ProcessBuilder("sh", "-c", "exec 9</etc/passwd; exec \"$@\"", "sh", program.toString(), "--socket", socket().toString())
                .redirectOutput(folder.resolve("launcher.log").toFile())
                .redirectErrorStream(true).start();
        Waiting.until("the launcher listens", () -> Files.exists(socket()));
    }

    private LaunchedMachineRuntime connectOrEnd() {
        try {
            return connect();
        } catch (RuntimeException failure) {
            launcher.destroy();
            throw failure;
        }
    }

    LaunchedMachineRuntime connect() {
        return LaunchedMachineRuntime.connect(socket(), layers(), groups, machinesMemory);
    }

    /** As after a kill -9 of the engine: descriptors closed, nothing said. */
    LaunchedMachineRuntime reconnect() {
        runtime.close();
        runtime = connect();
        return runtime;
    }

    /** From now on all machines together may have so much. */
    LaunchedMachineRuntime reconnect(long memory) {
        machinesMemory = OptionalLong.of(memory);
        return reconnect();
    }

    ControlGroups groups() {
        return groups;
    }

    LaunchedMachineRuntime runtime() {
        return runtime;
    }

    Process launcher() {
        return launcher;
    }

    Path socket() {
        return folder.resolve("launcher.sock");
    }

    Path layers() {
        return folder.resolve("layers");
    }

    Path disk(String machine) {
        return folder.resolve("machines").resolve(machine).resolve("disk");
    }

    MachineSpec machine(String name) {
        return machine(name, ResourceLimits.NONE);
    }

    MachineSpec machine(String name, ResourceLimits limits) {
        Stream.of("root/upper", "root/work", "containers", "volumes").forEach(path -> own(disk(name).resolve(path)));
        return new MachineSpec(
                name, "vm1", BASE_ID, ID_COUNT, List.of(LAYER), disk(name), folder.resolve("sockets"), List.of("10.0.0.53"), Optional.empty(), limits);
    }

    ContainerSpec container(String machine, String id, ProcessSpec process) {
        return container(machine, id, process, ResourceLimits.NONE);
    }

    ContainerSpec container(String machine, String id, ProcessSpec process, ResourceLimits limits) {
        Stream.of("upper", "work").forEach(path -> own(disk(machine).resolve("containers").resolve(id).resolve(path)));
        return new ContainerSpec(
                machine, id, "c1", "", List.of(LAYER), NamespaceSharing.NONE, new ContainerSpec.Network.None(), DOCKER_CAPABILITIES, false, false, false, false, false, List.of(), OptionalLong.of(64 << 20),
                Map.of(), List.of(), 0, false, List.of(new ContainerSpec.ContainerFile("/etc/hostname", "c1\n")), process, limits);
    }

    static ContainerSpec connected(ContainerSpec spec, ContainerSpec.Network network) {
        return new ContainerSpec(
                spec.machine(), spec.id(), spec.hostname(), spec.domainname(), spec.layers(), spec.sharing(), network, spec.capabilities(), spec.privileged(),
                spec.readOnlyRoot(), spec.volatileRoot(), spec.noNewPrivileges(), spec.unconfined(), spec.mounts(), spec.sharedMemoryBytes(), spec.settings(), spec.processLimits(), spec.outOfMemoryScore(), spec.init(),
                spec.files(), spec.process(), spec.limits());
    }

    /** With a root that nobody can write. */
    static ContainerSpec sealed(ContainerSpec spec) {
        return new ContainerSpec(
                spec.machine(), spec.id(), spec.hostname(), spec.domainname(), spec.layers(), spec.sharing(), spec.network(), spec.capabilities(), spec.privileged(), true,
                spec.volatileRoot(), spec.noNewPrivileges(), spec.unconfined(), spec.mounts(), spec.sharedMemoryBytes(), spec.settings(), spec.processLimits(), spec.outOfMemoryScore(), spec.init(), spec.files(),
                spec.process(), spec.limits());
    }

    /** A container that does nothing until it is killed. */
    SandboxProcess startSleeper(String machine, String id) {
        return runtime.startContainer(container(machine, id, program("sleep", "1000")));
    }

    /** As the run script ends it. */
    void endLauncher() {
        launcher.destroy();
        try {
            assertThat(launcher.waitFor(15, TimeUnit.SECONDS)).as("the launcher ends after SIGTERM").isTrue();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    /** As a crash ends it. */
    void killLauncher() {
        launcher.destroyForcibly().onExit().join();
    }

    void restartLauncher() throws IOException {
        Files.delete(socket());
        startLauncher();
        reconnect();
    }

    static ProcessSpec program(String... arguments) {
        return new ProcessSpec(List.of(arguments), ENVIRONMENT, "/", "", List.of(), false, 0, 0, false);
    }

    static ProcessSpec shell(String script) {
        return program("sh", "-c", script);
    }

    static ProcessSpec interactive(int rows, int columns, String... arguments) {
        return new ProcessSpec(List.of(arguments), ENVIRONMENT, "/", "", List.of(), true, rows, columns, true);
    }

    /** Runs a script in the machine, and gives what it printed and how it ended. */
    Outcome inMachine(String machine, String script) {
        return exec(machine, Optional.empty(), shell(script));
    }

    Outcome inContainer(String machine, String id, String script) {
        return exec(machine, Optional.of(id), shell(script));
    }

    private Outcome exec(String machine, Optional<String> container, ProcessSpec process) {
        SandboxProcess started = runtime.exec(new ExecSpec(machine, container, "exec/" + machine + "/" + System.nanoTime(), false, process));
        return Outcome.of(started);
    }

    /** Compiles a program of the tests into the layer's {@code /bin}, before a machine is started. */
    void layOutProgram(String name) throws IOException, InterruptedException {
        Process compiler = new ProcessBuilder("musl-gcc", "-static", "-Wall", "-Werror", "-o", layers().resolve(LAYER).resolve("bin").resolve(name).toString(),
                "src/test/c/" + name + ".c").inheritIO().start();
        assertThat(compiler.waitFor()).as("musl-gcc compiles " + name).isZero();
    }

    /** A folder of the machine's disk, as its root would have made it. */
    static void own(Path path) {
        try {
            Files.createDirectories(path);
            for (Path each = path; !each.getFileName().toString().equals("machines"); each = each.getParent()) {
                Files.setAttribute(each, "unix:uid", BASE_ID);
                Files.setAttribute(each, "unix:gid", BASE_ID);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void layOutBusybox(Path layer) throws IOException {
        for (String path : List.of("bin", "etc", "proc", "sys", "dev", "tmp", "root", "run")) {
            Files.createDirectories(layer.resolve(path));
        }
        Files.copy(Path.of("/bin/busybox"), layer.resolve("bin/busybox"));
        for (String applet : APPLETS) {
            Files.createSymbolicLink(layer.resolve("bin").resolve(applet), Path.of("busybox"));
        }
        Files.writeString(layer.resolve("etc/passwd"), "root:x:0:0:root:/root:/bin/sh\nann:x:1000:1000::/home/ann:/bin/sh\n");
        Files.writeString(layer.resolve("etc/group"), "root:x:0:\nann:x:1000:\nstaff:x:50:ann\n");
        Files.writeString(layer.resolve("etc/notaprogram"), "just text\n");
        Files.createSymbolicLink(layer.resolve("var"), Path.of("/run"));
    }

    @Override
    public void close() {
        if (launcher.isAlive()) {
            runtime.runningMachines().forEach(runtime::stopMachine);
        }
        runtime.close();
        endLauncher();
        groups.machines().forEach(groups::removeMachine);
        groups.removeEmpty();
        deleteFolder();
        before.assertNoneSince();
    }

    private void deleteFolder() {
        try (Stream<Path> paths = Files.walk(folder)) {
            List<Path> deepestFirst = new ArrayList<>(paths.sorted(Comparator.reverseOrder()).toList());
            for (Path path : deepestFirst) {
                Files.delete(path);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
