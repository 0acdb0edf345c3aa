package dev.berth.lab.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class OutputRingTest {

    @Property(tries = 200)
    void givesBackTheNewestBytesWhateverWasAppended(@ForAll @Size(max = 12) List<@IntRange(max = 400_000) Integer> lengths,
            @ForAll long seed, @ForAll @IntRange(max = 1_000_000) int first) {
        Random random = new Random(seed);
        OutputRing ring = new OutputRing(first);
        ByteArrayOutputStream everything = new ByteArrayOutputStream();

        for (int length : lengths) {
            byte[] chunk = new byte[length];
            random.nextBytes(chunk);
            everything.writeBytes(chunk);
            ring.append(Buffer.buffer(chunk));
        }

        byte[] all = everything.toByteArray();
        assertThat(ring.end()).isEqualTo(first + all.length);
        assertThat(ring.end() - ring.start()).isBetween((long) Math.min(all.length, 4096), (long) OutputRing.CAPACITY);
        byte[] kept = ring.read(ring.start(), Integer.MAX_VALUE).getBytes();
        assertThat(kept).isEqualTo(Arrays.copyOfRange(all, (int) (ring.start() - first), all.length));
    }

    @Test
    void keepsEverythingUntilItsCapacityIsReached() {
        OutputRing ring = new OutputRing(0);

        for (int i = 0; i < OutputRing.CAPACITY / 1000; i++) {
            ring.append(Buffer.buffer(new byte[1000]));
        }

        assertThat(ring.start()).isZero();
    }

    @Test
    void readsNoMoreThanWasAskedFor() {
        OutputRing ring = new OutputRing(10);

        ring.append(Buffer.buffer("abcdef"));

        assertThat(ring.read(12, 3)).hasToString("cde");
    }

    @Test
    void refusesWhatItDoesNotKeep() {
        OutputRing ring = new OutputRing(10);

        assertThatIllegalArgumentException().isThrownBy(() -> ring.read(9, 1)).withMessageContaining("offset 9 is not kept");
    }
}
