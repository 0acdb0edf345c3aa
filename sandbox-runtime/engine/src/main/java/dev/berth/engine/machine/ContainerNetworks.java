package dev.berth.engine.machine;

import static dev.berth.engine.EngineException.Kind.SYSTEM;

import dev.berth.engine.EngineException;
import dev.berth.engine.container.ContainerRecord;
import dev.berth.engine.network.DerivedId;
import dev.berth.engine.network.EndpointOptions;
import dev.berth.engine.network.HostPorts;
import dev.berth.engine.network.Network;
import dev.berth.engine.network.NetworkSettings;
import dev.berth.engine.network.NetworkSettings.Endpoint;
import dev.berth.engine.network.NetworksOfMachine;
import dev.berth.engine.network.PublishedPort;
import dev.berth.runtime.ContainerSpec;
import dev.berth.runtime.MachineRuntime;
import dev.berth.runtime.kernel.SystemCallException;
import dev.berth.runtime.network.Bridge;
import dev.berth.runtime.network.BridgePort;
import dev.berth.runtime.network.MacAddress;
import dev.berth.runtime.network.NameSockets;
import dev.berth.runtime.network.NetlinkException;
import dev.berth.runtime.network.PortForward;
import dev.berth.runtime.network.Subnet;
import java.net.Inet4Address;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where the containers of a machine are in its networks. Called on the machine's queue. */
final class ContainerNetworks {
    private static final Logger LOG = LoggerFactory.getLogger(ContainerNetworks.class);
    private static final String SHARED = "container:";
    private static final String LINK = "eth";

    private final String machine;
    private final NetworksOfMachine networks;
    private final HostPorts ports;
    private final NetworkEvents events;
    private final NamesOfContainers names;
    private final RunningFiles files;
    private final MachineRuntime runtime;

    ContainerNetworks(String machine, NetworksOfMachine networks, NetworkEvents events, NamesOfContainers names, RunningFiles files, MachineRuntime runtime) {
        this.machine = machine;
        this.networks = networks;
        this.events = events;
        this.names = names;
        this.files = files;
        this.runtime = runtime;
        ports = new HostPorts((protocol, at, port) -> runtime.reservePort(machine, protocol, at, port));
    }

    /** A container's place in its networks. @param wanted for the runtime; @param settings what is told of it */
    record Place(ContainerSpec.Network wanted, NetworkSettings settings) {}

    /** A place for a container that starts: what is in it is its own until it is {@linkplain #leave left}. @throws EngineException in Docker's words */
    Place enter(ContainerRecord record) {
        if (record.config().networkDisabled()) {
            return new Place(new ContainerSpec.Network.None(), record.network());
        }
        String mode = record.config().networkMode();
        if (mode.startsWith(SHARED)) {
            return new Place(new ContainerSpec.Network.Shared(mode.substring(SHARED.length())), record.network());
        }
        NetworkSettings settings = NetworkSettings.NONE;
        try {
            for (Map.Entry<String, Endpoint> asked : record.network().endpoints().entrySet()) {
                Network network = networks.get(asked.getKey());
                settings = settings.with(network.name(), join(record, network, asked.getValue().options(), settings));
            }
            settings = settings.withPorts(takePorts(record, settings));
        } catch (RuntimeException refused) {
            leave(record.id().value(), settings);
            throw refused;
        }
        Place place = new Place(wanted(settings), settings);
        tellNames(record, settings);
        settings.endpoints().keySet().forEach(name -> events.connected(record.id().value(), networks.get(name)));
        return place;
    }

    private Endpoint join(ContainerRecord record, Network network, EndpointOptions options, NetworkSettings others) {
        String container = record.id().value();
        if (network.addresses().isEmpty()) {
            networks.join(network, container);
            return Endpoint.idle(options, network.id());
        }
        Optional<MacAddress> chosen = others.endpoints().isEmpty() ? record.config().macAddress().map(ContainerNetworks::macAddress) : Optional.empty();
        Inet4Address address = networks.join(network, container, options);
        Bridge bridge = networks.bridge(network);
        MacAddress mac = chosen.orElseGet(() -> MacAddress.ofContainer(address));
        return new Endpoint(
                network.isBuiltIn() ? options : options.withAliases(aliases(record)),
                network.id(),
                address.getHostAddress(),
                bridge.subnet().prefixLength(),
                bridge.gateway().getHostAddress(),
                chosen.isPresent() ? MacAddress.text(record.config().macAddress().orElseThrow()) : mac.toString(),
                freeLink(others));
    }

    /** Those that it has by itself in a network of one's own. */
    private static List<String> aliases(ContainerRecord record) {
        String id = record.id().abbreviated();
        return record.hostname().equals(id) ? List.of(id) : List.of(id, record.hostname());
    }

    private static String freeLink(NetworkSettings others) {
        int number = 0;
        while (isTaken(LINK + number, others)) {
            number++;
        }
        return LINK + number;
    }

