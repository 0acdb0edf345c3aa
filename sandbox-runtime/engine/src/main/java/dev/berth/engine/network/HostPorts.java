package dev.berth.engine.network;

import static dev.berth.engine.EngineException.Kind.SYSTEM;

import dev.berth.engine.EngineException;
import dev.berth.runtime.kernel.ErrorNumber;
import dev.berth.runtime.kernel.SystemCallException;
import dev.berth.runtime.network.PortForward;
import dev.berth.runtime.network.PortForward.Protocol;
import dev.berth.runtime.network.Subnet;
import java.net.Inet4Address;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The ports of a machine that lead to containers: which are taken, and by whom. Called on the machine's queue. */
public final class HostPorts {
    private static final Logger LOG = LoggerFactory.getLogger(HostPorts.class);

    /** As the kernel has them for connections that a program begins. */
    private static final int FIRST = 32_768;
    private static final int LAST = 60_999;

    /** Of a machine. Each has rules in the kernel and a descriptor here. */
    public static final int MOST = 256;

    /** How often another of the ports that nobody chose is tried when programs have them. */
    private static final int ATTEMPTS = 10;

    private static final String ANY = "0.0.0.0";

    /** Keeps programs of the machine from a port. */
    public interface Reserver {
        /** @throws SystemCallException when it cannot be had */
        AutoCloseable reserve(Protocol protocol, Inet4Address at, int port);
    }

    private record Key(String protocol, String address, int port) {}

    private record Taken(PublishedPort port, AutoCloseable reservation) {
        Key key() {
            return new Key(port.protocol(), port.hostAddress(), port.hostPort());
        }
    }

    private final Reserver reserver;
    private final Map<String, List<Taken>> byOwner = new HashMap<>();
    private final Set<Key> taken = new HashSet<>();

    /** By protocol and address, of which a machine's loopback alone has millions: those that were asked for last. */
    private final Map<String, Integer> lastDynamic = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
            return size() > MOST;
        }
    };

    public HostPorts(Reserver reserver) {
        this.reserver = reserver;
    }

    /**
     * Takes ports for a container that starts.
     *
     * @param owner its id
     * @param exposed the ports that it says it listens on; others are not published, as in Docker
     * @return in Docker's order
     * @throws EngineException SYSTEM, with the reason in Docker's words; then none is taken
     */
    public List<PublishedPort> take(String owner, Collection<String> exposed, Publishing publishing) {
        List<PortOrder.Asked> asked = PortOrder.of(exposed, publishing);
        if (taken.size() + asked.size() > MOST) {
            throw new EngineException(SYSTEM, "there are " + taken.size() + " published ports, and " + MOST + " is as many as a machine may have: publish fewer than " + asked.size());
        }
        try {
            asked.forEach(port -> hold(owner, one(port)));
        } catch (RuntimeException refused) {
            release(owner);
            throw refused;
        }
        return byOwner.getOrDefault(owner, List.of()).stream().map(Taken::port).toList();
    }

    private void hold(String owner, Taken port) {
        byOwner.computeIfAbsent(owner, id -> new ArrayList<>()).add(port);
        taken.add(port.key());
    }

    private Taken one(PortOrder.Asked asked) {
        boolean chosen = asked.first() != 0 && asked.first() == asked.last();
        Set<Integer> refusedPorts = new HashSet<>();
        while (true) {
            int port = free(asked, refusedPorts);
            try {
                return reserved(new PublishedPort(asked.containerPort(), asked.protocol(), address(asked.address()), port));
            } catch (EngineException refused) {
                refusedPorts.add(port);
                if (chosen || refusedPorts.size() == ATTEMPTS) {
                    throw refused;
                }
            }
        }
    }

    /** That no other container has; of those that nobody chose the one after the last, as in Docker. */
    private int free(PortOrder.Asked asked, Set<Integer> refusedPorts) {
        String address = address(asked.address());
        boolean dynamic = asked.first() == 0;
        int first = dynamic ? FIRST : asked.first();
        int count = (dynamic ? LAST : asked.last()) - first + 1;
        String kind = asked.protocol() + " " + address;
        int start = dynamic ? lastDynamic.getOrDefault(kind, LAST) + 1 - first : 0;
        for (int tried = 0; tried < count; tried++) {
            int port = first + (start + tried) % count;
            if (!refusedPorts.contains(port) && !taken.contains(new Key(asked.protocol(), address, port))) {
                if (dynamic) {
                    lastDynamic.put(kind, port);
                }
                return port;
            }
        }
        throw new EngineException(SYSTEM, count == 1 ? "Bind for " + address + ":" + first + " failed: port is already allocated" : "all ports are allocated");
    }

    private Taken reserved(PublishedPort port) {
        try {
            return new Taken(port, reserver.reserve(protocol(port), inet(port.hostAddress()), port.hostPort()));
        } catch (SystemCallException refused) {
            throw proxyRefused(port, ErrorNumber.describe(refused.errno()));
        }
    }

    private static EngineException proxyRefused(PublishedPort port, String reason) {
        return new EngineException(SYSTEM, "Error starting userland proxy: listen " + port.protocol() + "4 " + port.hostAddress() + ":" + port.hostPort() + ": bind: " + reason);
    }

    private static Protocol protocol(PublishedPort port) {
        return Protocol.valueOf(port.protocol().toUpperCase(Locale.ROOT));
    }

    /** What is no address means all of them, as in Docker. A machine has none of IPv6. */
    private static String address(String asked) {
        if (asked.contains(":")) {
            throw new EngineException(SYSTEM, "Error starting userland proxy: listen [" + asked + "]: bind: cannot assign requested address: a machine has no IPv6");
        }
        try {
            return inet(asked).getHostAddress();
        } catch (IllegalArgumentException none) {
            return ANY;
        }
    }

    private static Inet4Address inet(String text) {
        return Subnet.parse(text + "/32").first();
    }

    /** Those of a container that ran before this engine began. A port that a program has taken meanwhile leads to the container all the same. */
    public void adopt(String owner, List<PublishedPort> ports) {
        for (PublishedPort port : ports) {
            try {
                hold(owner, reserved(port));
            } catch (EngineException lost) {
                LOG.warn("a program in the machine has port {} of container {}: {}", port.hostPort(), owner, lost.getMessage());
                hold(owner, new Taken(port, () -> {}));
            }
        }
    }

    /** Nothing happens when the container has none. */
    public void release(String owner) {
        for (Taken port : Optional.ofNullable(byOwner.remove(owner)).orElse(List.of())) {
            taken.remove(port.key());
            try {
                port.reservation().close();
            } catch (Exception failure) {
                throw new IllegalStateException("cannot release port " + port.port(), failure);
            }
        }
    }

    /** What leads to the container, for the machine's firewall. */
    public static List<PortForward> forwards(List<PublishedPort> ports, Inet4Address container) {
        return ports.stream()
                .map(port -> new PortForward(
                        protocol(port), port.hostAddress().equals(ANY) ? Optional.empty() : Optional.of(inet(port.hostAddress())), port.hostPort(), container, port.containerPort()))
                .toList();
    }
}
