package dev.berth.runtime.network;

import dev.berth.runtime.kernel.NetworkNamespace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A network namespace of a child process that does nothing, and the real commands run in it. */
final class TestNamespace implements AutoCloseable {
    private static final long COMMAND_SECONDS = 20;

    private final Process holder;
    private final List<String> enter;
    private final NetworkNamespace namespace;

    /** @param kinds options of unshare(1) and nsenter(1) */
    private TestNamespace(Process holder, List<String> kinds) {
        this.holder = holder;
        this.enter = new ArrayList<>(List.of("nsenter", "--target", Long.toString(holder.pid())));
        this.enter.addAll(kinds);
        this.namespace = NetworkNamespace.ofProcess((int) holder.pid());
    }

    /** Owned by the host's user namespace. */
    static TestNamespace host() {
        return start(List.of("--net"), List.of());
    }

    /** Owned by a user namespace of its own, as those of machines are. */
    static TestNamespace machine() {
        return start(List.of("--user", "--net"), List.of("--map-root-user"));
    }

    NetworkNamespace namespace() {
        return namespace;
    }

    long pid() {
        return holder.pid();
    }

    /** Runs a command and returns what it printed, both ways. @throws AssertionError if it fails */
    String run(String command) {
        Result result = attempt(command);
        if (result.exitCode() != 0) {
            throw new AssertionError("\"" + command + "\" ended with " + result.exitCode() + ": " + result.output());
        }
        return result.output();
    }

    boolean succeeds(String command) {
        return attempt(command).exitCode() == 0;
    }

    /** Whether one of three pings, a fifth of a second apart, is answered within a second. */
    boolean reaches(String address) {
        return succeeds("ping -c 3 -i 0.2 -W 1 " + address);
    }

    /** Also of what has gone to the background there. */
    @Override
    public void close() {
        namespace.close();
        Optional<Path> own = network(holder.toHandle());
        ProcessHandle.allProcesses().filter(each -> own.isPresent() && network(each).equals(own)).forEach(ProcessHandle::destroyForcibly);
        holder.destroyForcibly();
        try {
            holder.waitFor();
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
        }
    }

    /** @return empty: it has ended */
    private static Optional<Path> network(ProcessHandle process) {
        try {
            return Optional.of(Files.readSymbolicLink(Path.of("/proc", Long.toString(process.pid()), "ns/net")));
        } catch (IOException ended) {
            return Optional.empty();
        }
    }

    private record Result(int exitCode, String output) {}

    private Result attempt(String command) {
        List<String> arguments = new ArrayList<>(enter);
        arguments.addAll(List.of("sh", "-c", command));
        try {
            Process process = new ProcessBuilder(arguments).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(COMMAND_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("\"" + command + "\" does not end");
            }
            return new Result(process.exitValue(), output);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interruption) {
            throw new AssertionError("interrupted while running \"" + command + "\"", interruption);
        }
    }

    private static TestNamespace start(List<String> kinds, List<String> mapping) {
        List<String> command = new ArrayList<>(List.of("unshare"));
        command.addAll(kinds);
        command.addAll(mapping);
        command.addAll(List.of("sh", "-c", "echo ready; exec sleep infinity"));
        try {
            Process holder = new ProcessBuilder(command).redirectErrorStream(true).start();
            String ready = holder.inputReader().readLine();
            if (!"ready".equals(ready)) {
                throw new AssertionError("no network namespace: " + ready);
            }
            return new TestNamespace(holder, kinds);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
