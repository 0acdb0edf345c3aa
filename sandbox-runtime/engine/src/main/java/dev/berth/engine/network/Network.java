package dev.berth.engine.network;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A network that containers can be connected with.
 *
 * @param id 64 hexadecimal digits
 * @param driver {@code bridge}, {@code host}, {@code null}
 * @param pools its addresses; a bridge has one
 * @param options of its driver
 */
public record Network(String id, String name, Instant created, String driver, List<Pool> pools, Map<String, String> options, Map<String, String> labels) {

    /** Names of those that every machine has; they are neither made nor removed. */
    public static final List<String> BUILT_IN = List.of("bridge", "host", "none");

    /** @param subnet like {@code 172.17.0.0/16}; @param gateway the bridge's own address */
    public record Pool(String subnet, String gateway) {}

    public boolean isBuiltIn() {
        return BUILT_IN.contains(name);
    }
}
