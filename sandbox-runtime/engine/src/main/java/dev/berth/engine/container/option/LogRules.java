package dev.berth.engine.container.option;

import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;

import dev.berth.engine.EngineException;
import dev.berth.engine.container.option.HostOptions.LogOptions;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Which {@code --log-driver} and {@code --log-opt} there are, in Docker's words. */
final class LogRules {
    private static final String FILE = "json-file";
    private static final String LOCAL = "local";
    private static final Set<String> DRIVERS = Set.of(FILE, LOCAL, "none");
    private static final Set<String> OPTIONS_OF_ALL = Set.of("mode", "max-buffer-size");
    private static final Map<String, Set<String>> OPTIONS = Map.of(
            FILE, Set.of("max-file", "max-size", "compress", "labels", "labels-regex", "env", "env-regex", "tag"),
            LOCAL, Set.of("max-file", "max-size", "compress"));
    private static final Pattern SIZE = Pattern.compile("\\d{1,15}(\\.\\d+)? ?([kKmMgGtTpP]i?)?[bB]?");

    private LogRules() {}

    /** @throws EngineException INVALID_PARAMETER */
    static void check(LogOptions log) {
        if (!DRIVERS.contains(log.driver())) {
            throw refused("error looking up logging plugin " + log.driver() + ": plugin \"" + log.driver() + "\" not found");
        }
        checkMode(log.options());
        if (OPTIONS.containsKey(log.driver())) {
            for (String name : log.options().keySet()) {
                if (!OPTIONS_OF_ALL.contains(name) && !OPTIONS.get(log.driver()).contains(name)) {
                    throw refused("unknown log opt '" + name + "' for " + (log.driver().equals(FILE) ? "json-file log driver" : "log driver " + log.driver()));
                }
            }
        }
    }

    private static void checkMode(Map<String, String> options) {
        String mode = options.getOrDefault("mode", "");
        if (!Set.of("", "blocking", "non-blocking").contains(mode)) {
            throw refused("logger: logging mode not supported: " + mode);
        }
        String buffer = options.get("max-buffer-size");
        if (buffer != null && !mode.equals("non-blocking")) {
            throw refused("logger: max-buffer-size option is only supported with 'mode=non-blocking'");
        }
        if (buffer != null && !SIZE.matcher(buffer).matches()) {
            throw refused("error parsing option max-buffer-size: invalid size: '" + buffer + "'");
        }
    }

    private static EngineException refused(String message) {
        return new EngineException(INVALID_PARAMETER, message);
    }
}
