package dev.berth.engine.network;

import static dev.berth.engine.EngineException.Kind.CONFLICT;
import static dev.berth.engine.EngineException.Kind.FORBIDDEN;
import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;
import static dev.berth.engine.EngineException.Kind.SYSTEM;
import static dev.berth.engine.EngineException.Kind.UNAVAILABLE;

import dev.berth.engine.EngineException;
import dev.berth.engine.event.Event;
import dev.berth.engine.event.Events;
import dev.berth.engine.record.RecordFile;
import dev.berth.engine.work.SerialQueue;
import dev.berth.runtime.MachineRuntime;
import dev.berth.runtime.kernel.ErrorNumber;
import dev.berth.runtime.network.Bridge;
import dev.berth.runtime.network.NetlinkException;
import dev.berth.runtime.network.Subnet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The networks of a machine that runs: those that are always there, and its own, each a bridge with a record on disk. They are changed on the machine's queue. */
public final class NetworksOfMachine implements Networks {
    private static final Logger LOG = LoggerFactory.getLogger(NetworksOfMachine.class);
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String RECORD = ".json";
    private static final int ID_BYTES = 32;

    /** Each has a bridge and rules in the kernel, which is also that of other machines. */
    private static final int MOST = 100;

    /** Of what is asked of one container in one network: it is kept in memory. */
    private static final int MOST_CHARACTERS = 4096;

    private final String machine;
    private final Path folder;
    private final MachineRuntime runtime;
    private final Events events;
    private final SerialQueue queue;
    private final Networks builtIn;
    private final Map<String, Network> own = new ConcurrentHashMap<>();
    private final Map<String, NetworkAddresses> addresses = new ConcurrentHashMap<>();
    private final Map<String, Set<String>> users = new ConcurrentHashMap<>();

    /** @param folder of records of own networks; must exist */
    public NetworksOfMachine(String machine, Path folder, MachineRuntime runtime, Events events, SerialQueue queue) {
        this.machine = machine;
        this.folder = folder;
        this.runtime = runtime;
        this.events = events;
        this.queue = queue;
        builtIn = new BuiltInNetworks(machine, Instant.now());
        builtIn.list().forEach(this::prepare);
        load();
    }

    private void prepare(Network network) {
        network.addresses().ifPresent(known -> addresses.put(network.id(), new NetworkAddresses(network.name(), known)));
        users.put(network.id(), ConcurrentHashMap.newKeySet());
    }

