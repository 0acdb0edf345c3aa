package dev.berth.engine.stream;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.berth.runtime.OutputListener.Source;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;

/**
 * Entries of one moment and source, as they are in a log, see {@link LogEntry}. A program can print millions of short lines in a second, so that a line makes no object here: what
 * is collected as garbage makes all machines wait.
 */
final class EntryBuffer {
    private static final byte[] BEGINNING = ascii("{\"log\":\"");
    private static final byte[] DIGITS = ascii("0123456789ABCDEF");
    private static final int LEAST = 256;
    private static final int MOST = 32 * 1024;
    /** {@code \}{@code u001B}: what JSON makes of one byte. */
    private static final int LONGEST_ESCAPE = 6;

    private final byte[] end;
    private byte[] bytes;
    private int size;

    /** @param expected bytes of output that will come */
    EntryBuffer(Source source, Instant at, int expected) {
        end = ascii("\",\"stream\":\"" + (source == Source.OUTPUT ? "stdout" : "stderr") + "\",\"time\":\"" + at + "\"}\n");
        bytes = new byte[Math.min(MOST, LEAST + 2 * expected)];
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** False when a line of this length should wait until what there is has been taken. */
    boolean fits(int length) {
        return size == 0 || size + entry(length) <= MOST;
    }

    private int entry(int length) {
        return BEGINNING.length + length * LONGEST_ESCAPE + end.length;
    }

    void add(byte[] line, int offset, int length) {
        if (size + entry(length) > bytes.length) {
            bytes = Arrays.copyOf(bytes, size + Math.max(Math.min(size, MOST), entry(length)));
        }
        append(BEGINNING);
        int begun = size;
        for (int index = offset; index < offset + length; index++) {
            byte each = line[index];
            if (each < 0) {
                size = begun;
                append(JsonStringEncoder.getInstance().quoteAsUTF8(new String(line, offset, length, StandardCharsets.UTF_8)));
                break;
            }
            if (each >= ' ' && each != '"' && each != '\\') {
                bytes[size++] = each;
            } else {
                escape(each);
            }
        }
        append(end);
    }

    private void append(byte[] text) {
        System.arraycopy(text, 0, bytes, size, text.length);
        size += text.length;
    }

    private void escape(byte each) {
        bytes[size++] = '\\';
        switch (each) {
            case '"', '\\' -> bytes[size++] = each;
            case '\n' -> bytes[size++] = 'n';
            case '\r' -> bytes[size++] = 'r';
            case '\t' -> bytes[size++] = 't';
            case '\b' -> bytes[size++] = 'b';
            case '\f' -> bytes[size++] = 'f';
            default -> {
                bytes[size++] = 'u';
                bytes[size++] = '0';
                bytes[size++] = '0';
                bytes[size++] = DIGITS[each >> 4];
                bytes[size++] = DIGITS[each & 0xf];
            }
        }
    }

    int size() {
        return size;
    }

    /** All entries; valid until the next one is added, which is the first again. */
    ByteBuffer take() {
        ByteBuffer entries = ByteBuffer.wrap(bytes, 0, size);
        size = 0;
        return entries;
    }
}
