package dev.berth.runtime.plan;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes what the launcher reads: numbers in the host's byte order, texts with their length and a final zero. */
public final class StepWriter {
    /** Bytes of the longest message. */
    public static final int LIMIT = 64 * 1024;

    private final ByteBuffer bytes = ByteBuffer.allocate(LIMIT).order(ByteOrder.nativeOrder());

    public StepWriter number(int number) {
        try {
            bytes.putInt(number);
        } catch (BufferOverflowException overflow) {
            throw tooLong();
        }
        return this;
    }

    public StepWriter flag(boolean flag) {
        return number(flag ? 1 : 0);
    }

    /** @throws IllegalArgumentException for a text with a zero in it: C would see its beginning only */
    public StepWriter text(String text) {
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("\"" + text.replace('\0', '?') + "\" contains a zero byte");
        }
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        number(encoded.length + 1);
        if (bytes.remaining() <= encoded.length) {
            throw tooLong();
        }
        bytes.put(encoded).put((byte) 0);
        return this;
    }

    public StepWriter texts(List<String> texts) {
        number(texts.size());
        texts.forEach(this::text);
        return this;
    }

    /** Writes the plan's steps: operation, length of the arguments, arguments. */
    public StepWriter plan(LaunchPlan plan) {
        for (LaunchStep step : plan.steps()) {
            number(step.operation().code());
            int lengthAt = bytes.position();
            number(0);
            step.write(this);
            bytes.putInt(lengthAt, bytes.position() - lengthAt - Integer.BYTES);
        }
        return this;
    }

    public ByteBuffer finish() {
        return bytes.flip();
    }

    private static IllegalArgumentException tooLong() {
        return new IllegalArgumentException("arguments, environment and files take more than " + LIMIT + " bytes together, pass less of them");
    }
}
