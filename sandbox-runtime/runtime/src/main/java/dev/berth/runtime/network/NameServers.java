package dev.berth.runtime.network;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the name servers that a machine can use. A host's own may be a stub on its loopback (systemd-resolved), out of a machine's reach; then those
 * that the stub asks are taken; and if none is known, public ones, as Docker does.
 */
public final class NameServers {
    private static final Path RESOLV_CONF = Path.of("/etc/resolv.conf");
    private static final Path BEHIND_THE_STUB = Path.of("/run/systemd/resolve/resolv.conf");
    private static final List<Inet4Address> PUBLIC = List.of(Subnet.parse("8.8.8.8/32").first(), Subnet.parse("8.8.4.4/32").first());

    /** An IPv6 server does not match: machines have IPv4 only. */
    private static final Pattern LINE = Pattern.compile("nameserver\\s+(\\d+(?:\\.\\d+){3})(?:\\s.*)?");

    private NameServers() {}

    /** Never empty, in the order in which they are to be asked. */
    public static List<Inet4Address> forMachines() {
        return choose(lines(RESOLV_CONF), lines(BEHIND_THE_STUB));
    }

    /** @param own lines of the host's resolv.conf; @param upstream lines of the file that names the servers behind a stub */
    static List<Inet4Address> choose(List<String> own, List<String> upstream) {
        List<Inet4Address> reachable = reachable(own);
        if (reachable.isEmpty()) {
            reachable = reachable(upstream);
        }
        return reachable.isEmpty() ? PUBLIC : reachable;
    }

    private static List<Inet4Address> reachable(List<String> lines) {
        return lines.stream()
                .map(String::trim)
                .map(LINE::matcher)
                .filter(Matcher::matches)
                .flatMap(line -> address(line.group(1)).stream())
                .filter(address -> !address.isLoopbackAddress() && !address.isAnyLocalAddress())
                .distinct()
                .toList();
    }

    private static Optional<Inet4Address> address(String text) {
        try {
            return Optional.of(Subnet.parse(text + "/" + Integer.SIZE).first());
        } catch (IllegalArgumentException notAnAddress) {
            return Optional.empty();
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (NoSuchFileException none) {
            return List.of();
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot read \"" + file + "\": " + failure.getMessage(), failure);
        }
    }
}
