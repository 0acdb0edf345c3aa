package dev.berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.runtime.controlgroup.ControlGroups;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A Berth of its own: the built launcher and engine, with state and sockets in a new folder. Closing it leaves nothing. */
final class Berth implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 30;
    private static final Path BUILD = Path.of(System.getProperty("berth.build", "..")).toAbsolutePath().normalize();

    private final Path folder;
    private final Map<String, String> settings;
    private Process launcher;
    private Process engine;
    /** Of tests that are broken off. */
    private final Thread ending = new Thread(this::endInTheEnd, "ending");

    /** Returns when the engine answers and has the small image. */
    Berth() throws IOException, InterruptedException {
        this(Map.of());
    }

    /** @param settings of its engine, as ./run has them in its environment */
    Berth(Map<String, String> settings) throws IOException, InterruptedException {
        this.settings = settings;
        Runtime.getRuntime().addShutdownHook(ending); // before anything is made: it refuses when the tests are ending
        folder = Files.createTempDirectory("berth");
        launcher = startLauncher();
        try {
            startEngine();
            SmallImage.into(admin());
        } catch (IOException | InterruptedException | RuntimeException | Error failure) {
            endAfter(failure);
            throw failure;
        }
    }

    private void endInTheEnd() {
        if (launcher == null) {
            return;
        }
        try {
            end();
            SmallImage.delete(folder);
        } catch (IOException | InterruptedException | RuntimeException | Error left) {
            System.err.println("an engine that tests were broken off with leaves something behind: " + left.getMessage());
        }
    }

    /** Nobody closes what was never made. */
    private void endAfter(Throwable failure) {
        try {
            end();
        } catch (IOException | InterruptedException | RuntimeException | Error left) {
            failure.addSuppressed(left);
        }
    }

    private Path run() {
        return folder.resolve("run");
    }

    /** Machines are containers here. */
    Docker admin() {
        return new Docker(run().resolve("engine.sock"));
    }

    Docker machine(String name) {
        return new Docker(run().resolve("machines").resolve(name).resolve("docker.sock"));
    }

    /** Makes a machine and runs it. */
    Docker startMachine(String name) {
        admin().succeed("run", "-d", "--runtime", "machine", "--hostname", "vm1", "--name", name, SmallImage.NAME);
        return machine(name);
    }

    /** Ends the engine as a crash would, and starts another. */
    void crashEngine() throws IOException, InterruptedException {
        killEngine();
        reviveEngine();
    }

    void killEngine() throws InterruptedException {
        engine.destroyForcibly().waitFor();
    }

    /** After {@link #killEngine}. */
    void reviveEngine() throws IOException, InterruptedException {
        startEngine();
    }

    /** As if the host had lost its power: all processes are killed, nothing of them is in the kernel, and {@code run} is empty; then it is started anew. */
    void reboot() throws IOException, InterruptedException {
        killEngine();
        launcher.destroyForcibly().waitFor();
        SmallImage.delete(run()); // a launcher that is dead cannot be asked to end machines
        endAll();
        launcher = startLauncher();
        reviveEngine();
    }

    /** What machines, images and records are in. */
    Path home() {
        return folder.resolve("home");
    }

    private Process startLauncher() throws IOException, InterruptedException {
        Files.createDirectories(run());
        Path socket = run().resolve("launcher.sock");
        Process process = program("launcher", BUILD.resolve("launcher/target/launcher").toString(), "--socket", socket.toString());
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!Files.exists(socket)) {
            assertThat(process.isAlive() && System.nanoTime() < until).as("the launcher listens; it said: %s", said("launcher")).isTrue();
            process.waitFor(10, TimeUnit.MILLISECONDS);
        }
        return process;
    }

    private void startEngine() throws IOException, InterruptedException {
        engine = program("engine", java("serve"));
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!answers()) {
            assertThat(engine.isAlive() && System.nanoTime() < until).as("the engine answers; it said: %s", said("engine")).isTrue();
            engine.waitFor(20, TimeUnit.MILLISECONDS);
        }
    }

    private boolean answers() {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            return channel.connect(UnixDomainSocketAddress.of(run().resolve("engine.sock")));
        } catch (IOException notYet) {
            return false;
        }
    }

    private static String[] java(String command) {
        return new String[] {
            Path.of(System.getProperty("java.home"), "bin/java").toString(),
            "-Xmx64m", "-XX:MaxDirectMemorySize=32m", "-XX:+ExitOnOutOfMemoryError", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-jar", BUILD.resolve("daemon/target/daemon.jar").toString(), command
        };
    }

    private Process program(String name, String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(settings);
        builder.environment().putAll(Map.of("BERTH_HOME", home().toString(), "BERTH_RUN", run().toString(), "BERTH_LAB_GID", "0"));
        return builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log(name).toFile())).start();
    }

    private Path log(String name) {
        return folder.resolve(name + ".log");
    }

    private String said(String name) {
        try {
            return Files.exists(log(name)) ? Files.readString(log(name)) : "";
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String printed(String... command) throws IOException {
        return new String(new ProcessBuilder(command).start().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException, InterruptedException {
        Runtime.getRuntime().removeShutdownHook(ending);
        end();
        assertThat(leftAfterAWhile()).as("what is left in the kernel").isEmpty();
        SmallImage.delete(folder);
    }

    private void end() throws IOException, InterruptedException {
        if (engine != null) {
            engine.destroy();
            engine.waitFor();
        }
        try {
            endAll();
        } finally {
            launcher.destroy(); // whatever else went wrong: nobody would find it
            launcher.waitFor();
        }
    }

    private void endAll() throws IOException, InterruptedException {
        int code = program("ending", java("stop-all")).waitFor();
        assertThat(code).as("exit code of stop-all; it said: %s", said("ending")).isZero();
    }

    /** The kernel takes namespaces and their links down a moment after their last process. */
    private List<String> leftAfterAWhile() throws IOException, InterruptedException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!left().isEmpty() && System.nanoTime() < until) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        return left();
    }

    /** What of this copy is in the kernel: mounts, control groups and links, without what tells one run of a process from another. */
    List<String> inKernel() throws IOException {
        List<String> found = new ArrayList<>();
        Files.readAllLines(Path.of("/proc/self/mountinfo")).stream().filter(line -> line.contains(folder.toString())).map(line -> line.split(" ")[4]).sorted().forEach(found::add);
        String tag = ControlGroups.tagOf(run());
        printed("find", "/sys/fs/cgroup", "-type", "d", "-path", "*/" + tag + "*").lines().sorted().forEach(found::add);
        try (Stream<Path> links = Files.list(Path.of("/sys/class/net"))) {
            links.map(Path::toString).filter(link -> link.contains(tag)).sorted().forEach(found::add);
        }
        return found;
    }

    /** What of this copy is in the kernel: mounts, processes, control groups, firewall tables, links. */
    private List<String> left() throws IOException {
        List<String> left = new ArrayList<>();
        Files.readAllLines(Path.of("/proc/self/mountinfo")).stream().filter(line -> line.contains(folder.toString())).forEach(left::add);
        ProcessHandle.allProcesses()
                .flatMap(process -> process.info().commandLine().stream())
                .filter(line -> line.contains(folder.toString()))
                .forEach(left::add);
        String tag = ControlGroups.tagOf(run());
        printed("find", "/sys/fs/cgroup", "-maxdepth", "4", "-name", tag).lines().forEach(left::add); // groups that go meanwhile do not disturb it
        try (Stream<Path> links = Files.list(Path.of("/sys/class/net"))) {
            links.map(Path::toString).filter(link -> link.contains(tag)).forEach(left::add);
        }
        printed("nft", "list", "tables").lines().filter(line -> line.contains(tag)).forEach(left::add);
        return left;
    }
}
