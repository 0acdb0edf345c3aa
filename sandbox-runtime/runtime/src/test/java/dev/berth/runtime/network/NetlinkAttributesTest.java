package dev.berth.runtime.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class NetlinkAttributesTest {
    private static final int MESSAGE_HEADER = 16;

    @Test
    void readsWhatARequestWrites() {
        byte[] packet = new NetlinkRequest()
                .message(1, 0, "test")
                .textAttribute(1, "docker0")
                .wordAttribute(2, 1500)
                .networkWordAttribute(3, 0x01020304)
                .octetAttribute(4, 7)
                .finish();

        NetlinkAttributes attributes = new NetlinkAttributes(bytes(packet).position(MESSAGE_HEADER));

        assertThat(attributes.text(1)).contains("docker0");
        assertThat(attributes.word(2)).contains(1500);
        assertThat(attributes.bytes(3)).contains(new byte[] {1, 2, 3, 4});
        assertThat(attributes.networkWord(3)).contains(0x01020304);
        assertThat(attributes.bytes(4)).contains(new byte[] {7});
        assertThat(attributes.word(5)).isEmpty();
    }

    @Test
    void refusesARequestThatGrowsWithoutBound() {
        NetlinkRequest request = new NetlinkRequest().message(1, 0, "test");

        assertThatThrownBy(() -> request.attribute(1, new byte[1 << 16])).isInstanceOf(BufferOverflowException.class);
    }

    @Property
    void endsWithoutErrorOnAnyBytes(@ForAll @Size(max = 64) byte[] hostile) {
        NetlinkAttributes attributes = new NetlinkAttributes(bytes(hostile));

        assertThat(attributes.text(1).orElse("").length()).isLessThanOrEqualTo(hostile.length);
        assertThat(attributes.word(0).isPresent() && hostile.length < 8).isFalse();
    }

    private static ByteBuffer bytes(byte[] content) {
        return ByteBuffer.wrap(content).order(ByteOrder.nativeOrder());
    }
}
