package dev.berth.lab.homework;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a body of the type {@code multipart/form-data} that anybody may have written, part by part. Only one line of a part's head is in memory, which the readers of Netty and RESTEasy do
 * not promise.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7578">RFC 7578</a>, and RFC 2046, 5.1, for the lines between the parts
 */
final class MultipartReader {

    /** RFC 2046 has at most 70 characters, and these. */
    private static final Pattern BOUNDARY = Pattern.compile("[0-9A-Za-z'()+_,./:=? -]{0,69}[0-9A-Za-z'()+_,./:=?-]");
    private static final Pattern PARAMETER = Pattern.compile(";[ \\t]*+([a-z]++)=(?:\"([^\"]*+)\"|([^\";\\s]++))", Pattern.CASE_INSENSITIVE);
    private static final int LONGEST_LINE = 2_000;
    private static final int MOST_LINES = 20;

    private final InputStream input;
    private final byte[] delimiter;
    /** So much of the delimiter has come. The body's beginning counts as a line's end. */
    private int matched = 2;
    /** What has come and was not the delimiter in the end: this much of its beginning, then one byte more. */
    private int withheld;
    private int given;
    private int next = -1;
    private boolean partEnded;

    /**
     * @param input    buffered
     * @param boundary as the body's type says it; {@link #isBoundary}
     */
    MultipartReader(InputStream input, String boundary) {
        this.input = input;
        this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.US_ASCII);
    }

    /** The head of a part. @param file the name of the file that it is, if it is one */
    record Part(String name, Optional<String> file) {
    }

    static boolean isBoundary(String text) {
        return BOUNDARY.matcher(text).matches();
    }

    /** @return the next part, or empty at the end; fails with an {@link IOException} for what is no such body */
    Optional<Part> next() throws IOException {
        while (!partEnded) {
            content();
        }
        int first = input.read();
        if (first == '-' && input.read() == '-') {
            return Optional.empty(); // the line need not end
        }
        if (first < 0) {
            throw new EOFException("the body ends between parts");
        }
        String rest = first == '\n' ? "" : (char) first + line();
        if (!rest.isBlank()) {
            throw new IOException("a line between parts that is none");
        }
        partEnded = false;
        return Optional.of(head());
    }

    /** Reads a piece of the part's content. @return so many bytes, 0 at its end */
    int read(byte[] piece) throws IOException {
        int count = 0;
        while (count < piece.length && !partEnded) {
            int one = content();
            if (one >= 0) {
                piece[count++] = (byte) one;
            }
        }
        return count;
    }

    /** The next byte of the content, or -1 when the part has ended. The delimiter begins with its only carriage return, so nothing within it can be its beginning. */
    private int content() throws IOException {
        while (true) {
            if (given < withheld) {
                return delimiter[given++] & 0xff;
            }
            int one = next >= 0 ? next : input.read();
            next = -1;
            if (one < 0) {
                throw new EOFException("the body ends within a part");
            }
            if (one == delimiter[matched]) {
                matched++;
                if (matched == delimiter.length) {
                    matched = 0;
                    withheld = 0;
                    given = 0;
                    partEnded = true;
                    return -1;
                }
            } else if (matched == 0) {
                return one;
            } else {
                withheld = matched;
                given = 0;
                matched = 0;
                next = one;
            }
        }
    }

    private Part head() throws IOException {
        Map<String, String> parameters = new HashMap<>();
        int lines = 0;
        for (String line = line(); !line.isEmpty(); line = line()) {
            lines++;
            if (lines > MOST_LINES) {
                throw new IOException("a part with a head that is too long");
            }
            if (line.toLowerCase(Locale.ROOT).startsWith("content-disposition:")) {
                Matcher parameter = PARAMETER.matcher(line);
                while (parameter.find()) {
                    parameters.putIfAbsent(parameter.group(1).toLowerCase(Locale.ROOT), parameter.group(2) == null ? parameter.group(3) : parameter.group(2));
                }
            }
        }
        String name = parameters.get("name");
        if (name == null) {
            throw new IOException("a part without a name");
        }
        return new Part(name, Optional.ofNullable(parameters.get("filename")));
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int one = input.read(); one != '\n'; one = input.read()) {
            if (one < 0) {
                throw new EOFException("the body ends within a part's head");
            }
            if (line.size() == LONGEST_LINE) {
                throw new IOException("a line that is too long");
            }
            line.write(one);
        }
        String text = line.toString(StandardCharsets.UTF_8);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }
}
