package dev.berth.daemon.http;

import java.nio.ByteBuffer;

/**
 * How output stands on the wire.
 *
 * @see <a href="https://docs.docker.com/engine/api/v1.41/#operation/ContainerAttach">Docker's API, stream format</a>
 */
public enum StreamFraming implements PacedOutput.Framing {
    /** As it comes: a terminal, where output and errors are one. */
    RAW {
        @Override
        public byte[] frame(boolean error, ByteBuffer bytes) {
            byte[] copy = new byte[bytes.remaining()];
            bytes.get(copy);
            return copy;
        }
    },

    /** Eight bytes before each part: stream (1 output, 2 error), three zeros, its length as four bytes, highest first. */
    MULTIPLEXED {
        @Override
        public byte[] frame(boolean error, ByteBuffer bytes) {
            ByteBuffer framed = ByteBuffer.allocate(HEADER + bytes.remaining());
            framed.put((byte) (error ? 2 : 1)).put((byte) 0).put((byte) 0).put((byte) 0).putInt(bytes.remaining()).put(bytes);
            return framed.array();
        }
    };

    private static final int HEADER = 8;

    public static StreamFraming of(boolean terminal) {
        return terminal ? RAW : MULTIPLEXED;
    }
}
