package dev.berth.engine.machine;

import dev.berth.engine.container.option.HostOptions.NameResolution;
import dev.berth.runtime.ContainerSpec.ContainerFile;
import dev.berth.runtime.network.Bridge;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The files that Docker lays into each container: who it is, and how it finds others. Line by line as Docker 20.10 writes them. */
final class ContainerFiles {
    private static final String HOSTS = """
            127.0.0.1\tlocalhost
            ::1\tlocalhost ip6-localhost ip6-loopback
            fe00::0\tip6-localnet
            ff00::0\tip6-mcastprefix
            ff02::1\tip6-allnodes
            ff02::2\tip6-allrouters
            """;
    private static final String GATEWAY = "host-gateway";

    /** For the search domains: none, not even the host's own. */
    private static final String NOWHERE = ".";

    private final List<String> nameservers;
    private final Supplier<List<String>> otherMachines;

    /** @param nameservers the machine's own; @param otherMachines those of its student, as {@code name:address} */
    ContainerFiles(List<String> nameservers, Supplier<List<String>> otherMachines) {
        this.nameservers = nameservers;
        this.otherMachines = otherMachines;
    }

    List<ContainerFile> of(String hostname, String domainname, List<String> addresses, NameResolution names) {
        return List.of(
                hostname(hostname),
                new ContainerFile("/etc/hosts", hosts(hostname, domainname, addresses, names.hosts())),
                new ContainerFile("/etc/resolv.conf", resolver(names)));
    }

    static ContainerFile hostname(String hostname) {
        return new ContainerFile("/etc/hostname", hostname + "\n");
    }

    private String hosts(String hostname, String domainname, List<String> addresses, List<String> more) {
        String qualified = domainname.isEmpty() ? hostname : hostname + "." + domainname + " " + hostname;
        List<String> machines = addresses.isEmpty() ? List.of() : otherMachines.get();
        String others = Stream.concat(more.stream(), machines.stream()).map(ContainerFiles::line).collect(Collectors.joining());
        return HOSTS + others + addresses.stream().map(own -> own + "\t" + qualified + "\n").collect(Collectors.joining());
    }

    /** @param entry {@code name:address} */
    static String line(String entry) {
        int end = entry.indexOf(':');
        String address = entry.substring(end + 1);
        return (address.equals(GATEWAY) ? Bridge.DEFAULT.gateway().getHostAddress() : address) + "\t" + entry.substring(0, end) + "\n";
    }

    private String resolver(NameResolution names) {
        List<String> lines = new ArrayList<>();
        List<String> search = names.search().stream().filter(domain -> !domain.equals(NOWHERE)).toList();
        if (!search.isEmpty()) {
            lines.add("search " + String.join(" ", search));
        }
        (names.servers().isEmpty() ? nameservers : names.servers()).forEach(server -> lines.add("nameserver " + server));
        if (!names.options().isEmpty()) {
            lines.add("options " + String.join(" ", names.options()));
        }
        return lines.stream().map(line -> line + "\n").collect(Collectors.joining());
    }
}
