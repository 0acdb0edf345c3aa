package dev.berth.engine.container;

import static dev.berth.engine.EngineException.Kind.SYSTEM;

import dev.berth.engine.EngineException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What {@code docker logs --details} puts before each line: labels and variables that {@code --log-opt} has chosen, and the tag. */
final class LogDetails {
    private final ContainerRecord record;
    private final Map<String, String> options;

    private LogDetails(ContainerRecord record) {
        this.record = record;
        this.options = record.config().host().log().options();
    }

    /** {@code ""}: nothing. @throws EngineException as {@link #require} */
    static String of(ContainerRecord record) {
        return new LogDetails(record).chosen().entrySet().stream().map(entry -> encoded(entry.getKey()) + "=" + encoded(entry.getValue())).collect(Collectors.joining(","));
    }

    /** Of a container that is to be started. @throws EngineException in Docker's words, for patterns that are none */
    static void require(ContainerRecord record) {
        new LogDetails(record).chosen();
    }

    private Map<String, String> chosen() {
        Map<String, String> chosen = new TreeMap<>();
        choose(chosen, record.config().labels(), "labels");
        choose(chosen, variables(), "env");
        String tag = LogTag.of(options.getOrDefault("tag", ""), record);
        if (!tag.isEmpty()) {
            chosen.put("tag", tag);
        }
        return chosen;
    }

    private void choose(Map<String, String> chosen, Map<String, String> all, String option) {
        List<String> names = Arrays.asList(options.getOrDefault(option, "").split(","));
        String expression = options.getOrDefault(option + "-regex", "");
        Predicate<String> wanted = expression.isEmpty() ? names::contains : ((Predicate<String>) names::contains).or(NamePattern.parse(expression)::isFoundIn);
        all.forEach((name, value) -> {
            if (wanted.test(name)) {
                chosen.put(name, value);
            }
        });
    }

    private Map<String, String> variables() {
        Map<String, String> variables = new HashMap<>();
        for (String entry : record.program().environment()) {
            int sign = entry.indexOf('=');
            if (sign > 0) {
                variables.put(entry.substring(0, sign), entry.substring(sign + 1));
            }
        }
        return variables;
    }

    /** As Go's library does it, which differs from Java's in two characters. */
    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("*", "%2A").replace("%7E", "~");
    }

    static EngineException refused(String reason) {
        return new EngineException(SYSTEM, "failed to initialize logging driver: " + reason);
    }
}
