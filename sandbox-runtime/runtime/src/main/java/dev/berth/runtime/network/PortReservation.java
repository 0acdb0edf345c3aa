package dev.berth.runtime.network;

import dev.berth.runtime.kernel.BoundSocket;
import dev.berth.runtime.kernel.NetworkNamespace;
import dev.berth.runtime.network.PortForward.Protocol;
import java.net.Inet4Address;

/** Keeps programs in a machine from listening on a port that is published, as Docker's proxy does. Nothing is listened for: the firewall leads packets on. */
public final class PortReservation implements AutoCloseable {
    private final BoundSocket socket;

    private PortReservation(BoundSocket socket) {
        this.socket = socket;
    }

    /** @param at 0.0.0.0: all addresses. @throws dev.berth.runtime.kernel.SystemCallException EADDRINUSE, EADDRNOTAVAIL */
    public static PortReservation open(NetworkNamespace machine, Protocol protocol, Inet4Address at, int port) {
        return new PortReservation(machine.visit(() -> BoundSocket.open(protocol == Protocol.UDP, at, port)));
    }

    @Override
    public void close() {
        socket.close();
    }
}
