package dev.berth.runtime.network;

import dev.berth.runtime.kernel.InternetSocket;
import dev.berth.runtime.kernel.InternetSocket.Kind;
import dev.berth.runtime.kernel.NetworkNamespace;
import dev.berth.runtime.kernel.SystemCallException;
import java.net.Inet4Address;

/** Where a container asks for names: port 53 of 127.0.0.11, which is its own loopback. They keep the container's network until they are closed. */
public record NameSockets(InternetSocket datagrams, InternetSocket connections) implements AutoCloseable {
    /** Docker's, in each container that is on a network of one's own. */
    public static final Inet4Address ADDRESS = Subnet.parse("127.0.0.11/32").first();

    private static final int DOMAIN = 53;

    /** Some dozens of questions; what is more is lost, as the kernel's memory is that of all machines. */
    private static final int RECEIVE_BYTES = 16 * 1024;

    /** @param container whose {@code lo} is up. @throws SystemCallException EADDRINUSE: a program has the port */
    public static NameSockets open(NetworkNamespace container) {
        return container.visit(() -> {
            InternetSocket datagrams = InternetSocket.listening(Kind.UDP, ADDRESS, DOMAIN, RECEIVE_BYTES);
            try {
                return new NameSockets(datagrams, InternetSocket.listening(Kind.TCP, ADDRESS, DOMAIN, RECEIVE_BYTES));
            } catch (SystemCallException refused) {
                datagrams.close();
                throw refused;
            }
        });
    }

    @Override
    public void close() {
        datagrams.close();
        connections.close();
    }
}
