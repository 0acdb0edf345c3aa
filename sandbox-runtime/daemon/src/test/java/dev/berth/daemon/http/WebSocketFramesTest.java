package dev.berth.daemon.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class WebSocketFramesTest implements WebSocketFrames.Told {
    private static final int LONG = 70_000;
    private final WebSocketFrames frames = new WebSocketFrames();
    private final List<String> told = new ArrayList<>();

    @Override
    public void ping(byte[] payload) {
        told.add("ping " + text(payload));
    }

    @Override
    public void close() {
        told.add("close");
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private String read(byte[] bytes) throws WebSocketFrames.MalformedFrameException {
        return StandardCharsets.ISO_8859_1.decode(frames.read(ByteBuffer.wrap(bytes), this)).toString();
    }

    private String read(String hexadecimal) throws WebSocketFrames.MalformedFrameException {
        return read(HexFormat.of().parseHex(hexadecimal.replace(" ", "")));
    }

    /** As a client sends it: with a mask. @param first byte of the frame */
    private static byte[] sent(int first, String payload) {
        byte[] frame = WebSocketFrames.frame(0, payload.getBytes(StandardCharsets.ISO_8859_1));
        int header = frame.length - payload.length();
        byte[] mask = {1, 2, 3, 4};
        ByteBuffer masked = ByteBuffer.allocate(frame.length + mask.length).put((byte) first).put((byte) (frame[1] | 0x80)).put(frame, 2, header - 2).put(mask);
        for (int at = 0; at < payload.length(); at++) {
            masked.put((byte) (frame[header + at] ^ mask[at % mask.length]));
        }
        return masked.array();
    }

    /** The example of RFC 6455, 5.7. */
    @Test
    void readsAMaskedText() throws Exception {
        assertThat(read("81 85 37 fa 21 3d 7f 9f 4d 51 58")).isEqualTo("Hello");
    }

    @Test
    void readsTheSameByteByByte() throws Exception {
        StringBuilder read = new StringBuilder();
        for (byte each : sent(0x82, "one")) {
            read.append(read(new byte[] {each}));
        }

        assertThat(read).hasToString("one");
    }

    @Test
    void readsFramesOfEachLength() throws Exception {
        assertThat(read(sent(0x82, ""))).isEmpty();
        assertThat(read(sent(0x82, "x".repeat(125)))).hasSize(125);
        assertThat(read(sent(0x82, "x".repeat(126)))).hasSize(126);
        assertThat(read(sent(0x82, "x".repeat(LONG)))).hasSize(LONG);
    }

    @Test
    void passesPartsOfAMessageOnWithoutWaitingForItsEnd() throws Exception {
        assertThat(read(sent(0x02, "fr"))).isEqualTo("fr");
        assertThat(read(sent(0x89, "there?"))).isEmpty();
        assertThat(read(sent(0x80, "ag"))).isEqualTo("ag");
        assertThat(told).containsExactly("ping there?");
    }

    @Test
    void readsNothingAfterTheClose() throws Exception {
        byte[] close = sent(0x88, "\u0003\u00e8");
        byte[] data = sent(0x82, "late");

        String read = read(ByteBuffer.allocate(close.length + data.length).put(close).put(data).array());

        assertThat(read).isEmpty();
        assertThat(told).containsExactly("close");
    }

    @Test
    void refusesWhatNoClientMaySend() {
        for (String wrong : new String[] {"82 01 00", "82 7e", "83 81 00 00 00 00 00", "c2 81 00 00 00 00 00", "09 80 00 00 00 00", "89 fe 00 80 00 00 00 00", "82 ff ff ff ff ff ff ff ff ff 00 00 00 00"}) {
            assertThatThrownBy(() -> new WebSocketFrames().read(ByteBuffer.wrap(HexFormat.of().parseHex(wrong.replace(" ", ""))), this))
                    .as(wrong).isInstanceOf(WebSocketFrames.MalformedFrameException.class);
        }
    }

    @Test
    void writesWhatItReads() {
        assertThat(WebSocketFrames.frame(WebSocketFrames.BINARY, new byte[] {7})).containsExactly(0x82, 1, 7);
        assertThat(WebSocketFrames.frame(WebSocketFrames.BINARY, new byte[300])).startsWith(0x82, 126, 1, 44).hasSize(304);
        assertThat(WebSocketFrames.frame(WebSocketFrames.BINARY, new byte[LONG])).startsWith(0x82, 127, 0, 0, 0, 0, 0, 1, 0x11, 0x70).hasSize(LONG + 10);
    }
}
