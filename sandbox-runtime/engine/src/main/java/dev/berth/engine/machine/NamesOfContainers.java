package dev.berth.engine.machine;

import dev.berth.engine.container.ContainerRecord;
import dev.berth.engine.dns.MachineNames;
import dev.berth.engine.dns.MachineNames.Seat;
import dev.berth.engine.dns.NameServer;
import dev.berth.engine.network.Link;
import dev.berth.engine.network.Network;
import dev.berth.engine.network.NetworkSettings;
import dev.berth.engine.network.NetworkSettings.Endpoint;
import dev.berth.runtime.MachineRuntime;
import dev.berth.runtime.kernel.SystemCallException;
import dev.berth.runtime.network.NameSockets;
import dev.berth.runtime.network.Subnet;
import java.net.Inet4Address;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** By which names the containers of a machine find each other, and who answers them. Called on the machine's queue. */
final class NamesOfContainers {
    private static final Logger LOG = LoggerFactory.getLogger(NamesOfContainers.class);

    private final String machine;
    private final List<String> nameservers;
    private final NameServer server;
    private final MachineRuntime runtime;
    private final MachineNames names = new MachineNames();
    private final Set<String> served = new HashSet<>();

    /** @param nameservers the machine's own, for the names that no container has */
    NamesOfContainers(String machine, List<String> nameservers, NameServer server, MachineRuntime runtime) {
        this.machine = machine;
        this.nameservers = nameservers;
        this.server = server;
        this.runtime = runtime;
    }

    /** Whether a container asks us: on Docker's default network nobody does. */
    static boolean isServed(NetworkSettings settings) {
        return settings.endpoints().keySet().stream().anyMatch(network -> !Network.BUILT_IN.contains(network));
    }

    /** From now on these are its names. @param leadsOut whether its packets get out of its networks */
    void put(ContainerRecord record, NetworkSettings settings, boolean leadsOut) {
        List<Seat> seats = new ArrayList<>();
        settings.endpoints().forEach((network, endpoint) -> {
            if (!endpoint.address().isEmpty() && !Network.BUILT_IN.contains(network)) {
                seats.add(seat(record, network, endpoint));
            }
        });
        names.put(record.id().value(), new MachineNames.Member(leadsOut, List.copyOf(seats)));
    }

    private static Seat seat(ContainerRecord record, String network, Endpoint endpoint) {
        Set<String> all = Stream.concat(Stream.of(record.name()), endpoint.options().aliases().orElse(List.of()).stream()).map(NamesOfContainers::lower).collect(Collectors.toUnmodifiableSet());
        Map<String, String> links = endpoint.options().links().orElse(List.of()).stream()
                .map(Link::parse)
                .collect(Collectors.toUnmodifiableMap(link -> lower(link.alias()), link -> lower(link.container()), (first, second) -> second));
        return new Seat(endpoint.networkId(), network, address(endpoint.address()).orElseThrow(), record.name(), all, links);
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private static Optional<Inet4Address> address(String text) {
        try {
            return Optional.of(Subnet.parse(text + "/" + Integer.SIZE).first());
        } catch (IllegalArgumentException other) {
            return Optional.empty();
        }
    }

    /** @param sockets closed when the container {@linkplain #end has ended} */
    void serve(ContainerRecord record, NameSockets sockets) {
        List<String> chosen = record.config().host().names().servers();
        List<Inet4Address> servers = (chosen.isEmpty() ? nameservers : chosen).stream().flatMap(text -> address(text).stream()).toList();
        boolean keepsShortNames = record.config().host().names().options().stream().anyMatch(option -> option.matches("ndots:[1-9].*"));
        server.serve(machine, record.id().value(), sockets, names, new NameServer.Forwarding(servers, keepsShortNames));
        served.add(record.id().value());
    }

    /** As {@link #serve}, of one that runs. When a program has the port meanwhile, it is that program's. @return whether it is served from now on, and was not before */
    boolean serveRunning(ContainerRecord record, NetworkSettings settings) {
        if (!isServed(settings) || served.contains(record.id().value())) {
            return false;
        }
        try {
            serve(record, runtime.nameSockets(machine, record.id().value()));
            return true;
        } catch (SystemCallException | IllegalStateException refused) {
            LOG.warn("container {} of machine {} has no name server: {}", record.id().abbreviated(), machine, refused.getMessage());
            return false;
        }
    }

    /** It has ended. */
    void end(String container) {
        names.remove(container);
        if (served.remove(container)) {
            server.end(container);
        }
    }
}
