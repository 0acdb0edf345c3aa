package dev.berth.runtime.network;

import java.net.Inet4Address;
import java.util.Optional;

/**
 * A port of a machine that leads to one of a container.
 *
 * @param at address of the machine that it is for; empty: all of them
 */
public record PortForward(Protocol protocol, Optional<Inet4Address> at, int port, Inet4Address container, int containerPort) {

    /** With its number in /etc/protocols. */
    public enum Protocol {
        TCP(6),
        UDP(17);

        private final int number;

        Protocol(int number) {
            this.number = number;
        }

        int number() {
            return number;
        }
    }
}
