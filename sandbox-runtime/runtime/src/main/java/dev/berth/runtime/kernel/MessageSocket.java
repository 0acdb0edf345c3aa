package dev.berth.runtime.kernel;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jnr.ffi.Pointer;

/** A connected unix socket that keeps messages apart (SOCK_SEQPACKET) and brings descriptors along, see unix(7). */
public final class MessageSocket implements AutoCloseable {
    private static final int AF_UNIX = 1;
    private static final int SOCK_SEQPACKET_CLOEXEC = 0x80005;
    private static final int PATH_LIMIT = 108;
    private static final int MSG_NOSIGNAL = 0x4000;
    private static final int MSG_RECEIVE_FLAGS = 0x40000000 | 0x40; // CMSG_CLOEXEC, DONTWAIT
    private static final int SOL_SOCKET = 1;
    private static final int SCM_RIGHTS = 1;
    private static final int CONTROL_SIZE = 256;
    private static final int CONTROL_HEADER = 16;
    private static final int MESSAGE_HEADER = 56;
    private static final int CONTROL_LENGTH_AT = 40;

    private final Descriptor descriptor;
    private final ByteBuffer receiveHeader = SystemCalls.allocate(MESSAGE_HEADER);
    private final ByteBuffer receiveVector = SystemCalls.allocate(16);
    private final ByteBuffer receiveControl = SystemCalls.allocate(CONTROL_SIZE);
    private final ByteBuffer receiveBytes;

    /** @param bytes valid until the next receive; @param descriptors owned by the receiver */
    public record Message(ByteBuffer bytes, List<Descriptor> descriptors) {}

    private MessageSocket(Descriptor descriptor, int limit) {
        this.descriptor = descriptor;
        this.receiveBytes = SystemCalls.allocate(limit);
    }

    /** @param limit bytes of the longest message that is received */
    public static MessageSocket connect(Path path, int limit) {
        byte[] name = path.toString().getBytes(StandardCharsets.UTF_8);
        if (name.length >= PATH_LIMIT) {
            throw new IllegalArgumentException("socket path \"" + path + "\" has more than " + (PATH_LIMIT - 1) + " bytes, choose a shorter folder");
        }
        Descriptor descriptor = new Descriptor(SystemCalls.check("socket", SystemCalls.LIBC.socket(AF_UNIX, SOCK_SEQPACKET_CLOEXEC, 0)));
        ByteBuffer address = SystemCalls.allocate(2 + PATH_LIMIT);
        address.putShort((short) AF_UNIX).put(name);
        try {
            SystemCalls.check("connect \"" + path + "\"", SystemCalls.LIBC.connect(descriptor.number(), SystemCalls.pointer(address), 2 + name.length + 1));
            return new MessageSocket(descriptor, limit);
        } catch (SystemCallException failure) {
            descriptor.close();
            throw failure;
        }
    }

    /** For an event loop. */
    public Descriptor descriptor() {
        return descriptor;
    }

    /** Sends one message; waits while the other side is slow. May be called from any thread. */
    public void send(ByteBuffer message) {
        send(message, Optional.empty());
    }

    /** @param companion a descriptor of which the receiver gets a copy */
    public void send(ByteBuffer message, Optional<Descriptor> companion) {
        ByteBuffer bytes = SystemCalls.allocate(message.remaining());
        bytes.put(message.duplicate());
        ByteBuffer vector = SystemCalls.allocate(16);
        vector.putLong(0, SystemCalls.pointer(bytes).address()).putLong(8, bytes.capacity());
        ByteBuffer header = SystemCalls.allocate(MESSAGE_HEADER);
        header.putLong(16, SystemCalls.pointer(vector).address()).putLong(24, 1);
        Optional<ByteBuffer> control = companion.map(MessageSocket::rights);
        control.ifPresent(rights -> header.putLong(32, SystemCalls.pointer(rights).address()).putLong(CONTROL_LENGTH_AT, rights.capacity()));
        Pointer pointer = SystemCalls.pointer(header);
        long sent;
        do {
            sent = SystemCalls.LIBC.sendmsg(descriptor.number(), pointer, MSG_NOSIGNAL);
        } while (sent < 0 && SystemCalls.lastError() == ErrorNumber.EINTR);
        SystemCalls.check("sendmsg", (int) sent);
        java.lang.ref.Reference.reachabilityFence(bytes);
        java.lang.ref.Reference.reachabilityFence(vector);
        java.lang.ref.Reference.reachabilityFence(control);
    }

    private static ByteBuffer rights(Descriptor companion) {
        ByteBuffer control = SystemCalls.allocate(CONTROL_HEADER + 2 * Integer.BYTES); // padded to a multiple of eight
        return control.putLong(CONTROL_HEADER + Integer.BYTES).putInt(SOL_SOCKET).putInt(SCM_RIGHTS).putInt(companion.number());
    }

    /** The next message, or nothing when none is there yet. @throws SystemCallException ({@code EPIPE}) when the other side is gone */
    public Optional<Message> receive() {
        receiveVector.putLong(0, SystemCalls.pointer(receiveBytes).address()).putLong(8, receiveBytes.capacity());
        receiveHeader.putLong(16, SystemCalls.pointer(receiveVector).address()).putLong(24, 1);
        receiveHeader.putLong(32, SystemCalls.pointer(receiveControl).address()).putLong(CONTROL_LENGTH_AT, CONTROL_SIZE);
        long length = SystemCalls.LIBC.recvmsg(descriptor.number(), SystemCalls.pointer(receiveHeader), MSG_RECEIVE_FLAGS);
        if (length < 0) {
            int errno = SystemCalls.lastError();
            if (errno == ErrorNumber.EAGAIN || errno == ErrorNumber.EINTR) {
                return Optional.empty();
            }
            throw new SystemCallException("recvmsg", errno);
        }
        if (length == 0) {
            throw new SystemCallException("recvmsg", ErrorNumber.EPIPE);
        }
        ByteBuffer bytes = receiveBytes.duplicate().order(receiveBytes.order());
        bytes.position(0).limit((int) length);
        return Optional.of(new Message(bytes, receivedDescriptors()));
    }

    private List<Descriptor> receivedDescriptors() {
        List<Descriptor> received = new ArrayList<>();
        long end = receiveHeader.getLong(CONTROL_LENGTH_AT);
        int at = 0;
        while (at + CONTROL_HEADER <= end) {
            int length = (int) receiveControl.getLong(at);
            if (length < CONTROL_HEADER) {
                break;
            }
            if (receiveControl.getInt(at + 8) == SOL_SOCKET && receiveControl.getInt(at + 12) == SCM_RIGHTS) {
                for (int each = at + CONTROL_HEADER; each + Integer.BYTES <= at + length; each += Integer.BYTES) {
                    received.add(new Descriptor(receiveControl.getInt(each)));
                }
            }
            at += (length + 7) & ~7;
        }
        return received;
    }

    @Override
    public void close() {
        descriptor.close();
    }
}
