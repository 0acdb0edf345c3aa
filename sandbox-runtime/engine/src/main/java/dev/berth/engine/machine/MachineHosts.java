package dev.berth.engine.machine;

import dev.berth.runtime.kernel.FolderDescriptor;
import dev.berth.runtime.kernel.OpenFolder;
import dev.berth.runtime.kernel.ReadFile;
import dev.berth.runtime.network.Subnet;
import java.io.IOException;
import java.net.Inet4Address;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** {@code /etc/hosts} of a machine, which its student writes as well. */
final class MachineHosts {
    static final String ETC = "etc";
    static final String HOSTS = "hosts";
    private static final int MOST_BYTES = 64 * 1024;

    private MachineHosts() {}

    /** By whoever acts as the machine's root. @throws IOException also when it is too long */
    static String read(FolderDescriptor root) throws IOException {
        try (OpenFolder top = OpenFolder.open(root); OpenFolder etc = top.within(ETC); ReadFile hosts = etc.read(HOSTS)) {
            if (hosts.facts().size() > MOST_BYTES) {
                throw new IOException("/etc/hosts has more than " + MOST_BYTES + " bytes");
            }
            byte[] content = new byte[MOST_BYTES];
            int length = hosts.read(0, content, content.length);
            return new String(content, 0, length, StandardCharsets.ISO_8859_1);
        }
    }

    /** @return of the first line that has the name */
    static Optional<Inet4Address> address(String hosts, String name) {
        return hosts.lines().map(line -> Arrays.asList(line.replaceFirst("#.*", "").strip().split("\\s+")))
                .filter(words -> words.stream().skip(1).anyMatch(name::equalsIgnoreCase))
                .flatMap(words -> address(words).stream()).findFirst();
    }

    private static Optional<Inet4Address> address(List<String> words) {
        try {
            return Optional.of(Subnet.parse(words.get(0) + "/" + Integer.SIZE).first());
        } catch (IllegalArgumentException notOfThisKind) {
            return Optional.empty();
        }
    }
}
