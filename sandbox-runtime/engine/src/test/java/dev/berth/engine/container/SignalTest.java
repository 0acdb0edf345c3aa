package dev.berth.engine.container;

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
        assertThatThrownBy(() -> Signal.parse("65")).hasMessage("Invalid signal: 65");
        assertThatThrownBy(() -> Signal.parse("RTMIN+99")).hasMessage("Invalid signal: RTMIN+99");
    }

    @Property
    void whateverIsTypedIsASignalOrRefused(@ForAll String text) {
        try {
            assertThat(Signal.parse(text).number()).isBetween(1, 64);
        } catch (EngineException refused) {
            assertThat(refused).hasMessageStartingWith("Invalid signal: ");
        }
    }
}
