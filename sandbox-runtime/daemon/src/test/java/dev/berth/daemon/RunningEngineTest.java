package dev.berth.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunningEngineTest {

    /** A socket was slow to close while a hundred machines ended: the engine, and what machines were lent, stayed as they were, and the log showed a stack. */
    @Test
    void aPartThatCannotBeClosedDoesNotKeepTheOthers() {
        List<String> closed = new ArrayList<>();

        RunningEngine.closeAll(List.of(
                () -> {
                    throw new IllegalStateException("a socket did not open or close within 10 seconds");
                },
                () -> closed.add("engine"),
                () -> closed.add("runtime")));

        assertThat(closed).containsExactly("engine", "runtime");
    }
}
