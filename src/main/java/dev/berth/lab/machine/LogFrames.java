package dev.berth.lab.machine;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Docker's multiplexed log: frames of one byte stream, three zeros, a big-endian length, then the text.
 *
 * @see <a href="https://docs.docker.com/reference/api/engine/">ContainerAttach, "Stream format"</a>
 */
final class LogFrames {

    private static final int HEADER = 8;

    private LogFrames() {
    }

    /** Both streams in the order they were written. A last frame that was cut off is taken as far as it goes. */
    static String text(Buffer frames) {
        ByteArrayOutputStream text = new ByteArrayOutputStream(frames.length());
        int at = 0;
        while (at + HEADER <= frames.length()) {
            long end = at + HEADER + frames.getUnsignedInt(at + 4);
            byte[] payload = frames.getBytes(at + HEADER, (int) Math.min(end, frames.length()));
            text.write(payload, 0, payload.length);
            at = (int) Math.min(end, frames.length());
        }
        return text.toString(StandardCharsets.UTF_8);
    }
}
