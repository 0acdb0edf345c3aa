package dev.berth.lab.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.fail;

import io.vertx.core.buffer.Buffer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class TerminalFrameTest {

    @Test
    void readsInputWithItsOffset() {
        Buffer frame = Buffer.buffer().appendByte((byte) 1).appendLong(7).appendString("ls\r");

        TerminalFrame parsed = TerminalFrame.parse(frame);

        assertThat(parsed).isEqualTo(new TerminalFrame.Input(7, Buffer.buffer("ls\r")));
    }

    @Test
    void readsTheSizeOfAView() {
        Buffer frame = Buffer.buffer().appendByte((byte) 2).appendShort((short) 132).appendShort((short) 50);

        assertThat(TerminalFrame.parse(frame)).isEqualTo(new TerminalFrame.Size(132, 50));
    }

    @Test
    void refusesASizeThatNoScreenHas() {
        Buffer frame = Buffer.buffer().appendByte((byte) 2).appendShort((short) 0).appendShort((short) 50);

        assertThatIllegalArgumentException().isThrownBy(() -> TerminalFrame.parse(frame)).withMessageContaining("1 to 1000");
    }

    @Test
    void refusesMoreInputThanAFrameMayHold() {
        Buffer frame = Buffer.buffer().appendByte((byte) 1).appendLong(0).appendBytes(new byte[TerminalFrame.INPUT_LIMIT + 1]);

        assertThatIllegalArgumentException().isThrownBy(() -> TerminalFrame.parse(frame));
    }

    @Property
    void readsOrRefusesAnyBytes(@ForAll byte[] bytes) {
        try {
            assertThat(TerminalFrame.parse(Buffer.buffer(bytes))).isNotNull();
        } catch (IllegalArgumentException refused) {
            assertThat(refused).hasMessageMatching("(?s).+");
        } catch (RuntimeException other) {
            fail("a frame is read or refused", other);
        }
    }
}
