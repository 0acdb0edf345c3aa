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
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The filter {@code until} of the commands that prune: what is younger stays. */
public final class PruneTime {
    private static final String COUNT = "\\d{1,9}(?:\\.\\d{0,9})?|\\.\\d{1,9}";
    private static final Pattern PART = Pattern.compile("(" + COUNT + ")(h|ms|m|s|us|µs|ns)");
    /** Possessive: of a long one, going back takes a frame of the stack for each part. */
    private static final Pattern SPAN = Pattern.compile("[+-]?(?:(?:" + COUNT + ")(?:h|ms|m|s|us|µs|ns))++");
    private static final Pattern SECONDS = Pattern.compile("(\\d{1,11})(?:\\.(\\d{1,9}))?");
    private static final Map<String, Long> NANOSECONDS = Map.of(
            "ns", 1L, "us", 1_000L, "µs", 1_000L, "ms", 1_000_000L, "s", 1_000_000_000L, "m", 60_000_000_000L, "h", 3_600_000_000_000L);
    private static final int NANO_DIGITS = 9;

    /** A day, to which hours, minutes, seconds and a zone may be added. */
    private static final DateTimeFormatter MOMENT = new DateTimeFormatterBuilder()
            .appendPattern("uuuu-MM-dd['T'HH[:mm[:ss]]]")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, NANO_DIGITS, true)
            .appendPattern("[XXX]")
            .parseDefaulting(ChronoField.HOUR_OF_DAY, 0)
            .parseDefaulting(ChronoField.MINUTE_OF_HOUR, 0)
            .parseDefaulting(ChronoField.SECOND_OF_MINUTE, 0)
            .toFormatter()
            .withResolverStyle(ResolverStyle.STRICT)
            .withZone(ZoneOffset.UTC);

    private PruneTime() {}

    /** @param values at most one: a span as Go writes it ({@code 1h30m}), seconds since 1970, a day, or RFC 3339, of which the end may be left out */
    public static Optional<Instant> parse(List<String> values, Instant now) {
        if (values.isEmpty()) {
            return Optional.empty();
        }
        if (values.size() > 1) {
            throw new EngineException(INVALID_PARAMETER, "more than one until filter specified");
        }
        String text = values.get(0);
        try {
            return Optional.of(SPAN.matcher(text).matches() ? now.minus(span(text)) : moment(text));
        } catch (DateTimeException | ArithmeticException none) {
            throw new EngineException(INVALID_PARAMETER, "failed to parse value as time or duration: \"" + text + "\"", none);
        }
    }

    private static Duration span(String text) {
        Duration span = Duration.ZERO;
        Matcher part = PART.matcher(text);
        while (part.find()) {
            span = span.plusNanos(new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(NANOSECONDS.get(part.group(2)))).setScale(0, RoundingMode.DOWN).longValueExact());
        }
        return text.startsWith("-") ? span.negated() : span;
    }

    private static Instant moment(String text) {
        Matcher seconds = SECONDS.matcher(text);
        if (!seconds.matches()) {
            return MOMENT.parse(text, Instant::from);
        }
        String decimals = seconds.group(2) == null ? "" : seconds.group(2);
        return Instant.ofEpochSecond(Long.parseLong(seconds.group(1)), Long.parseLong(decimals + "0".repeat(NANO_DIGITS - decimals.length())));
    }
}
