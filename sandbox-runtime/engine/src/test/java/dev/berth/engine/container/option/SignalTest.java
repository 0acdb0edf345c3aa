package dev.berth.engine.container.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.engine.EngineException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignalTest {

    @ParameterizedTest
    @CsvSource({"KILL, 9", "SIGKILL, 9", "sigterm, 15", "9, 9", "USR1, 10", "WINCH, 28", "SYS, 31", "RTMIN, 34", "RTMIN+3, 37", "RTMAX, 64", "RTMAX-14, 50"})
    void aSignalIsKnownByNameAndNumber(String text, int number) {
        assertThat(Signal.parse(text).number()).isEqualTo(number);
    }

    @Test
    void whatIsNoSignalIsRefusedInDockersWords() {
        assertThatThrownBy(() -> Signal.parse("NONSENSE")).hasMessage("Invalid signal: NONSENSE");
        assertThatThrownBy(() -> Signal.parse("0")).hasMessage("Invalid signal: 0");
        assertThatThrownBy(() -> Signal.parse("65")).hasMessage("The linux daemon does not support signal 65");
        assertThatThrownBy(() -> Signal.parse("-1")).hasMessage("The linux daemon does not support signal 18446744073709551615");
        assertThatThrownBy(() -> Signal.parse("RTMIN+16")).hasMessage("Invalid signal: RTMIN+16");
        assertThatThrownBy(() -> Signal.parse("RTMAX-50")).hasMessage("Invalid signal: RTMAX-50");
    }

    @Property
    void whateverIsTypedIsASignalOrRefused(@ForAll String text) {
        try {
            assertThat(Signal.parse(text).number()).isBetween(1, 64);
        } catch (EngineException refused) {
            assertThat(refused).hasMessageMatching("(?s)(Invalid signal: |The linux daemon does not support signal ).*");
        }
    }
}
