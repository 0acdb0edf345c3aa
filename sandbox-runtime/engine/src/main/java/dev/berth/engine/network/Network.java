package dev.berth.engine.network;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A network that containers can be connected with.
 *
 * @param id 64 hexadecimal digits
 * @param driver {@code bridge}, {@code host}, {@code null}
 * @param pools its addresses, as they are shown; a bridge has one
 * @param subnet of its addresses, and its bridge's own one; empty without a bridge
 * @param chosen whether a client chose the subnet
 * @param options of its driver
 */
public record Network(
        String id,
        String name,
        Instant created,
        String driver,
        List<Pool> pools,
        Optional<Addresses> addresses,
        boolean chosen,
        boolean internal,
        boolean attachable,
        Map<String, String> options,
        Map<String, String> labels) {

    /** Names of those that every machine has; they are neither made nor removed. */
    public static final List<String> BUILT_IN = List.of("bridge", "host", "none");

    /** As a client wrote it. @param subnet like {@code 172.17.0.0/16}; @param range part of it that containers get their addresses from; @param gateway the bridge's own address; both may be empty */
    public record Pool(String subnet, String range, String gateway) {}

    /** As they are used. @param range part of the subnet that containers get their addresses from */
    public record Addresses(String subnet, String range, String gateway) {}

    public boolean isBuiltIn() {
        return BUILT_IN.contains(name);
    }
}
