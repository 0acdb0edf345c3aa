package dev.berth.runtime.kernel;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import jnr.ffi.Pointer;

/** A socket of IPv4 whose calls never wait. It belongs for life to the network namespace of the thread that opened it, and keeps that namespace. Not thread safe. */
public final class InternetSocket implements AutoCloseable {
    private static final int ADDRESS_BYTES = 16;
    private static final int IP_BYTES = 4;
    private static final int SOCK_NONBLOCK = 0x800;
    private static final int SO_REUSEADDR = 2;
    private static final int SO_RCVBUF = 8;
    private static final int ECONNABORTED = 103;
    private static final int EINPROGRESS = 115;
    private static final int NONBLOCKING = SOCK_NONBLOCK | NetworkCalls.SOCK_CLOEXEC;

    /** Clients that wait to be accepted. */
    private static final int BACKLOG = 16;

    private final Descriptor descriptor;

    /** What a socket is for. */
    public enum Kind {
        UDP(NetworkCalls.SOCK_DGRAM),
        TCP(NetworkCalls.SOCK_STREAM);

        private final int number;

        Kind(int number) {
            this.number = number;
        }
    }

    /** Room for one datagram and for the address of its sender; used by one thread. */
    public static final class Datagram {
        private final ByteBuffer bytes;
        private final Pointer pointer;
        private final ByteBuffer address = SystemCalls.allocate(ADDRESS_BYTES);
        private final Pointer addressPointer = SystemCalls.pointer(address);
        private final ByteBuffer addressLength = SystemCalls.allocate(Integer.BYTES);
        private final Pointer addressLengthPointer = SystemCalls.pointer(addressLength);

        /** @param size in bytes: the rest of a longer datagram is lost */
        public Datagram(int size) {
            bytes = SystemCalls.allocate(size).order(ByteOrder.BIG_ENDIAN);
            pointer = SystemCalls.pointer(bytes);
        }

        /** What was received last, from its first byte to its last; to be sent, it is flipped. */
        public ByteBuffer bytes() {
            return bytes;
        }

        /** Of what was received last. */
        public InetSocketAddress sender() {
            byte[] ip = new byte[IP_BYTES];
            address.get(IP_BYTES, ip);
            try {
                return new InetSocketAddress(InetAddress.getByAddress(ip), Short.toUnsignedInt(Short.reverseBytes(address.getShort(Short.BYTES))));
            } catch (UnknownHostException impossible) {
                throw new IllegalStateException(impossible);
            }
        }

        /** Whom it is sent to. */
        public void receiver(InetSocketAddress receiver) {
            fill(address, (Inet4Address) receiver.getAddress(), receiver.getPort());
        }
    }

    private InternetSocket(Kind kind) {
        descriptor = new Descriptor(SystemCalls.check("socket", SystemCalls.LIBC.socket(NetworkCalls.AF_INET, kind.number | NONBLOCKING, 0)));
    }

    /**
     * One that others send to, or connect to.
     *
     * @param receiveBytes how much the kernel keeps for it, and for each of its connections
     * @throws SystemCallException EADDRINUSE, EADDRNOTAVAIL
     */
    public static InternetSocket listening(Kind kind, Inet4Address address, int port, int receiveBytes) {
        InternetSocket socket = new InternetSocket(kind);
        try {
            socket.set(SO_REUSEADDR, 1); // connections of an earlier one may still be ending
            socket.set(SO_RCVBUF, receiveBytes);
            SystemCalls.check("bind", SystemCalls.LIBC.bind(socket.descriptor.number(), pointer(address, port), ADDRESS_BYTES));
            if (kind == Kind.TCP) {
                SystemCalls.check("listen", SystemCalls.LIBC.listen(socket.descriptor.number(), BACKLOG));
            }
            return socket;
        } catch (SystemCallException refused) {
            socket.close();
            throw refused;
        }
    }

    /** One that talks to this address alone. A connection may still be made, or fail, when this returns. @throws SystemCallException ENETUNREACH */
    public static InternetSocket connecting(Kind kind, Inet4Address address, int port) {
        InternetSocket socket = new InternetSocket(kind);
        int result = SystemCalls.LIBC.connect(socket.descriptor.number(), pointer(address, port), ADDRESS_BYTES);
        int errno = result < 0 ? SystemCalls.lastError() : 0;
        if (errno != 0 && errno != EINPROGRESS) {
            socket.close();
            throw new SystemCallException("connect", errno);
        }
        return socket;
    }

    private void set(int option, int value) {
        byte[] bytes = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.nativeOrder()).putInt(value).array();
        NetworkCalls.check("setsockopt", NetworkCalls.LIBC.setsockopt(descriptor.number(), NetworkCalls.SOL_SOCKET, option, bytes, bytes.length));
    }

    private static Pointer pointer(Inet4Address address, int port) {
        ByteBuffer name = SystemCalls.allocate(ADDRESS_BYTES);
        fill(name, address, port);
        return SystemCalls.pointer(name);
    }

    /** struct sockaddr_in. */
    private static void fill(ByteBuffer name, Inet4Address address, int port) {
        name.putShort(0, (short) NetworkCalls.AF_INET).putShort(Short.BYTES, Short.reverseBytes((short) port)).put(IP_BYTES, address.getAddress());
    }

    /** For an event loop. Whoever takes it on, as {@link ByteStream} does, closes this socket with it. */
    public Descriptor descriptor() {
        return descriptor;
    }

    /** Gives the socket to another library. @return the number of its descriptor, which the caller closes; this is closed from now on */
    public int release() {
        return descriptor.release();
    }

    /** @return the next client's connection; empty: nobody waits. @throws SystemCallException EMFILE and the like */
    public Optional<Descriptor> accept() {
        int accepted = SystemCalls.LIBC.accept4(descriptor.number(), null, null, NONBLOCKING);
        if (accepted >= 0) {
            return Optional.of(new Descriptor(accepted));
        }
        int errno = SystemCalls.lastError();
        if (errno == ErrorNumber.EAGAIN || errno == ErrorNumber.EINTR || errno == ECONNABORTED) {
            return Optional.empty();
        }
        throw new SystemCallException("accept", errno);
    }

    /** @return false: nothing is there. @throws SystemCallException ECONNREFUSED and the like, of what was sent before */
    public boolean receive(Datagram into) {
        into.addressLength.putInt(0, ADDRESS_BYTES);
        long length = SystemCalls.LIBC.recvfrom(descriptor.number(), into.pointer, into.bytes.capacity(), 0, into.addressPointer, into.addressLengthPointer);
        if (length < 0) {
            int errno = SystemCalls.lastError();
            if (errno == ErrorNumber.EAGAIN || errno == ErrorNumber.EINTR) {
                return false;
            }
            throw new SystemCallException("recvfrom", errno);
        }
        into.bytes.clear().limit((int) length);
        return true;
    }

    /** From an unconnected socket. @return false: it could not be sent */
    public boolean send(Datagram datagram) {
        return SystemCalls.LIBC.sendto(descriptor.number(), datagram.pointer, datagram.bytes.limit(), 0, datagram.addressPointer, ADDRESS_BYTES) >= 0;
    }

    /** From a connected socket. @return false: it could not be sent */
    public boolean sendConnected(Datagram datagram) {
        return SystemCalls.LIBC.sendto(descriptor.number(), datagram.pointer, datagram.bytes.limit(), 0, null, 0) >= 0;
    }

    /** Can be called twice. */
    @Override
    public void close() {
        descriptor.close();
    }
}
