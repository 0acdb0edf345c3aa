package dev.berth.engine.dockerfile;

import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;

import dev.berth.engine.EngineException;
import dev.berth.engine.image.HealthCheck;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What follows HEALTHCHECK in a Dockerfile: {@code NONE}, or options and {@code CMD} with a program or a line for the shell.
 *
 * @see <a href="https://docs.docker.com/reference/dockerfile/#healthcheck">Dockerfile reference, HEALTHCHECK</a>
 */
public final class HealthCheckLine {
    private static final Pattern OPTION = Pattern.compile("--([^\\s=]*)=?(\\S*)\\s*(.*)", Pattern.DOTALL);
    private static final Set<String> OPTIONS = Set.of("interval", "timeout", "start-period", "retries");
    private static final Pattern DURATION = Pattern.compile("[+-]?(?:\\d{1,9}(?:\\.\\d{1,9})?(?:ns|us|µs|ms|s|m|h)){1,6}");
    private static final Pattern PART = Pattern.compile("([\\d.]+)(ns|us|µs|ms|s|m|h)");
    private static final Map<String, Long> NANOSECONDS = Map.of(
            "ns", 1L, "us", 1_000L, "µs", 1_000L, "ms", 1_000_000L, "s", 1_000_000_000L, "m", 60_000_000_000L, "h", 3_600_000_000_000L);
    private static final Duration SHORTEST = Duration.ofMillis(1);

    private HealthCheckLine() {}

    /**
     * @param list reads what may be a JSON array
     * @throws EngineException INVALID_PARAMETER with Docker's text
     */
    public static HealthCheck parse(String text, Function<String, Optional<List<String>>> list) {
        Map<String, String> options = new HashMap<>();
        String rest = text;
        for (Matcher option = OPTION.matcher(rest); option.matches(); option = OPTION.matcher(rest)) {
            if (!OPTIONS.contains(option.group(1))) {
                throw refused("Unknown flag: " + option.group(1));
            }
            options.put(option.group(1), option.group(2));
            rest = option.group(3);
        }
        String[] parts = rest.split("\\s+", 2);
        String what = parts.length == 1 ? "" : parts[1].strip();
        return new HealthCheck(
                test(parts[0], what, list), duration(options, "interval"), duration(options, "timeout"), duration(options, "start-period"), retries(options));
    }

    private static List<String> test(String type, String what, Function<String, Optional<List<String>>> list) {
        switch (type.toUpperCase(Locale.ROOT)) {
            case "" -> throw refused("HEALTHCHECK requires at least one argument");
            case "NONE" -> {
                if (!what.isEmpty()) {
                    throw refused("HEALTHCHECK NONE takes no arguments");
                }
                return List.of("NONE");
            }
            case "CMD" -> {
                Optional<List<String>> program = list.apply(what);
                List<String> test = new ArrayList<>(List.of(program.isPresent() ? "CMD" : "CMD-SHELL"));
                test.addAll(program.orElse(List.of(what)));
                if (what.isEmpty() || test.size() == 1) {
                    throw refused("Missing command after HEALTHCHECK CMD");
                }
                return List.copyOf(test);
            }
            default -> throw refused("Unknown type \"" + type.toUpperCase(Locale.ROOT) + "\" in HEALTHCHECK (try CMD)");
        }
    }

    private static Duration duration(Map<String, String> options, String name) {
        String text = options.getOrDefault(name, "");
        if (text.isEmpty()) {
            return Duration.ZERO;
        }
        if (text.matches("[1-9]\\d*")) {
            throw refused("time: missing unit in duration \"" + text + "\"");
        }
        if (!text.equals("0") && !DURATION.matcher(text).matches()) {
            throw refused("time: invalid duration \"" + text + "\"");
        }
        BigDecimal nanoseconds = BigDecimal.ZERO;
        for (Matcher part = PART.matcher(text); part.find();) {
            nanoseconds = nanoseconds.add(new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(NANOSECONDS.get(part.group(2)))));
        }
        if (nanoseconds.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
            throw refused("time: invalid duration \"" + text + "\"");
        }
        Duration duration = Duration.ofNanos(text.startsWith("-") ? -nanoseconds.longValue() : nanoseconds.longValue());
        if (duration.compareTo(SHORTEST) < 0) {
            throw refused("Interval \"" + name + "\" cannot be less than 1ms");
        }
        return duration;
    }

    private static int retries(Map<String, String> options) {
        String text = options.getOrDefault("retries", "");
        if (text.isEmpty()) {
            return 0;
        }
        if (!text.matches("-?\\d{1,9}")) {
            throw refused("strconv.ParseInt: parsing \"" + text + "\": invalid syntax");
        }
        int retries = Integer.parseInt(text);
        if (retries < 1) {
            throw refused("--retries must be at least 1 (not " + retries + ")");
        }
        return retries;
    }

    private static EngineException refused(String message) {
        return new EngineException(INVALID_PARAMETER, message);
    }
}
