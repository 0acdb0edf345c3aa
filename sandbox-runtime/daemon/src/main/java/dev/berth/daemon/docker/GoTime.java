package dev.berth.daemon.docker;

import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;

import dev.berth.engine.EngineException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/** Moments and spans as Docker, a Go program, writes and reads them. */
public final class GoTime {
    /** Go's moment that is none. */
    public static final String NEVER = "0001-01-01T00:00:00Z";

    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int NANO_DIGITS = 9;

    private GoTime() {}

    /** RFC 3339 with as many decimals as are needed: Go's RFC3339Nano. */
    public static String text(Instant moment) {
        StringBuilder text = new StringBuilder(SECONDS.format(moment));
        if (moment.getNano() != 0) {
            text.append(1_000_000_000L + moment.getNano()).setCharAt(text.length() - NANO_DIGITS - 1, '.'); // the one keeps the zeros that follow the point
            int length = text.length();
            while (text.charAt(length - 1) == '0') {
                length--;
            }
            text.setLength(length);
        }
        return text.append('Z').toString();
    }

    /**
     * Reads {@code since} and {@code until}: seconds since 1970 with decimals, as the CLI sends them, or RFC 3339.
     *
     * @return empty for nothing and for 0
     */
    public static Optional<Instant> parse(String name, String text) {
        if (text.isEmpty() || text.equals("0")) {
            return Optional.empty();
        }
        try {
            if (text.contains("T")) {
                return Optional.of(Instant.parse(text));
            }
            BigDecimal seconds = new BigDecimal(text);
            BigDecimal whole = seconds.setScale(0, RoundingMode.FLOOR);
            return Optional.of(Instant.ofEpochSecond(whole.longValueExact(), seconds.subtract(whole).movePointRight(NANO_DIGITS).longValue()));
        } catch (NumberFormatException | ArithmeticException | DateTimeException wrong) {
            throw new EngineException(INVALID_PARAMETER, "invalid value \"" + text + "\" of \"" + name + "\": seconds since 1970 or RFC 3339 are needed", wrong);
        }
    }

    /** How long something took, for people: {@code About a minute}. */
    public static String span(Duration duration) {
        long seconds = duration.toSeconds();
        long minutes = duration.toMinutes();
        long hours = Math.round(Math.floor(seconds / 3600.0 + 0.5));
        if (seconds < 1) {
            return "Less than a second";
        } else if (seconds == 1) {
            return "1 second";
        } else if (seconds < 60) {
            return seconds + " seconds";
        } else if (minutes == 1) {
            return "About a minute";
        } else if (minutes < 60) {
            return minutes + " minutes";
        } else if (hours == 1) {
            return "About an hour";
        } else if (hours < 48) {
            return hours + " hours";
        } else if (hours < 24 * 7 * 2) {
            return hours / 24 + " days";
        } else if (hours < 24 * 30 * 2) {
            return hours / 24 / 7 + " weeks";
        } else if (hours < 24 * 365 * 2) {
            return hours / 24 / 30 + " months";
        }
        return hours / 24 / 365 + " years";
    }
}
