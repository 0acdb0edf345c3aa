package dev.berth.engine.stream;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;

/** When a line was written, as a log says it: {@code 2026-11-30T13:41:34.406346646Z}. For this form alone Java's own parser takes longer than all else that is done with a line. */
final class LogTime {
    private static final String FORM = "0000-00-00T00:00:00";
    private static final int MOST_DECIMALS = 9;
    private static final long SECONDS_A_DAY = 86_400;

    private LogTime() {}

    /** @throws DateTimeException for what is no time; of another form than this engine's Java reads it */
    static Instant parse(String text) {
        int end = text.length() - 1;
        if (!hasForm(text, end)) {
            return Instant.parse(text);
        }
        int hour = number(text, 11, 13);
        int minute = number(text, 14, 16);
        int second = number(text, 17, 19);
        if (hour > 23 || minute > 59 || second > 59) {
            return Instant.parse(text);
        }
        long day = LocalDate.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10)).toEpochDay();
        int nanos = end == FORM.length() ? 0 : number(text, FORM.length() + 1, end);
        for (int decimals = end - FORM.length() - 1; nanos > 0 && decimals < MOST_DECIMALS; decimals++) {
            nanos *= 10;
        }
        return Instant.ofEpochSecond(day * SECONDS_A_DAY + hour * 3600L + minute * 60L + second, nanos);
    }

    private static boolean hasForm(String text, int end) {
        if (end < FORM.length() || end > FORM.length() + 1 + MOST_DECIMALS || end == FORM.length() + 1 || text.charAt(end) != 'Z') {
            return false;
        }
        for (int at = 0; at < end; at++) {
            char wanted = at < FORM.length() ? FORM.charAt(at) : at == FORM.length() ? '.' : '0';
            boolean fits = wanted == '0' ? text.charAt(at) >= '0' && text.charAt(at) <= '9' : text.charAt(at) == wanted;
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    private static int number(String text, int from, int to) {
        int number = 0;
        for (int at = from; at < to; at++) {
            number = number * 10 + text.charAt(at) - '0';
        }
        return number;
    }
}
