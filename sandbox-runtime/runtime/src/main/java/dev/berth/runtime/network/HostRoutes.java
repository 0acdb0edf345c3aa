package dev.berth.runtime.network;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where the host sends its packets: what must not be given to machines as their addresses, and by which interface the outside is reached.
 *
 * @param destinations of the routes in the main table, the default route not among them
 * @param uplink interface of the default route
 */
public record HostRoutes(List<Subnet> destinations, Optional<String> uplink) {
    private static final Path TABLE = Path.of("/proc/thread-self/net/route");
    private static final int INTERFACE = 0;
    private static final int DESTINATION = 1;
    private static final int MASK = 7;
    private static final int COLUMNS = 8;
    private static final int ETHERNET_MTU = 1500;

    /** The routes in the namespace of the calling thread. */
    public static HostRoutes read() {
        try {
            return parse(Files.readAllLines(TABLE));
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot read the host's routes: " + failure.getMessage(), failure);
        }
    }

    /** @param lines of /proc/net/route, its heading first */
    static HostRoutes parse(List<String> lines) {
        List<Subnet> destinations = new ArrayList<>();
        Optional<String> uplink = Optional.empty();
        for (String line : lines.subList(Math.min(1, lines.size()), lines.size())) {
            String[] columns = line.trim().split("\\s+");
            if (columns.length < COLUMNS) {
                continue;
            }
            Subnet destination = new Subnet(Subnet.address(bits(columns[DESTINATION])), Integer.bitCount(bits(columns[MASK])));
            if (destination.prefixLength() > 0) {
                destinations.add(destination);
            } else if (uplink.isEmpty()) {
                uplink = Optional.of(columns[INTERFACE]);
            }
        }
        return new HostRoutes(List.copyOf(destinations), uplink);
    }

    /** The largest packet, in bytes, that goes out unbroken; machines' links get the same. */
    public int uplinkMtu() {
        try (NetlinkConnection route = NetlinkConnection.route()) {
            return uplink.flatMap(name -> LinkRequest.find(route, name)).map(LinkRequest.Link::mtu).orElse(ETHERNET_MTU);
        }
    }

    /** The file has an address as the machine's number whose bytes in memory are in network order. */
    private static int bits(String hexadecimal) {
        int number = Integer.parseUnsignedInt(hexadecimal, 16);
        return ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? Integer.reverseBytes(number) : number;
    }
}
