package dev.berth.runtime.network;

import dev.berth.runtime.kernel.NetlinkSocket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Consumer;

/** Sends requests to the kernel and waits for what it says to them. Bound to the network namespace of the thread that opened it. */
final class NetlinkConnection implements AutoCloseable {
    /** The kernel never makes a larger packet of a dump (NLMSG_GOODSIZE is at most 8 KiB, 32 KiB when the reader offers room). */
    private static final int RECEIVE_BUFFER = 32 * 1024;

    private static final int HEADER = 16;
    private static final int TYPE_AT = 4;
    private static final int FLAGS_AT = 6;
    private static final int SEQUENCE_AT = 8;
    private static final int TYPE_ERROR = 2;
    private static final int TYPE_DONE = 3;
    private static final int FLAG_EXTENDED = 0x200;
    private static final int ERROR_REASON = 1;

    private final NetlinkSocket socket;

    private NetlinkConnection(NetlinkSocket socket) {
        this.socket = socket;
    }

    /** For links, addresses and routes. */
    static NetlinkConnection route() {
        return new NetlinkConnection(NetlinkSocket.open(NetlinkSocket.ROUTE));
    }

    /** For nf_tables. */
    static NetlinkConnection netfilter() {
        return new NetlinkConnection(NetlinkSocket.open(NetlinkSocket.NETFILTER));
    }

    /**
     * Sends a request and returns when its acknowledged message was carried out.
     *
     * @throws NetlinkException for the first message that was refused; what rtnetlink did for the others stays, nf_tables undoes all
     */
    void execute(NetlinkRequest request) {
        query(request, message -> {});
    }

    /**
     * Sends a question, a dump or an acknowledged message, and hands over each message of the answer: its fixed part and attributes, valid during the
     * call only.
     */
    void query(NetlinkRequest request, Consumer<ByteBuffer> message) {
        byte[] packet = request.finish();
        socket.send(packet, packet.length);
        new Answer(request, message).receive(socket);
    }

    @Override
    public void close() {
        socket.close();
    }

    /** What comes back for one request, until its last message is answered. */
    private static final class Answer {
        private final NetlinkRequest request;
        private final Consumer<ByteBuffer> message;
        private NetlinkException refusal;
        private boolean complete;

        Answer(NetlinkRequest request, Consumer<ByteBuffer> message) {
            this.request = request;
            this.message = message;
        }

        void receive(NetlinkSocket socket) {
            byte[] buffer = new byte[RECEIVE_BUFFER];
            while (!complete) {
                read(ByteBuffer.wrap(buffer, 0, socket.receive(buffer)).slice().order(ByteOrder.nativeOrder()));
            }
            if (refusal != null) {
                throw refusal;
            }
        }

        private void read(ByteBuffer packet) {
            int position = 0;
            while (position + HEADER <= packet.limit()) {
                int length = packet.getInt(position);
                if (length < HEADER || position + length > packet.limit()) {
                    throw new IllegalStateException("netlink answered a message of " + length + " bytes in a packet of " + packet.limit());
                }
                int type = packet.getShort(position + TYPE_AT);
                ByteBuffer content = packet.slice(position + HEADER, length - HEADER).order(packet.order());
                switch (type) {
                    case TYPE_ERROR -> answered(packet.getInt(position + SEQUENCE_AT), packet.getShort(position + FLAGS_AT), content);
                    case TYPE_DONE -> complete = true;
                    default -> message.accept(content);
                }
                position += length + (-length & 3);
            }
        }

        /** An acknowledgement is an error with number 0. With NETLINK_CAP_ACK the request's header follows, without its content, then attributes. */
        private void answered(int sequence, int flags, ByteBuffer content) {
            int errno = -content.getInt(0);
            if (errno != 0 && refusal == null) {
                String reason = (flags & FLAG_EXTENDED) == 0 ? "" : reason(content);
                refusal = new NetlinkException(request.description(sequence), errno, reason);
            }
            complete |= sequence == request.acknowledged();
        }

        private static String reason(ByteBuffer content) {
            int attributes = Math.min(Integer.BYTES + HEADER, content.limit());
            return new NetlinkAttributes(content.duplicate().order(content.order()).position(attributes)).text(ERROR_REASON).orElse("");
        }
    }
}
