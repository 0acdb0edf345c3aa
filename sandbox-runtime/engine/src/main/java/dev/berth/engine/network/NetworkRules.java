package dev.berth.engine.network;

import static dev.berth.engine.EngineException.Kind.FORBIDDEN;
import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;
import static dev.berth.engine.EngineException.Kind.NOT_FOUND;
import static dev.berth.engine.EngineException.Kind.NOT_IMPLEMENTED;
import static dev.berth.engine.EngineException.Kind.SYSTEM;

import dev.berth.engine.EngineException;
import dev.berth.engine.network.Network.Addresses;
import dev.berth.engine.network.Network.Pool;
import dev.berth.runtime.network.Bridge;
import dev.berth.runtime.network.Subnet;
import java.net.Inet4Address;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Which networks can be made, in Docker's words, and what they are made of. */
final class NetworkRules {
    private static final String OPTION = "com.docker.network.";
    private static final String BRIDGE_NAME = OPTION + "bridge.name";
    private static final String COMMUNICATES = OPTION + "bridge.enable_icc";
    private static final String MASQUERADED = OPTION + "bridge.enable_ip_masquerade";
    private static final String BINDING = OPTION + "bridge.host_binding_ipv4";
    private static final String MTU = OPTION + "driver.mtu";

    private static final Set<String> ELSEWHERE = Set.of("macvlan", "ipvlan", "overlay");
    private static final Set<String> TRUE = Set.of("1", "t", "T", "TRUE", "true", "True");
    private static final Set<String> FALSE = Set.of("0", "f", "F", "FALSE", "false", "False");

