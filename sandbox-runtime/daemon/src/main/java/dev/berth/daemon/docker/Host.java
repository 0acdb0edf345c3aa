package dev.berth.daemon.docker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * The computer that all machines share, as {@code docker info} tells it.
 *
 * @param architecture as uname(1) says it
 * @param controlGroupVersion {@code 1} or {@code 2}
 */
public record Host(String name, String kernel, String operatingSystem, String operatingSystemVersion, String architecture, long memoryBytes, String controlGroupVersion) {
    /** How layers are joined, in the word that Docker has for it. */
    public static final String STORAGE = "overlay2";

    /** What runs containers when nothing else was asked for. */
    public static final String RUNTIME = "berth";

    private static final int PROCESSOR_STATES = 8;
    private static final long TICK_NANOSECONDS = 10_000_000;

    public static Host read() {
        try {
            String release = Files.readString(Path.of("/proc/sys/kernel/osrelease")).strip();
            String architecture = System.getProperty("os.arch").equals("amd64") ? "x86_64" : System.getProperty("os.arch");
            boolean second = Files.exists(Path.of("/sys/fs/cgroup/cgroup.controllers"));
            String name = Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
            return new Host(name, release, ofSystem("PRETTY_NAME="), ofSystem("VERSION_ID="), architecture, memory(), second ? "2" : "1");
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read what this host is", unreadable);
        }
    }

    /** The architecture in Go's words, {@code amd64}. */
    public String goArchitecture() {
        return switch (architecture) {
            case "x86_64" -> "amd64";
            case "aarch64" -> "arm64";
            default -> architecture;
        };
    }

    /** Time that all its processors together have spent, busy or idle, since it was started; a guest's time is part of its host's. See proc_stat(5). */
    public static long processorNanoseconds() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/stat"))) {
            String[] ticks = lines.findFirst().orElse("").split("\\s+");
            return Arrays.stream(ticks).skip(1).limit(PROCESSOR_STATES).mapToLong(Long::parseLong).sum() * TICK_NANOSECONDS;
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read what the processors did", unreadable);
        }
    }

    /** Whether what crosses a bridge passes through the firewall. @param tables {@code iptables} or {@code ip6tables} */
    public static boolean filtersBridges(String tables) {
        Path setting = Path.of("/proc/sys/net/bridge/bridge-nf-call-" + tables);
        try {
            return Files.exists(setting) && Files.readString(setting).strip().equals("1");
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read what bridges do", unreadable);
        }
    }

    private static String ofSystem(String start) throws IOException {
        return field(Path.of("/etc/os-release"), start).replace("\"", "");
    }

    private static long memory() throws IOException {
        String kibibytes = field(Path.of("/proc/meminfo"), "MemTotal:").replace("kB", "").strip();
        return kibibytes.isEmpty() ? 0 : Long.parseLong(kibibytes) * 1024;
    }

    /** What follows {@code start} in the first line that has it; empty when none has. */
    private static String field(Path file, String start) throws IOException {
        if (!Files.exists(file)) {
            return "";
        }
        return Files.readAllLines(file).stream().filter(line -> line.startsWith(start)).map(line -> line.substring(start.length())).findFirst().orElse("");
    }
}
