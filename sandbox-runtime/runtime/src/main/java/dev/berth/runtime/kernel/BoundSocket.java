package dev.berth.runtime.kernel;

import static dev.berth.runtime.kernel.NetworkCalls.LIBC;
import static dev.berth.runtime.kernel.NetworkCalls.check;

import java.net.Inet4Address;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A socket that has a port and is used for nothing. It belongs for life to the network namespace of the thread that opened it, and keeps that namespace. */
public final class BoundSocket implements AutoCloseable {
    private static final int ADDRESS_LENGTH = 16;

    private int descriptor;

    private BoundSocket(int descriptor) {
        this.descriptor = descriptor;
    }

    /** @param datagram UDP, otherwise TCP; @throws SystemCallException EADDRINUSE, EADDRNOTAVAIL */
    public static BoundSocket open(boolean datagram, Inet4Address address, int port) {
        int type = (datagram ? NetworkCalls.SOCK_DGRAM : NetworkCalls.SOCK_STREAM) | NetworkCalls.SOCK_CLOEXEC;
        BoundSocket socket = new BoundSocket((int) check("socket", LIBC.socket(NetworkCalls.AF_INET, type, 0)));
        try {
            check("bind", LIBC.bind(socket.descriptor, name(address, port), ADDRESS_LENGTH));
            return socket;
        } catch (SystemCallException refused) {
            socket.close();
            throw refused;
        }
    }

    /** struct sockaddr_in. */
    private static byte[] name(Inet4Address address, int port) {
        ByteBuffer name = ByteBuffer.allocate(ADDRESS_LENGTH).order(ByteOrder.nativeOrder()).putShort((short) NetworkCalls.AF_INET);
        return name.order(ByteOrder.BIG_ENDIAN).putShort((short) port).put(address.getAddress()).array();
    }

    @Override
    public void close() {
        if (descriptor >= 0) {
            LIBC.close(descriptor);
            descriptor = -1;
        }
    }
}
