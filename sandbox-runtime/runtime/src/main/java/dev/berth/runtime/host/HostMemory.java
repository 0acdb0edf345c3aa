package dev.berth.runtime.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** The host's memory in bytes, as the kernel tells it in {@code /proc/meminfo}, and how programs wait for it. */
public final class HostMemory {
    private static final Path FILE = Path.of("/proc/meminfo");
    private static final Path PRESSURE = Path.of("/proc/pressure/memory");
    private static final String TOTAL = "total=";
    private static final int KIBIBYTE = 1024;

    private HostMemory() {}

    /** What the kernel has at all; less than the computer has. */
    public static long total() {
        return bytes("MemTotal:");
    }

    /** What programs can have without others having to give up theirs. */
    public static long available() {
        return bytes("MemAvailable:");
    }

    /** How many nanoseconds some program has waited for memory since the host was started: 0 on a kernel that does not count it. */
    public static long stalledNanoseconds() {
        try {
            return Files.readAllLines(PRESSURE).stream()
                    .filter(line -> line.startsWith("some "))
                    .mapToLong(line -> TimeUnit.MICROSECONDS.toNanos(Long.parseLong(line.substring(line.indexOf(TOTAL) + TOTAL.length()))))
                    .findFirst().orElse(0);
        } catch (IOException notCounted) {
            return 0;
        }
    }

    private static long bytes(String name) {
        try {
            return Files.readAllLines(FILE).stream()
                    .filter(line -> line.startsWith(name))
                    .mapToLong(line -> Long.parseLong(line.substring(name.length()).replace("kB", "").strip()) * KIBIBYTE)
                    .findFirst().orElseThrow(() -> new IllegalStateException(FILE + " has no \"" + name + "\""));
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot read " + FILE, failure);
        }
    }
}
