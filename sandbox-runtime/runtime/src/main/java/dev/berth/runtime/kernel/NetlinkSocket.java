package dev.berth.runtime.kernel;

import static dev.berth.runtime.kernel.NetworkCalls.LIBC;
import static dev.berth.runtime.kernel.NetworkCalls.check;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A socket to the kernel's own services. It belongs for life to the network namespace of the thread that opened it; any thread may use it afterwards,
 * one at a time.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/netlink.7.html">netlink(7)</a>
 */
public final class NetlinkSocket implements AutoCloseable {
    /** Links, addresses and routes: rtnetlink(7). */
    public static final int ROUTE = 0;
    /** Firewall rules: nf_tables. */
    public static final int NETFILTER = 12;

    /** The kernel answers while the request is being sent; a wait this long means that the answer was lost. */
    private static final long RECEIVE_SECONDS = 5;

    private int descriptor;

    private NetlinkSocket(int descriptor) {
        this.descriptor = descriptor;
    }

    /** @param protocol {@link #ROUTE} or {@link #NETFILTER}; @throws SystemCallException when the kernel has no such service */
    public static NetlinkSocket open(int protocol) {
        int type = NetworkCalls.SOCK_RAW | NetworkCalls.SOCK_CLOEXEC;
        NetlinkSocket socket = new NetlinkSocket((int) check("socket", LIBC.socket(NetworkCalls.AF_NETLINK, type, protocol)));
        try {
            socket.option(NetworkCalls.SOL_NETLINK, NetworkCalls.NETLINK_CAP_ACK, number(Integer.BYTES, 1));
            socket.option(NetworkCalls.SOL_NETLINK, NetworkCalls.NETLINK_EXT_ACK, number(Integer.BYTES, 1));
            socket.option(NetworkCalls.SOL_SOCKET, NetworkCalls.SO_RCVTIMEO, number(2 * Long.BYTES, RECEIVE_SECONDS));
            return socket;
        } catch (SystemCallException failure) {
            socket.close();
            throw failure;
        }
    }

    /** Sends the first {@code length} bytes as one packet. */
    public void send(byte[] message, int length) {
        check("send to netlink", LIBC.send(descriptor, message, length, 0));
    }

    /** Waits for one packet. @return its length; @throws IllegalStateException if it is longer than {@code buffer} */
    public int receive(byte[] buffer) {
        long length = check("receive from netlink", LIBC.recv(descriptor, buffer, buffer.length, NetworkCalls.MSG_TRUNC));
        if (length > buffer.length) {
            throw new IllegalStateException("netlink answered " + length + " bytes where " + buffer.length + " were expected at most");
        }
        return (int) length;
    }

    @Override
    public void close() {
        if (descriptor >= 0) {
            LIBC.close(descriptor);
            descriptor = -1;
        }
    }

    private void option(int level, int option, byte[] value) {
        check("setsockopt", LIBC.setsockopt(descriptor, level, option, value, value.length));
    }

    private static byte[] number(int size, long value) {
        ByteBuffer bytes = ByteBuffer.allocate(size).order(ByteOrder.nativeOrder());
        if (size == Integer.BYTES) {
            return bytes.putInt((int) value).array();
        }
        return bytes.putLong(value).array();
    }
}