    /** Links that a machine has or that are made for containers. */
    private static final Pattern TAKEN_LINK = Pattern.compile("lo|docker0|v?eth.*|br-.*");
    private static final Pattern LINK = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]*");
    private static final int LONGEST_LINK = 15;

    /** Networks are kept in memory. */
    private static final int MOST_CHARACTERS = 16 * 1024;

    /** Its text is kept, and shown as it came. */
    private static final Pattern SUBNET = Pattern.compile("([0-9.]+)/(\\d{1,3})");
    private static final int LARGEST_PREFIX = 30;
    private static final int SMALLEST_PREFIX = 8;
    private static final int LEAST_MTU = 68;
    private static final int MOST_MTU = 65_535;
    private static final int ID_IN_NAME = 12;

    private static final List<Subnet> NOBODYS = List.of(Subnet.parse("0.0.0.0/8"), Subnet.parse("127.0.0.0/8"), Subnet.parse("169.254.0.0/16"), Subnet.parse("224.0.0.0/3"));

    /** Docker's own. */
    private static final List<Subnet> DEFAULT_POOLS = Stream.concat(
            IntStream.rangeClosed(17, 31).mapToObj(second -> Subnet.parse("172." + second + ".0.0/16")),
            IntStream.range(0, 16).mapToObj(block -> Subnet.parse("192.168." + 16 * block + ".0/20"))).toList();

    private NetworkRules() {}

    /** @throws EngineException with Docker's text, or NOT_IMPLEMENTED */
    static void check(NetworkRequest request) {
        refuseIf(Set.of("bridge", "host", "none", "default").contains(request.name()), FORBIDDEN, "operation is not permitted on predefined " + request.name() + " network ");
        refuseIf(request.name().isBlank(), SYSTEM, "invalid name: " + request.name());
        refuseIf(characters(request) > MOST_CHARACTERS, INVALID_PARAMETER, "the network is described in more than " + MOST_CHARACTERS + " characters (name, labels, options, addresses): say less");
        String driver = request.driver();
        refuseIf(driver.equals("host") || driver.equals("null"), FORBIDDEN, "only one instance of \"" + driver + "\" network is allowed");
        refuseIf(ELSEWHERE.contains(driver), NOT_IMPLEMENTED, "networks of the driver \"" + driver + "\" cannot be made in a machine, which has one link to the outside: make one of the driver bridge");
        refuseIf(!driver.isEmpty() && !driver.equals("bridge"), NOT_FOUND, "plugin \"" + driver + "\" not found");
        refuseIf(!Set.of("", "default").contains(request.addressDriver()), NOT_FOUND, "plugin \"" + request.addressDriver() + "\" not found");
        refuseIf(request.ipv6() || request.pools().stream().anyMatch(pool -> pool.subnet().contains(":")), NOT_IMPLEMENTED, "a machine has no IPv6: make the network without");
        refuseIf(request.pools().size() > 1, FORBIDDEN, "bridge driver doesn't support multiple subnets");
        checkOptions(request);
    }

    private static int characters(NetworkRequest request) {
        Stream<String> named = Stream.of(request.options(), request.labels()).flatMap(texts -> texts.entrySet().stream()).flatMap(entry -> Stream.of(entry.getKey(), entry.getValue()));
        Stream<String> pools = request.pools().stream().flatMap(pool -> Stream.of(pool.subnet(), pool.range(), pool.gateway()));
        return request.name().length() + Stream.concat(named, pools).mapToInt(String::length).sum();
    }

    private static void checkOptions(NetworkRequest request) {
        flag(request.options().get(COMMUNICATES), COMMUNICATES);
        flag(request.options().get(MASQUERADED), MASQUERADED);
        mtu(request.options().get(MTU));
        String binding = request.options().getOrDefault(BINDING, "0.0.0.0");
        refuseIf(!binding.equals("0.0.0.0"), NOT_IMPLEMENTED, "\"" + BINDING + "\" cannot be chosen here: write the address at each port, as in -p 127.0.0.1:8080:80");
        Optional.ofNullable(request.options().get(BRIDGE_NAME)).ifPresent(name -> {
            refuseIf(name.length() > LONGEST_LINK, SYSTEM, "failed to check bridge interface existence: numerical result out of range");
            refuseIf(!LINK.matcher(name).matches() || TAKEN_LINK.matcher(name).matches(), INVALID_PARAMETER, "\"" + name + "\" cannot be the name of a bridge: take letters and digits, and not the name of another link");
        });
    }

    private static boolean flag(String text, String option) {
        refuseIf(text != null && !TRUE.contains(text) && !FALSE.contains(text), SYSTEM, "failed to parse " + option + " value: " + text + " (strconv.ParseBool: parsing \"" + text + "\": invalid syntax)");
        return text == null || TRUE.contains(text);
    }

    private static int mtu(String text) {
        if (text == null) {
            return Bridge.DEFAULT.mtu();
        }
        refuseIf(!text.matches("\\d{1,9}"), SYSTEM, "failed to parse " + MTU + " value: " + text + " (strconv.Atoi: parsing \"" + text + "\": invalid syntax)");
        int mtu = Integer.parseInt(text);
        refuseIf(mtu != 0 && (mtu < LEAST_MTU || mtu > MOST_MTU), INVALID_PARAMETER, "\"" + text + "\" is no mtu: take " + LEAST_MTU + " to " + MOST_MTU);
        return mtu == 0 ? Bridge.DEFAULT.mtu() : mtu;
    }

    /** Its addresses. @param taken of other networks. @throws EngineException with Docker's text */
    static Addresses addresses(List<Pool> pools, List<Subnet> taken) {
        if (pools.isEmpty() || pools.get(0).equals(new Pool("", "", ""))) {
            Subnet free = DEFAULT_POOLS.stream().filter(pool -> taken.stream().noneMatch(pool::overlaps)).findFirst().orElseThrow(() -> new EngineException(
                    NOT_FOUND, "could not find an available, non-overlapping IPv4 address pool among the defaults to assign to the network"));
            return new Addresses(free.toString(), free.toString(), free.get(1).getHostAddress());
        }
        Pool pool = pools.get(0);
        Subnet subnet = parse(pool.subnet()).orElseThrow(() -> new EngineException(SYSTEM, "Invalid subnet " + pool.subnet() + " : invalid CIDR address: " + pool.subnet()));
        refuseIf(subnet.prefixLength() > LARGEST_PREFIX, SYSTEM, "failed to allocate gateway (" + pool.gateway() + "): No available addresses on this pool");
        refuseIf(subnet.prefixLength() < SMALLEST_PREFIX || NOBODYS.stream().anyMatch(subnet::overlaps), INVALID_PARAMETER,
                "\"" + pool.subnet() + "\" cannot be the subnet of a network: take one of 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16");
        refuseIf(taken.stream().anyMatch(subnet::overlaps), FORBIDDEN, "Pool overlaps with other one on this address space");
        Subnet range = pool.range().isEmpty() ? subnet : parse(pool.range()).orElseThrow(() -> new EngineException(SYSTEM,
                "failed to parse pool request for address space \"LocalDefault\" pool \"" + pool.subnet() + "\" subpool \"" + pool.range() + "\": Invalid Address SubPool"));
        refuseIf(!subnet.contains(range.first()) || range.prefixLength() < subnet.prefixLength(), INVALID_PARAMETER, "\"" + pool.range() + "\" is no part of \"" + pool.subnet() + "\": take one that is");
        return new Addresses(subnet.toString(), range.toString(), gateway(pool, subnet));
    }

    private static String gateway(Pool pool, Subnet subnet) {
        if (pool.gateway().isEmpty()) {
            return subnet.get(1).getHostAddress();
        }
        Inet4Address gateway = parse(pool.gateway() + "/" + Integer.SIZE).map(Subnet::first)
                .orElseThrow(() -> new EngineException(SYSTEM, "invalid gateway address " + pool.gateway() + " in Ipam configuration"));
        boolean possible = subnet.contains(gateway) && !gateway.equals(subnet.first()) && !gateway.equals(subnet.broadcast());
        refuseIf(!possible, SYSTEM, "failed to allocate gateway (" + pool.gateway() + "): Requested address is out of range");
        return gateway.getHostAddress();
    }

    /** A subnet that may be named by any address in it. */
    private static Optional<Subnet> parse(String text) {
        Matcher parts = SUBNET.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Subnet.around(Subnet.parse(parts.group(1) + "/" + Integer.SIZE).first(), Integer.parseInt(parts.group(2))));
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }

    /** What a network with addresses is in its machine. */
    static Bridge bridge(Network network) {
        if (network.isBuiltIn()) {
            return Bridge.DEFAULT;
        }
        Addresses addresses = network.addresses().orElseThrow();
        return new Bridge(
                network.options().getOrDefault(BRIDGE_NAME, "br-" + network.id().substring(0, ID_IN_NAME)),
                Subnet.parse(addresses.subnet()),
                Subnet.parse(addresses.gateway() + "/" + Integer.SIZE).first(),
                network.internal(),
                flag(network.options().get(COMMUNICATES), COMMUNICATES),
                flag(network.options().get(MASQUERADED), MASQUERADED),
                mtu(network.options().get(MTU)));
    }

    private static void refuseIf(boolean wrong, EngineException.Kind kind, String message) {
        if (wrong) {
            throw new EngineException(kind, message);
        }
    }
}
