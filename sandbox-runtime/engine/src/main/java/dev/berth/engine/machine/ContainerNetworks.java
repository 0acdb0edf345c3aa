package dev.berth.engine.machine;

import static dev.berth.engine.EngineException.Kind.NOT_FOUND;
import static dev.berth.engine.EngineException.Kind.SYSTEM;

import dev.berth.engine.EngineException;
import dev.berth.engine.container.option.ContainerConfig;
import dev.berth.runtime.ContainerSpec.Network;
import dev.berth.runtime.network.AddressPool;
import dev.berth.runtime.network.DefaultBridge;
import dev.berth.runtime.network.MacAddress;
import dev.berth.runtime.network.Subnet;
import java.net.Inet4Address;
import java.util.Optional;

/** Where the containers of a machine are in its networks. */
final class ContainerNetworks {
    private static final String SHARED = "container:";

    private final AddressPool addresses = AddressPool.ofContainers(DefaultBridge.SUBNET);

    /** A place for a container that starts; an address in it is its own until it is {@linkplain #release released}. @throws EngineException in Docker's words */
    Network connect(ContainerConfig config) {
        if (config.networkDisabled()) {
            return new Network.None();
        }
        if (config.networkMode().startsWith(SHARED)) {
            return new Network.Shared(config.networkMode().substring(SHARED.length()));
        }
        return switch (config.networkMode()) {
            case "none" -> new Network.None();
            case "host" -> new Network.Host();
            case "", "default", "bridge" -> onBridge(config.macAddress().map(ContainerNetworks::macAddress));
            default -> throw new EngineException(NOT_FOUND, "network " + config.networkMode() + " not found");
        };
    }

    private Network onBridge(Optional<MacAddress> wanted) {
        Inet4Address address = addresses.take();
        return bridge(address, wanted.orElseGet(() -> MacAddress.ofContainer(address)));
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

    /** For who looks at files alone. */
    static Network bridge(Inet4Address address) {
        return bridge(address, MacAddress.ofContainer(address));
    }

    private static Network bridge(Inet4Address address, MacAddress mac) {
        return new Network.Bridge(address, DefaultBridge.GATEWAY, DefaultBridge.SUBNET.prefixLength(), mac);
    }

    static Inet4Address address(String text) {
        return Subnet.parse(text + "/32").first();
    }

    void claim(Inet4Address address) {
        addresses.claim(address);
    }

    void release(Inet4Address address) {
        addresses.release(address);
    }
}
