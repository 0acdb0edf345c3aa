package dev.berth.runtime.plan;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes what the launcher reads: numbers in the host's byte order, texts with their length and a final zero. */
public final class StepWriter {
    /** Bytes of the longest message; what is longer goes as a file. */
    public static final int MESSAGE_LIMIT = 64 * 1024;

    /** Bytes of the longest plan: somewhat more than execve(2) takes. */
    public static final int LIMIT = 3 * 1024 * 1024;

    private static final int INITIAL_CAPACITY = 4096;

    private ByteBuffer bytes = ByteBuffer.allocate(INITIAL_CAPACITY).order(ByteOrder.nativeOrder());

    /** @throws PlanTooLongException if there is no more room */
    public StepWriter number(int number) {
        room(Integer.BYTES).putInt(number);
        return this;
    }

    /** 64 bits, the lower half first. */
    StepWriter bigNumber(long number) {
        return number((int) number).number((int) (number >>> Integer.SIZE));
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
        room(encoded.length + 1).put(encoded).put((byte) 0);
        return this;
    }

    /** Bytes, which may be zeros as well, with their length. */
    StepWriter bytes(byte[] content) {
        number(content.length);
        room(content.length).put(content);
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

    private ByteBuffer room(int length) {
        if (bytes.remaining() < length) {
            int needed = bytes.position() + length;
            if (needed > LIMIT) {
                throw new PlanTooLongException();
            }
            bytes = ByteBuffer.allocate(Math.min(LIMIT, Math.max(needed, 2 * bytes.capacity()))).order(ByteOrder.nativeOrder()).put(bytes.flip());
        }
        return bytes;
    }
}