    private static boolean isTaken(String link, NetworkSettings others) {
        return others.endpoints().values().stream().anyMatch(other -> other.link().equals(link));
    }

    private static MacAddress macAddress(String text) {
        MacAddress parsed;
        try {
            parsed = MacAddress.parse(text);
        } catch (IllegalArgumentException wrong) {
            throw new EngineException(SYSTEM, wrong.getMessage(), wrong);
        }
        if (!parsed.isOfInterface()) {
            throw new EngineException(SYSTEM, "failed to add interface eth0 to sandbox: error setting interface \"eth0\" MAC to \"" + parsed + "\": cannot assign requested address");
        }
        return parsed;
    }

    /** The network that its default route leads to, as Docker chooses it: one that is not internal, the first by name. */
    private Optional<Network> gateway(NetworkSettings settings) {
        return settings.endpoints().entrySet().stream()
                .filter(entry -> !entry.getValue().address().isEmpty())
                .map(entry -> networks.get(entry.getKey()))
                .min(Comparator.comparing(Network::internal).thenComparing(Network::name));
    }

    private Optional<Network> publishing(NetworkSettings settings) {
        return gateway(settings).filter(network -> !network.internal());
    }

    private List<PublishedPort> takePorts(ContainerRecord record, NetworkSettings settings) {
        Optional<Network> network = publishing(settings);
        if (network.isEmpty()) {
            return List.of();
        }
        try {
            return ports.take(record.id().value(), record.config().exposedPorts(), record.config().host().publishing());
        } catch (EngineException refused) {
            String endpoint = DerivedId.of(machine, record.id() + "/" + network.get().name());
            throw new EngineException(refused.kind(), "driver failed programming external connectivity on endpoint " + record.name() + " (" + endpoint + "): " + refused.getMessage(), refused);
        }
    }

    private ContainerSpec.Network wanted(NetworkSettings settings) {
        if (settings.endpoints().containsKey("host")) {
            return new ContainerSpec.Network.Host();
        }
        List<ContainerSpec.Endpoint> ends = new ArrayList<>();
        settings.endpoints().forEach((name, endpoint) -> {
            if (!endpoint.address().isEmpty()) {
                ends.add(end(name, endpoint, settings));
            }
        });
        return ends.isEmpty() ? new ContainerSpec.Network.None() : new ContainerSpec.Network.Bridged(ends, forwards(settings));
    }

    private ContainerSpec.Endpoint end(String name, Endpoint endpoint, NetworkSettings settings) {
        boolean leadsOut = gateway(settings).filter(network -> network.name().equals(name)).isPresent();
        BridgePort.Inner inner = new BridgePort.Inner(endpoint.link(), address(endpoint.address()), MacAddress.parse(endpoint.hardwareAddress()), leadsOut);
        return new ContainerSpec.Endpoint(name, networks.bridge(networks.get(name)), inner);
    }

    private List<PortForward> forwards(NetworkSettings settings) {
        return publishing(settings).map(network -> HostPorts.forwards(settings.ports(), address(settings.endpoints().get(network.name()).address()))).orElse(List.of());
    }

    private static Inet4Address address(String text) {
        return Subnet.parse(text + "/" + Integer.SIZE).first();
    }

    /** From now on it has the names that it has there. */
    private void tellNames(ContainerRecord record, NetworkSettings settings) {
        boolean leadsOut = settings.endpoints().entrySet().stream()
                .filter(entry -> !entry.getValue().address().isEmpty())
                .anyMatch(entry -> networks.find(entry.getKey()).filter(network -> !network.internal()).isPresent());
        names.put(record, settings, leadsOut);
    }

    /** It has another name. @param runs otherwise others hear of it when it starts */
    void renamed(ContainerRecord record, boolean runs) {
        if (runs) {
            tellNames(record, record.network());
        }
    }

    /** What gets the sockets at which a container asks for names, before its program begins. */
    Optional<Consumer<NameSockets>> nameServer(ContainerRecord record, Place place) {
        return NamesOfContainers.isServed(place.settings()) ? Optional.of(sockets -> names.serve(record, sockets)) : Optional.empty();
    }

    /** Of a container that ran before this engine began. Networks that were removed meanwhile had nobody in them. */
    void adopt(ContainerRecord record) {
        record.network().endpoints().forEach((name, endpoint) -> networks.findExact(name).ifPresent(network -> networks.adopt(network, record.id().value(), endpoint.address())));
        ports.adopt(record.id().value(), record.network().ports());
        tellNames(record, record.network());
        names.serveRunning(record, record.network());
    }

    /** It has ended, or was never started. */
    void leave(String container, NetworkSettings settings) {
        names.end(container);
        settings.endpoints().values().forEach(endpoint -> networks.leave(endpoint.networkId(), container, endpoint.address()));
        withdrawPorts(container, settings);
    }

