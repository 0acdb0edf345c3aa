package dev.berth.daemon.http;

import java.nio.ByteBuffer;

/**
 * The frames of a WebSocket. A reader of those that a client sends: payloads are passed on as they come, so that a frame takes no memory, however long it is.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6455#section-5.2">RFC 6455, 5.2</a>
 */
final class WebSocketFrames {
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PONG = 10;
    private static final int CONTINUATION = 0;
    private static final int TEXT = 1;
    private static final int PING = 9;
    private static final int FIRST_CONTROL = 8;

    private static final int FINAL = 0x80;
    private static final int RESERVED = 0x70;
    private static final int OPERATION = 0x0f;
    private static final int MASKED = 0x80;
    private static final int LENGTH = 0x7f;
    private static final int SHORT_LENGTH = 126;
    private static final int LONG_LENGTH = 127;
    private static final int LONGEST_CONTROL = 125;
    private static final int LONGEST_SHORT = 0xffff;
    private static final int LONGEST_HEADER = 14;

    /** What frames tell. */
    interface Told {

        void ping(byte[] payload);

        /** Nothing of what follows counts. */
        void close();
    }

    /** What a client sends that is no WebSocket's frame. */
    static final class MalformedFrameException extends Exception {
        private static final long serialVersionUID = 1;
    }

    private final ByteBuffer header = ByteBuffer.allocate(LONGEST_HEADER);
    private final byte[] mask = new byte[4];
    private ByteBuffer control = ByteBuffer.allocate(0);
    private int operation;
    private boolean inPayload;
    private boolean closed;
    private long left;
    private int masked;

    /** One frame that is complete, as a server sends it. */
    static byte[] frame(int operation, byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(LONGEST_HEADER + payload.length).put((byte) (FINAL | operation));
        if (payload.length < SHORT_LENGTH) {
            frame.put((byte) payload.length);
        } else if (payload.length <= LONGEST_SHORT) {
            frame.put((byte) SHORT_LENGTH).putShort((short) payload.length);
        } else {
            frame.put((byte) LONG_LENGTH).putLong(payload.length);
        }
        frame.put(payload).flip();
        byte[] bytes = new byte[frame.remaining()];
        frame.get(bytes);
        return bytes;
    }

    /** @return what of the bytes is data, unmasked */
    ByteBuffer read(ByteBuffer bytes, Told told) throws MalformedFrameException {
        ByteBuffer data = ByteBuffer.allocate(bytes.remaining());
        while (!closed && (bytes.hasRemaining() || inPayload && left == 0)) {
            if (inPayload) {
                readPayload(bytes, data, told);
            } else {
                header.put(bytes.get());
                if (header.position() >= 2 && (header.get(1) & MASKED) == 0) {
                    throw new MalformedFrameException();
                }
                if (header.position() == headerLength()) {
                    begin();
                }
            }
        }
        return data.flip();
    }

    /** More than there is as long as that is not known. */
    private int headerLength() {
        if (header.position() < 2) {
            return LONGEST_HEADER;
        }
        return switch (header.get(1) & LENGTH) {
            case SHORT_LENGTH -> 8;
            case LONG_LENGTH -> LONGEST_HEADER;
            default -> 6;
        };
    }

    private void begin() throws MalformedFrameException {
        int first = header.get(0);
        int length = header.get(1) & LENGTH;
        operation = first & OPERATION;
        left = switch (length) {
            case SHORT_LENGTH -> header.getShort(2) & LONGEST_SHORT;
            case LONG_LENGTH -> header.getLong(2);
            default -> length;
        };
        boolean known = operation == CONTINUATION || operation == TEXT || operation == BINARY || operation == CLOSE || operation == PING || operation == PONG;
        boolean controls = operation >= FIRST_CONTROL;
        if (!known || (first & RESERVED) != 0 || left < 0 || controls && ((first & FINAL) == 0 || left > LONGEST_CONTROL)) {
            throw new MalformedFrameException();
        }
        header.flip().position(header.limit() - mask.length).get(mask);
        header.clear();
        control = ByteBuffer.allocate(controls ? (int) left : 0);
        masked = 0;
        inPayload = true;
    }

    private void readPayload(ByteBuffer bytes, ByteBuffer data, Told told) {
        ByteBuffer to = operation >= FIRST_CONTROL ? control : data;
        while (left > 0 && bytes.hasRemaining()) {
            to.put((byte) (bytes.get() ^ mask[masked++ % mask.length]));
            masked %= mask.length;
            left--;
        }
        if (left == 0) {
            inPayload = false;
            if (operation == PING) {
                told.ping(control.array());
            } else if (operation == CLOSE) {
                closed = true;
                told.close();
            }
        }
    }
}
