package dev.berth.engine.network;

import java.util.List;
import java.util.Map;

/**
 * What {@code docker network create} asks for.
 *
 * @param driver empty: {@code bridge}
 * @param pools none: the next free of Docker's
 * @param ipv6 addresses of IPv6 too
 */
public record NetworkRequest(
        String name,
        String driver,
        List<Network.Pool> pools,
        String addressDriver,
        boolean ipv6,
        boolean internal,
        boolean attachable,
        Map<String, String> options,
        Map<String, String> labels) {}