    /** Those that were made before, with bridges for those that have none: since the machine was started, or the last engine ended while it made one. */
    private void load() {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + RECORD)) {
            for (Path file : files) {
                read(file).ifPresent(network -> {
                    own.put(network.id(), network);
                    restore(network);
                });
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot read " + folder, failure);
        }
    }

    private Optional<Network> read(Path file) {
        try {
            Optional<Network> network = new RecordFile<>(file, Network.class).read();
            network.ifPresent(each -> {
                NetworkRules.bridge(each);
                prepare(each);
            });
            return network;
        } catch (RuntimeException unreadable) {
            LOG.error("{} is left alone: it describes no network", file, unreadable);
            return Optional.empty();
        }
    }

    /** One that cannot be made keeps neither the others nor the machine from running: containers in it say so when they start. */
    private void restore(Network network) {
        try {
            runtime.restoreBridge(machine, NetworkRules.bridge(network));
        } catch (RuntimeException refused) {
            LOG.warn("network {} of machine {} has no bridge", network.name(), machine, refused);
        }
    }

    private RecordFile<Network> file(Network network) {
        return new RecordFile<>(folder.resolve(network.id() + RECORD), Network.class);
    }

    @Override
    public List<Network> list() {
        return Stream.concat(builtIn.list().stream(), own.values().stream().sorted(Comparator.comparing(Network::created))).toList();
    }

    @Override
    public boolean isUsed(Network network) {
        return !users.getOrDefault(network.id(), Set.of()).isEmpty();
    }

    @Override
    public CompletionStage<Network> create(NetworkRequest request) {
        return queue.begin(() -> CompletableFuture.completedFuture(make(request)));
    }

    private Network make(NetworkRequest request) {
        NetworkRules.check(request);
        if (list().stream().anyMatch(network -> network.name().equals(request.name()))) {
            throw new EngineException(CONFLICT, "network with name " + request.name() + " already exists");
        }
        if (own.size() >= MOST) {
            throw new EngineException(UNAVAILABLE, "there are " + MOST + " networks, as many as a machine may have: remove some with docker network prune");
        }
        List<Subnet> taken = list().stream().flatMap(network -> network.addresses().stream()).map(each -> Subnet.parse(each.subnet())).toList();
        Network.Addresses found = NetworkRules.addresses(request.pools(), taken);
        boolean chosen = !request.pools().isEmpty() && !request.pools().get(0).subnet().isEmpty();
        List<Network.Pool> shown = chosen ? request.pools() : List.of(new Network.Pool(found.subnet(), "", found.gateway()));
        Network network = new Network(
                newId(), request.name(), Instant.now(), "bridge", shown, Optional.of(found), chosen, request.internal(), request.attachable(), new TreeMap<>(request.options()), new TreeMap<>(request.labels()));
        Bridge bridge = NetworkRules.bridge(network);
        if (own.values().stream().anyMatch(other -> NetworkRules.bridge(other).name().equals(bridge.name()))) {
            throw new EngineException(FORBIDDEN, "network " + network.id() + " (" + bridge.name() + "): conflicts with another network: networks have same bridge name");
        }
        file(network).write(network);
        try {
            runtime.createBridge(machine, bridge);
        } catch (NetlinkException refused) {
            file(network).delete();
            if (refused.errno() == ErrorNumber.EEXIST) {
                throw new EngineException(FORBIDDEN, "\"" + bridge.name() + "\" cannot be the name of a bridge: the machine has a link of that name, take another", refused);
            }
            throw new EngineException(SYSTEM, "Failed to Setup IP tables: " + refused.getMessage(), refused);
        }
        prepare(network);
        own.put(network.id(), network);
        tell(network, "create");
        return network;
    }

    private static String newId() {
        byte[] bytes = new byte[ID_BYTES];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private void tell(Network network, String action) {
        events.publish(new Event("network", action, network.id(), new TreeMap<>(Map.of("name", network.name(), "type", network.driver())), Instant.now()));
    }

    @Override
    public CompletionStage<Void> remove(String text) {
        return queue.begin(() -> {
            Network network = get(text);
            if (network.isBuiltIn()) {
                return builtIn.remove(text);
            }
            if (isUsed(network)) {
                throw new EngineException(FORBIDDEN, "error while removing network: network " + network.name() + " id " + network.id() + " has active endpoints");
            }
            discard(network);
            return CompletableFuture.completedFuture(null);
        });
    }

    /** The bridge first: while the kernel keeps it, the network is known and can be removed again. After a crash in between, the next engine makes it anew. */
    private void discard(Network network) {
        runtime.removeBridge(machine, NetworkRules.bridge(network));
        file(network).delete();
        own.remove(network.id());
        addresses.remove(network.id());
        users.remove(network.id());
        tell(network, "destroy");
    }

    @Override
    public CompletionStage<List<String>> prune(Predicate<Network> chosen) {
        return queue.begin(() -> {
            List<Network> unused = own.values().stream().filter(network -> !isUsed(network)).filter(chosen).sorted(Comparator.comparing(Network::created)).toList();
            return CompletableFuture.completedFuture(unused.stream().filter(this::isDiscarded).map(Network::name).toList());
        });
    }

    /** As in Docker, one that cannot be removed does not keep the others. */
    private boolean isDiscarded(Network network) {
        try {
            discard(network);
            return true;
        } catch (RuntimeException failure) {
            LOG.warn("network {} of machine {} cannot be removed", network.name(), machine, failure);
            return false;
        }
    }

    /** A bridge as the runtime has it. @param network one with addresses */
    public Bridge bridge(Network network) {
        return NetworkRules.bridge(network);
    }

    /** A container comes into a network with addresses. @return its own one. @throws EngineException with Docker's text */
    public Inet4Address join(Network network, String container, EndpointOptions options) {
        checkOptions(network, options);
        NetworkAddresses pool = addresses.get(network.id());
        Inet4Address address;
        if (options.chosenAddress().isPresent()) {
            address = parse(options.chosenAddress().get());
            pool.take(address);
        } else {
            address = pool.take();
        }
        users.get(network.id()).add(container);
        return address;
    }

    /** @throws EngineException INVALID_PARAMETER with Docker's text, when a container cannot be in this network so */
    public static void checkOptions(Network network, EndpointOptions options) {
        refuseIf(options.characters() > MOST_CHARACTERS, "a container's place in a network is described in more than " + MOST_CHARACTERS + " characters (aliases, options): say less");
        options.links().orElse(List.of()).forEach(Link::parse);
        boolean named = options.aliases().filter(aliases -> !aliases.isEmpty()).isPresent();
        refuseIf(network.isBuiltIn() && options.chosenAddress().isPresent(), "user specified IP address is supported on user defined networks only");
        refuseIf(network.isBuiltIn() && named, "network-scoped alias is supported only for containers in user defined networks");
        refuseIf(!network.chosen() && options.chosenAddress().isPresent(), "user specified IP address is supported only when connecting to networks with user configured subnets");
    }

    private static void refuseIf(boolean wrong, String message) {
        if (wrong) {
            throw new EngineException(INVALID_PARAMETER, message);
        }
    }

    private static Inet4Address parse(String text) {
        try {
            return Subnet.parse(text + "/" + Integer.SIZE).first();
        } catch (IllegalArgumentException none) {
            throw new EngineException(SYSTEM, "Invalid IPv4 address: " + text + ")", none);
        }
    }

    /** As {@link #join}, of what ran before this engine began. @param address empty: a network without addresses */
    public void adopt(Network network, String container, String address) {
        users.get(network.id()).add(container);
        if (!address.isEmpty()) {
            addresses.get(network.id()).claim(parse(address));
        }
    }

    /** Into one without addresses. */
    public void join(Network network, String container) {
        adopt(network, container, "");
    }

    /** @param id of the network. Nothing happens when it is gone */
    public void leave(String id, String container, String address) {
        Optional.ofNullable(users.get(id)).ifPresent(all -> all.remove(container));
        if (!address.isEmpty()) {
            Optional.ofNullable(addresses.get(id)).ifPresent(pool -> pool.release(parse(address)));
        }
    }
}
