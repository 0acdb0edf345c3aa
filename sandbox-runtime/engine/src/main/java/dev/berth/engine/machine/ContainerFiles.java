package dev.berth.engine.machine;

import dev.berth.engine.container.ContainerLinks.Linked;
import dev.berth.engine.container.option.HostOptions.NameResolution;
import dev.berth.runtime.ContainerSpec.ContainerFile;
import dev.berth.runtime.network.Bridge;
import dev.berth.runtime.network.NameSockets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The files that Docker lays into each container: who it is, and how it finds others. Line by line as Docker 20.10 writes them. */
final class ContainerFiles {
    static final String HOSTS_FILE = "/etc/hosts";
    static final String RESOLVER_FILE = "/etc/resolv.conf";

    private static final String HOSTS = """
            127.0.0.1\tlocalhost
            ::1\tlocalhost ip6-localhost ip6-loopback
            fe00::0\tip6-localnet
            ff00::0\tip6-mcastprefix
            ff02::1\tip6-allnodes
            ff02::2\tip6-allrouters
            """;
    private static final String DOTS = "ndots";
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

    /** @param served whether it asks the name server that we run for it */
    List<ContainerFile> of(String hostname, String domainname, List<String> addresses, NameResolution names, boolean served, List<Linked> linked) {
        return List.of(
                hostname(hostname),
                new ContainerFile(HOSTS_FILE, hosts(hostname, domainname, addresses, names.hosts(), linked)),
                new ContainerFile(RESOLVER_FILE, resolver(names, served)));
    }

    static ContainerFile hostname(String hostname) {
        return new ContainerFile("/etc/hostname", hostname + "\n");
    }

    private String hosts(String hostname, String domainname, List<String> addresses, List<String> more, List<Linked> linked) {
        List<String> machines = addresses.isEmpty() ? List.of() : otherMachines.get();
        String others = Stream.of(more.stream().map(ContainerFiles::line), machines.stream().map(ContainerFiles::line), linked.stream().map(ContainerFiles::line))
                .flatMap(lines -> lines)
                .collect(Collectors.joining());
        return HOSTS + others + addresses.stream().map(own -> ownHost(own, hostname, domainname)).collect(Collectors.joining());
    }

    /** The line of {@code /etc/hosts} for one of its own addresses. */
    static String ownHost(String address, String hostname, String domainname) {
        return address + "\t" + (domainname.isEmpty() ? hostname : hostname + "." + domainname + " " + hostname) + "\n";
    }

    /** A file of these lines without one of them. */
    static String without(String file, String line) {
        int at = ("\n" + file).indexOf("\n" + line);
        return at < 0 ? file : file.substring(0, at) + file.substring(at + line.length());
    }

    private static String line(Linked linked) {
        return linked.address() + "\t" + linked.names() + "\n";
    }

    /** A file of these lines with the address that a linked container has now. */
    static String withAddress(String file, Linked linked) {
        return file.lines().map(line -> line.endsWith("\t" + linked.names()) ? line(linked) : line + "\n").collect(Collectors.joining());
    }

    /** @param entry {@code name:address} */
    static String line(String entry) {
        int end = entry.indexOf(':');
        String address = entry.substring(end + 1);
        return (address.equals(GATEWAY) ? Bridge.DEFAULT.gateway().getHostAddress() : address) + "\t" + entry.substring(0, end) + "\n";
    }

    String resolver(NameResolution names, boolean served) {
        List<String> lines = new ArrayList<>();
        List<String> search = names.search().stream().filter(domain -> !domain.equals(NOWHERE)).toList();
        if (!search.isEmpty()) {
            lines.add("search " + String.join(" ", search));
        }
        List<String> servers = names.servers().isEmpty() ? nameservers : names.servers();
        (served ? List.of(NameSockets.ADDRESS.getHostAddress()) : servers).forEach(server -> lines.add("nameserver " + server));
        List<String> options = new ArrayList<>(names.options());
        if (served && options.stream().noneMatch(option -> option.contains(DOTS))) {
            options.add(DOTS + ":0"); // names of containers have none
        }
        if (!options.isEmpty()) {
            lines.add("options " + String.join(" ", options));
        }
        return lines.stream().map(line -> line + "\n").collect(Collectors.joining());
    }
}
