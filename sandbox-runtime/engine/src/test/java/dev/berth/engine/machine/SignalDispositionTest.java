package dev.berth.engine.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SignalDispositionTest {
    private static final int TERM = 15;
    private static final String TERM_MASK = "0000000000004000";
    private static final String NONE = "0000000000000000";

    private static List<String> status(String pids, String blocked, String ignored, String caught) {
        return List.of("Name:\tsleep: 1", "NSpid:\t" + pids, "SigBlk:\t" + blocked, "SigIgn:\t" + ignored, "SigCgt:\t" + caught);
    }

    @Test
    void theFirstOfANamespaceHearsWhatItCatchesOrHoldsBack() {
        assertThat(SignalDisposition.hears(status("4711\t12\t1", NONE, NONE, NONE), TERM)).isFalse();
        assertThat(SignalDisposition.hears(status("4711\t12\t1", NONE, NONE, TERM_MASK), TERM)).isTrue();
        assertThat(SignalDisposition.hears(status("4711\t12\t1", TERM_MASK, NONE, NONE), TERM)).isTrue();
    }

    @Test
    void othersHearWhatTheyDoNotIgnore() {
        assertThat(SignalDisposition.hears(status("4711\t11", NONE, NONE, NONE), TERM)).isTrue();
        assertThat(SignalDisposition.hears(status("4711\t11", NONE, TERM_MASK, NONE), TERM)).isFalse();
    }

    @Test
    void nobodyWaitsInVainForOneThatIsGone() {
        assertThat(SignalDisposition.hears(Integer.MAX_VALUE, TERM)).isTrue();
        assertThat(SignalDisposition.hears((int) ProcessHandle.current().pid(), TERM)).isTrue();
    }
}
