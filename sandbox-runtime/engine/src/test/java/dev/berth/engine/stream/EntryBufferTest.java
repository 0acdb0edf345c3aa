package dev.berth.engine.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.berth.runtime.OutputListener.Source;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class EntryBufferTest {
    private static final Instant AT = Instant.parse("2026-11-30T13:41:34.406346646Z");

    private static String taken(EntryBuffer entries) {
        return StandardCharsets.UTF_8.decode(entries.take()).toString();
    }

    private static String json(byte[] line) {
        byte[] quoted = JsonStringEncoder.getInstance().quoteAsUTF8(new String(line, StandardCharsets.UTF_8));
        return "{\"log\":\"" + new String(quoted, StandardCharsets.UTF_8) + "\",\"stream\":\"stderr\",\"time\":\"2026-11-30T13:41:34.406346646Z\"}\n";
    }

    @Property(tries = 300)
    void entriesAreWhatJacksonMakesOfTheirText(@ForAll @Size(max = 3000) byte[] first, @ForAll @Size(max = 300) byte[] second) {
        EntryBuffer entries = new EntryBuffer(Source.ERROR, AT, 10);

        entries.add(first, 0, first.length);
        entries.add(second, 0, second.length);

        assertThat(taken(entries)).isEqualTo(json(first) + json(second));
    }

    @Property(tries = 300)
    void plainTextIsEscapedInItsPlace(@ForAll @Size(max = 2000) char[] characters) {
        byte[] text = new byte[characters.length];
        for (int index = 0; index < text.length; index++) {
            text[index] = (byte) (characters[index] & 0x7f);
        }
        EntryBuffer entries = new EntryBuffer(Source.ERROR, AT, text.length);

        entries.add(text, 0, text.length);

        assertThat(taken(entries)).isEqualTo(json(text));
    }

    @Test
    void isAskedToBeTakenBeforeItGrowsWithoutEnd() {
        EntryBuffer entries = new EntryBuffer(Source.OUTPUT, AT, 64 * 1024);
        byte[] line = "y\n".getBytes(StandardCharsets.US_ASCII);
        int largest = 0;

        for (int number = 0; number < 10_000; number++) {
            if (!entries.fits(line.length)) {
                largest = Math.max(largest, entries.take().remaining());
            }
            entries.add(line, 0, line.length);
        }

        assertThat(largest).isBetween(30_000, 32 * 1024);
    }

    @Test
    void itsBufferServesAgain() {
        EntryBuffer entries = new EntryBuffer(Source.OUTPUT, AT, 100);
        byte[] line = "y\n".getBytes(StandardCharsets.US_ASCII);
        entries.add(line, 0, line.length);
        ByteBuffer first = entries.take();

        entries.add(line, 0, line.length);

        assertThat(entries.take().array()).isSameAs(first.array());
    }
}
