package dev.berth.engine.dockerfile;

import dev.berth.engine.image.HealthCheck;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** Values as Go prints them, in which Docker writes them into an image's history. */
public final class GoText {
    private static final int FIRST_PRINTABLE = 0x20;
    private static final int DELETE = 0x7f;
    private static final long MICROSECOND = 1_000;
    private static final long MILLISECOND = 1_000_000;
    private static final long SECOND = 1_000_000_000;

    private GoText() {}

    /** As {@code %q} of a text. */
    public static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int at = 0; at < text.length(); at++) {
            char letter = text.charAt(at);
            switch (letter) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\t' -> quoted.append("\\t");
                case '\r' -> quoted.append("\\r");
                default -> quoted.append(letter < FIRST_PRINTABLE || letter == DELETE ? String.format("\\x%02x", (int) letter) : String.valueOf(letter));
            }
        }
        return quoted.append('"').toString();
    }

    /** As {@code %q} of several. */
    public static String quoted(List<String> texts) {
        return texts.stream().map(GoText::quoted).collect(Collectors.joining(" ", "[", "]"));
    }

    /** As {@code %v} of several. */
    public static String plain(List<String> texts) {
        return "[" + String.join(" ", texts) + "]";
    }

    /** As {@code %q} of a pointer to such a structure, whose number becomes a character. */
    public static String quoted(HealthCheck check) {
        return "&{" + quoted(check.test()) + " " + quoted(duration(check.interval())) + " " + quoted(duration(check.timeout())) + " "
                + quoted(duration(check.startPeriod())) + " '" + character(check.retries()) + "'}";
    }

    private static String character(int number) {
        return number >= FIRST_PRINTABLE && number < DELETE ? String.valueOf((char) number) : String.format("\\x%02x", number);
    }

    private static String duration(Duration duration) {
        long nanoseconds = duration.toNanos();
        if (nanoseconds == 0) {
            return "0s";
        }
        if (nanoseconds < SECOND) {
            return nanoseconds >= MILLISECOND ? decimal(nanoseconds, MILLISECOND) + "ms" : nanoseconds >= MICROSECOND ? decimal(nanoseconds, MICROSECOND) + "µs" : nanoseconds + "ns";
        }
        String seconds = decimal(nanoseconds % (60 * SECOND), SECOND) + "s";
        long minutes = duration.toMinutes();
        return minutes == 0 ? seconds : minutes < 60 ? minutes + "m" + seconds : minutes / 60 + "h" + minutes % 60 + "m" + seconds;
    }

    private static String decimal(long nanoseconds, long unit) {
        String fraction = String.valueOf(unit + nanoseconds % unit).substring(1).replaceFirst("0+$", "");
        return nanoseconds / unit + (fraction.isEmpty() ? "" : "." + fraction);
    }
}
