package dev.berth.engine.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class OutputRingTest {

    /** The reference is all that was ever written. */
    @Property(tries = 300)
    void itHasTheNewestBytesAndNoOthers(
            @ForAll @Size(max = 30) List<@Size(max = 50) byte[]> writes, @ForAll @IntRange(min = 1, max = 100) int size, @ForAll boolean reopened)
            throws IOException {
        Path file = Files.createTempFile("ring", "");
        ByteArrayOutputStream everything = new ByteArrayOutputStream();
        OutputRing ring = new OutputRing(file, size);
        for (byte[] bytes : writes) {
            ring.write(ByteBuffer.wrap(bytes));
            everything.writeBytes(bytes);
        }
        if (reopened) {
            ring.close();
            ring = new OutputRing(file, size);
        }

        byte[] expected = everything.toByteArray();
        assertThat(ring.end()).isEqualTo(expected.length);
        assertThat(ring.start()).isEqualTo(Math.max(0, expected.length - size));
        assertThat(readAll(ring)).isEqualTo(Arrays.copyOfRange(expected, (int) ring.start(), expected.length));

        ring.close();
        assertThat(Files.size(file)).isLessThanOrEqualTo(size + Long.BYTES);
        Files.delete(file);
    }

    private static byte[] readAll(OutputRing ring) {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        for (long offset = ring.start(); offset < ring.end(); offset = ring.start() + read.size()) {
            ByteBuffer bytes = ring.read(offset, 7);
            read.write(bytes.array(), 0, bytes.remaining());
        }
        return read.toByteArray();
    }
}
