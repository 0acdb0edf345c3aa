package dev.berth.runtime.network;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether the network namespace of the calling thread passes packets on that are for others ({@code net.ipv4.ip_forward}). */
final class Forwarding {
    private static final Path SWITCH = Path.of("/proc/sys/net/ipv4/ip_forward");

    private Forwarding() {}

    static boolean isOn() {
        try {
            return Files.readString(SWITCH).trim().equals("1");
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot read \"" + SWITCH + "\": " + failure.getMessage(), failure);
        }
    }

    static void turn(boolean on) {
        try {
            Files.writeString(SWITCH, on ? "1" : "0");
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot write \"" + SWITCH + "\": " + failure.getMessage(), failure);
        }
    }
}