    /** Others may have them, also when the kernel does not give its rules back. */
    private void withdrawPorts(String container, NetworkSettings settings) {
        ports.release(container);
        if (!settings.ports().isEmpty()) {
            attempt("withdraw the ports of container " + container, () -> runtime.withdrawPorts(machine, container));
        }
    }

    /** For what follows when the rest is done, and keeps nothing else from being done. */
    private void attempt(String work, Runnable call) {
        try {
            call.run();
        } catch (RuntimeException failure) {
            LOG.warn("machine {} could not {}", machine, work, failure);
        }
    }

    void tellLeft(String container, NetworkSettings settings) {
        settings.endpoints().keySet().forEach(name -> networks.findExact(name).ifPresent(network -> events.disconnected(container, network)));
    }

    /** One more network. @param runs what is asked for holds at once. @throws EngineException with Docker's text */
    NetworkSettings connect(ContainerRecord record, boolean runs, Network network, EndpointOptions options) {
        NetworksOfMachine.checkOptions(network, options);
        if (!runs) {
            return record.network().with(network.name(), Endpoint.idle(network.isBuiltIn() ? options : options.withAliases(aliases(record)), ""));
        }
        String container = record.id().value();
        NetworkSettings before = record.network();
        Endpoint endpoint = join(record, network, options, before);
        NetworkSettings after = before.with(network.name(), endpoint);
        if (endpoint.address().isEmpty()) {
            events.connected(container, network);
            return after;
        }
        try {
            ContainerSpec.Endpoint end = end(network.name(), endpoint, after);
            runtime.plug(machine, container, new ContainerSpec.Endpoint(end.network(), end.bridge(), new BridgePort.Inner(endpoint.link(), end.inner().address(), end.inner().mac(), false)));
            after = lead(record, before, after);
        } catch (RuntimeException failure) {
            networks.leave(network.id(), container, endpoint.address());
            attempt("unplug " + endpoint.link() + " of container " + container, () -> runtime.unplug(machine, container, endpoint.link()));
            throw notConnected(failure);
        }
        tellNames(record, after);
        files.addAddress(record, endpoint.address());
        if (names.serveRunning(record, after)) {
            files.serveNames(record);
        }
        events.connected(container, network);
        return after;
    }

    /** The container may have just ended. */
    private static RuntimeException notConnected(RuntimeException failure) {
        boolean kernels = failure instanceof NetlinkException || failure instanceof SystemCallException || failure instanceof IllegalStateException;
        return kernels ? new EngineException(SYSTEM, "failed to add interface to sandbox: " + failure.getMessage(), failure) : failure;
    }

    NetworkSettings disconnect(ContainerRecord record, boolean runs, Network network) {
        NetworkSettings before = record.network();
        NetworkSettings after = before.without(network.name());
        if (!runs) {
            return after;
        }
        String container = record.id().value();
        Endpoint endpoint = before.endpoints().get(network.name());
        if (!endpoint.address().isEmpty()) {
            runtime.unplug(machine, container, endpoint.link());
        }
        networks.leave(network.id(), container, endpoint.address());
        after = endpoint.address().isEmpty() ? after : leadWithout(record, before, after);
        tellNames(record, after);
        if (!endpoint.address().isEmpty()) {
            files.removeAddress(record, endpoint.address());
        }
        events.disconnected(container, network);
        return after;
    }

    /** It has left the network already: when nothing leads to another, it has no ports. */
    private NetworkSettings leadWithout(ContainerRecord record, NetworkSettings before, NetworkSettings after) {
        try {
            return lead(record, before, after);
        } catch (RuntimeException failure) {
            LOG.warn("container {} of machine {} has no way out and no ports any more", record.id(), machine, failure);
            withdrawPorts(record.id().value(), after);
            return after.withPorts(List.of());
        }
    }

    /**
     * Default route and published ports of a container that runs follow the network that is first now.
     *
     * @throws RuntimeException when they cannot; as far as that is possible, they are as they were before
     */
    private NetworkSettings lead(ContainerRecord record, NetworkSettings before, NetworkSettings after) {
        Optional<Network> now = gateway(after);
        Optional<Network> last = gateway(before);
        if (now.isPresent() && last.filter(now.get()::equals).isPresent()) {
            return after;
        }
        String container = record.id().value();
        NetworkSettings led = after;
        if (publishing(after).isEmpty()) {
            withdrawPorts(container, after);
            led = after.withPorts(List.of());
        } else if (after.ports().isEmpty()) {
            led = after.withPorts(takePorts(record, after));
        }
        if (now.isPresent()) {
            try {
                runtime.leadOut(machine, container, networks.bridge(now.get()), forwards(led));
            } catch (RuntimeException failure) {
                if (before.ports().isEmpty()) {
                    ports.release(container);
                }
                last.filter(network -> after.endpoints().containsKey(network.name())).ifPresent(network ->
                        attempt("lead container " + container + " out again by network " + network.name(), () -> runtime.leadOut(machine, container, networks.bridge(network), forwards(before))));
                throw failure;
            }
        }
        return led;
    }
}
