package dev.berth.daemon.docker.container;

import dev.berth.engine.image.PortRange;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/** Ports of all protocols; ranges cost as little as single ports. */
final class PortSet {
    private final Map<String, BitSet> numbers = new HashMap<>();

    void add(PortRange range) {
        numbers.computeIfAbsent(range.protocol(), protocol -> new BitSet()).set(range.first(), range.last() + 1);
    }

    boolean has(ContainerPorts.Port port) {
        BitSet ofProtocol = numbers.get(port.protocol());
        return ofProtocol != null && ofProtocol.get(port.number());
    }
}
