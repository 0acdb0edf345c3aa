package dev.berth.engine.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

class LineSplitterTest {

    @Property(tries = 200)
    void nothingIsLostAndNoLineIsTooLong(@ForAll @Size(max = 20) List<@Size(max = 9000) byte[]> chunks) {
        LineSplitter splitter = new LineSplitter();
        List<byte[]> lines = new ArrayList<>();
        ByteArrayOutputStream printed = new ByteArrayOutputStream();

        for (byte[] chunk : chunks) {
            printed.writeBytes(chunk);
            splitter.accept(ByteBuffer.wrap(chunk), (line, offset, length) -> lines.add(Arrays.copyOfRange(line, offset, offset + length)));
        }
        splitter.flush((line, offset, length) -> lines.add(Arrays.copyOfRange(line, offset, offset + length)));

        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        lines.forEach(joined::writeBytes);
        assertThat(joined.toByteArray()).isEqualTo(printed.toByteArray());
        assertThat(lines).allSatisfy(line -> {
            assertThat(line.length).isBetween(1, LineSplitter.LONGEST);
            assertThat(newlines(line)).isLessThanOrEqualTo(1);
        });
    }

    @Property(tries = 200)
    void howTheBytesComeDoesNotMatter(@ForAll @Size(max = 5000) byte[] output, @ForAll @Size(max = 10) List<Integer> cuts) {
        assertThat(split(output, cuts)).usingRecursiveComparison().isEqualTo(split(output, List.of()));
    }

    private static List<byte[]> split(byte[] output, List<Integer> cuts) {
        LineSplitter splitter = new LineSplitter();
        List<byte[]> lines = new ArrayList<>();
        List<Integer> ends = new ArrayList<>(cuts.stream().map(cut -> Math.floorMod(cut, output.length + 1)).sorted().toList());
        ends.add(output.length);
        int start = 0;
        for (int end : ends) {
            splitter.accept(ByteBuffer.wrap(output, start, end - start), (line, offset, length) -> lines.add(Arrays.copyOfRange(line, offset, offset + length)));
            start = end;
        }
        splitter.flush((line, offset, length) -> lines.add(Arrays.copyOfRange(line, offset, offset + length)));
        return lines;
    }

    private static long newlines(byte[] line) {
        long count = 0;
        for (byte each : line) {
            count += each == '\n' ? 1 : 0;
        }
        return count;
    }
}
