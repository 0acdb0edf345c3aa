package dev.berth.engine.network;

import java.util.List;
import java.util.Map;

/**
 * Which ports of a container a client asked to be published.
 *
 * @param bindings by the container's port, like {@code 80/tcp}
 * @param all each port that the container says it listens on, at ports that nobody chose
 */
public record Publishing(Map<String, List<Binding>> bindings, boolean all) {
    public static final Publishing NONE = new Publishing(Map.of(), false);

    /** @param address of the machine; empty: all of them. @param port one, several as {@code 8000-8010} of which one is taken, or empty: any */
    public record Binding(String address, String port) {}
}
