package dev.berth.daemon.docker;

import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;

import dev.berth.engine.EngineException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The filter {@code until} of the commands that prune: what is younger stays. */
public final class PruneTime {
    private static final Pattern SPAN = Pattern.compile("(?:(\\d{1,7})h)?(?:(\\d{1,9})m)?(?:(\\d{1,9})s)?");

    private PruneTime() {}

    /** @param values at most one: a span as Go writes it ({@code 1h30m}), seconds since 1970, or RFC 3339 */
    public static Optional<Instant> parse(List<String> values, Instant now) {
        if (values.isEmpty()) {
            return Optional.empty();
        }
        if (values.size() > 1) {
            throw new EngineException(INVALID_PARAMETER, "more than one until filter specified");
        }
        String text = values.get(0);
        Matcher span = SPAN.matcher(text);
        if (!text.isEmpty() && span.matches()) {
            return Optional.of(now.minus(Duration.ofHours(number(span.group(1))).plusMinutes(number(span.group(2))).plusSeconds(number(span.group(3)))));
        }
        return Optional.of(moment(text));
    }

    private static Instant moment(String text) {
        try {
            // Elsewhere 0 says that no time is asked for; here nothing is older.
            return text.equals("0") ? Instant.EPOCH : GoTime.parse("until", text).orElseThrow();
        } catch (EngineException | NoSuchElementException none) {
            throw new EngineException(INVALID_PARAMETER, "failed to parse value as time or duration: \"" + text + "\"", none);
        }
    }

    private static long number(String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }
}
