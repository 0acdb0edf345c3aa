package dev.berth.daemon.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.daemon.http.DetachKeys.Scan;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class DetachKeysTest {
    private static final String P = "\u0010";
    private static final String Q = "\u0011";

    private static String passed(Scan scan) {
        return StandardCharsets.ISO_8859_1.decode(scan.passed()).toString();
    }

    private static Scan scan(DetachKeys keys, String typed) {
        return keys.scan(ByteBuffer.wrap(typed.getBytes(StandardCharsets.ISO_8859_1)));
    }

    @Test
    void passesOnWhatIsNoSequence() {
        Scan scan = scan(DetachKeys.parse(""), "ls -l\n" + Q);

        assertThat(scan.detached()).isFalse();
        assertThat(passed(scan)).isEqualTo("ls -l\n" + Q);
    }

    @Test
    void detachesAndDropsWhatFollows() {
        Scan scan = scan(DetachKeys.parse(""), "a" + P + Q + "b");

        assertThat(scan.detached()).isTrue();
        assertThat(passed(scan)).isEqualTo("a");
    }

    @Test
    void knowsTheSequenceOverSeveralParts() {
        DetachKeys keys = DetachKeys.parse("");

        assertThat(passed(scan(keys, P))).isEmpty();
        assertThat(scan(keys, Q).detached()).isTrue();
    }

    @Test
    void givesBackWhatItHeldBackInVain() {
        DetachKeys keys = DetachKeys.parse("");
        scan(keys, P);

        assertThat(passed(scan(keys, "x"))).isEqualTo(P + "x");
    }

    @Test
    void aFirstKeyTypedTwiceStillCounts() {
        Scan scan = scan(DetachKeys.parse(""), P + P + Q);

        assertThat(scan.detached()).isTrue();
        assertThat(passed(scan)).isEqualTo(P);
    }

    @Test
    void takesOtherKeys() {
        assertThat(scan(DetachKeys.parse("ctrl-a,d"), "\u0001d").detached()).isTrue();
        assertThat(scan(DetachKeys.parse("ctrl-@,ctrl-["), "\u0000\u001b").detached()).isTrue();
        assertThat(scan(DetachKeys.parse("ctrl-_,DEL"), "\u001f\u007f").detached()).isTrue();
    }

    @Test
    void refusesWhatIsNoKey() {
        assertThatThrownBy(() -> DetachKeys.parse("ctrl-1")).hasMessage("Invalid detach keys (ctrl-1) provided");
        assertThatThrownBy(() -> DetachKeys.parse("ctrl-A,a")).hasMessage("Invalid detach keys (ctrl-A,a) provided");
        assertThatThrownBy(() -> DetachKeys.parse("a,,b")).hasMessage("Invalid detach keys (a,,b) provided");
    }
}
