package dev.berth.lab.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;

class InputLedgerTest {

    private final InputLedger ledger = new InputLedger();

    @Test
    void dropsWhatItHasAlready() {
        ledger.accept("tab", input(0, "hello"));

        assertThat(ledger.accept("tab", input(0, "hello"))).isEmpty();
    }

    @Test
    void takesTheRestOfAnInputThatOverlaps() {
        ledger.accept("tab", input(0, "hello"));

        assertThat(ledger.accept("tab", input(3, "lo you")).orElseThrow()).hasToString(" you");
    }

    @Test
    void refusesInputWithAGapBeforeIt() {
        ledger.accept("tab", input(0, "hello"));

        assertThatIllegalArgumentException().isThrownBy(() -> ledger.accept("tab", input(6, "x")));
    }

    @Test
    void countsEachTabForItself() {
        ledger.accept("one", input(0, "hello"));

        assertThat(ledger.accept("two", input(0, "hello")).orElseThrow()).hasToString("hello");
    }

    @Test
    void believesTheFirstOffsetOfATabThatItDoesNotKnow() {
        assertThat(ledger.accept("tab", input(500, "ls")).orElseThrow()).hasToString("ls");
        ledger.taken("tab", 2);

        assertThat(ledger.taken("tab")).isEqualTo(502);
    }

    private static TerminalFrame.Input input(long offset, String text) {
        return new TerminalFrame.Input(offset, Buffer.buffer(text));
    }
}
