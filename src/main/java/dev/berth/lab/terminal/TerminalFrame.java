package dev.berth.lab.terminal;

import io.vertx.core.buffer.Buffer;

/**
 * What a browser sends: the first byte is the type, numbers are big endian.
 *
 * @see <a href="file:docs/terminal-protocol.md">docs/terminal-protocol.md</a>
 */
sealed interface TerminalFrame {

    int INPUT = 0x01;
    int SIZE = 0x02;
    int READ = 0x03;
    int CLOSE = 0x04;
    int INPUT_LIMIT = 32 << 10;
    int SIDE_LIMIT = 1000;

    /** Typed bytes; {@code offset} numbers the bytes of this browser. */
    record Input(long offset, Buffer bytes) implements TerminalFrame {
    }

    /** The view's size in characters. */
    record Size(int columns, int rows) implements TerminalFrame {
    }

    /** All output before {@code offset} has been drawn. */
    record Read(long offset) implements TerminalFrame {
    }

    /** The terminal is not wanted any more. */
    record Close() implements TerminalFrame {
    }

    /** @throws IllegalArgumentException if the bytes are no frame, with the reason */
    static TerminalFrame parse(Buffer frame) {
        int type = frame.length() == 0 ? -1 : frame.getUnsignedByte(0);
        return switch (type) {
            case INPUT -> {
                require(frame.length() > 9 && frame.length() <= 9 + INPUT_LIMIT, frame, "input");
                yield new Input(offset(frame), frame.getBuffer(9, frame.length()));
            }
            case SIZE -> {
                require(frame.length() == 5, frame, "size");
                yield new Size(side(frame.getUnsignedShort(1)), side(frame.getUnsignedShort(3)));
            }
            case READ -> {
                require(frame.length() == 9, frame, "read");
                yield new Read(offset(frame));
            }
            case CLOSE -> {
                require(frame.length() == 1, frame, "close");
                yield new Close();
            }
            default -> throw new IllegalArgumentException("no frame has the type " + type);
        };
    }

    private static long offset(Buffer frame) {
        long offset = frame.getLong(1);
        if (offset < 0) {
            throw new IllegalArgumentException("an offset is at most " + Long.MAX_VALUE);
        }
        return offset;
    }

    private static int side(int length) {
        if (length < 1 || length > SIDE_LIMIT) {
            throw new IllegalArgumentException("a side of " + length + " characters: 1 to " + SIDE_LIMIT + " are possible");
        }
        return length;
    }

    private static void require(boolean right, Buffer frame, String type) {
        if (!right) {
            throw new IllegalArgumentException(frame.length() + " bytes are no frame of type " + type);
        }
    }
}
