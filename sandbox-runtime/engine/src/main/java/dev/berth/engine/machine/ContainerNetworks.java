package dev.berth.engine.machine;

import static dev.berth.engine.EngineException.Kind.NOT_FOUND;
import static dev.berth.engine.EngineException.Kind.SYSTEM;

import dev.berth.engine.EngineException;
import dev.berth.engine.container.ContainerRecord;
import dev.berth.engine.container.option.ContainerConfig;
import dev.berth.engine.network.DerivedId;
import dev.berth.engine.network.HostPorts;
import dev.berth.engine.network.NetworkSettings;
import dev.berth.engine.network.NetworkSettings.Endpoint;
import dev.berth.engine.network.PublishedPort;
import dev.berth.runtime.ContainerSpec;
import dev.berth.runtime.ContainerSpec.Network;
import dev.berth.runtime.network.AddressPool;
import dev.berth.runtime.network.Bridge;
import dev.berth.runtime.network.BridgePort;
import dev.berth.runtime.network.MacAddress;
import dev.berth.runtime.network.Subnet;
import java.net.Inet4Address;
import java.util.List;
import java.util.Optional;

/** Where the containers of a machine are in its networks. Called on the machine's queue. */
final class ContainerNetworks {
    private static final String SHARED = "container:";
    private static final String DEFAULT = "bridge";

    private final String machine;
    private final AddressPool addresses = AddressPool.ofContainers(Bridge.DEFAULT.subnet());
    private final HostPorts ports;

    ContainerNetworks(String machine, HostPorts ports) {
        this.machine = machine;
        this.ports = ports;
    }

    /** A container's place in its networks. @param wanted for the runtime; @param settings what is told of it */
    record Place(Network wanted, NetworkSettings settings) {}

    /** A place for a container that starts: what is in it is its own until it is {@linkplain #release released}. @throws EngineException in Docker's words */
    Place connect(ContainerRecord record) {
        ContainerConfig config = record.config();
        if (config.networkDisabled()) {
            return new Place(new Network.None(), record.network());
        }
        if (config.networkMode().startsWith(SHARED)) {
            return new Place(new Network.Shared(config.networkMode().substring(SHARED.length())), record.network());
        }
        return switch (config.networkMode()) {
            case "none" -> new Place(new Network.None(), located(record, "none", "", 0, "", ""));
            case "host" -> new Place(new Network.Host(), located(record, "host", "", 0, "", ""));
            case "", "default", DEFAULT -> onBridge(record);
            default -> throw new EngineException(NOT_FOUND, "network " + config.networkMode() + " not found");
        };
    }

    private NetworkSettings located(ContainerRecord record, String network, String address, int prefixLength, String gateway, String hardwareAddress) {
        return record.network().with(network, new Endpoint(DerivedId.of(machine, network), address, prefixLength, gateway, hardwareAddress));
    }

    private Place onBridge(ContainerRecord record) {
        ContainerConfig config = record.config();
        Optional<MacAddress> chosen = config.macAddress().map(ContainerNetworks::macAddress);
        Inet4Address address = addresses.take();
        try {
            List<PublishedPort> published = ports.take(record.id().value(), config.exposedPorts(), config.host().publishing());
            MacAddress mac = chosen.orElseGet(() -> MacAddress.ofContainer(address));
            Bridge bridge = Bridge.DEFAULT;
            NetworkSettings settings = located(record, DEFAULT, address.getHostAddress(), bridge.subnet().prefixLength(), bridge.gateway().getHostAddress(),
                    config.macAddress().map(MacAddress::text).orElseGet(mac::toString)).withPorts(published);
            ContainerSpec.Endpoint end = new ContainerSpec.Endpoint(bridge, new BridgePort.Inner("eth0", address, mac, true));
            return new Place(new Network.Bridged(List.of(end), HostPorts.forwards(published, address)), settings);
        } catch (EngineException refused) {
            addresses.release(address);
            throw new EngineException(refused.kind(), "driver failed programming external connectivity on endpoint " + record.name() + " (" + endpointId(record, DEFAULT) + "): " + refused.getMessage(), refused);
        } catch (RuntimeException failure) {
            addresses.release(address);
            throw failure;
        }
    }

    /** As clients are told it. */
    private String endpointId(ContainerRecord record, String network) {
        return DerivedId.of(machine, record.id() + "/" + network);
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

    private static Inet4Address address(String text) {
        return Subnet.parse(text + "/32").first();
    }

    /** Of a container that ran before this engine began. */
    void adopt(ContainerRecord record) {
        record.network().addresses().forEach(address -> addresses.claim(address(address)));
        ports.adopt(record.id().value(), record.network().ports());
    }

    void release(ContainerRecord record, NetworkSettings settings) {
        settings.addresses().forEach(address -> addresses.release(address(address)));
        ports.release(record.id().value());
    }
}
