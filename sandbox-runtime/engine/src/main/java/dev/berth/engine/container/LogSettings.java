package dev.berth.engine.container;

import static dev.berth.engine.EngineException.Kind.NOT_IMPLEMENTED;
import static dev.berth.engine.EngineException.Kind.SYSTEM;

import dev.berth.engine.EngineException;
import dev.berth.engine.container.HostOptions.LogOptions;
import dev.berth.engine.stream.LogLimits;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What {@code --log-driver} and {@code --log-opt}, which {@link LogRules} let pass, mean. {@code local} is kept as {@code json-file} is: only its bounds by default differ in Docker. */
final class LogSettings {
    private static final String FAILED = "failed to initialize logging driver: ";
    private static final Pattern SIZE = Pattern.compile("([0-9]+(?:\\.[0-9]+)?) ?([kKmMgGtTpP]?)i?[bB]?");

    private final LogOptions options;

    private LogSettings(LogOptions options) {
        this.options = options;
    }

    static LogSettings of(ContainerConfig config) {
        return new LogSettings(config.host().log());
    }

    boolean keepsOutput() {
        return !options.driver().equals("none");
    }

    /** Of a container that is to be started. @throws EngineException in Docker's words, for values that Docker looks at only then */
    LogLimits limits() {
        Map<String, String> values = options.options();
        int files = values.containsKey("max-file") ? files(values.get("max-file")) : values.containsKey("max-size") ? 1 : LogLimits.DEFAULT.files();
        long size = values.containsKey("max-size") ? size(values.get("max-size")) : LogLimits.DEFAULT.largest();
        String compress = values.getOrDefault("compress", "false");
        if (!Set.of("1", "t", "T", "TRUE", "true", "True", "0", "f", "F", "FALSE", "false", "False").contains(compress)) {
            throw new EngineException(SYSTEM, FAILED + "strconv.ParseBool: parsing \"" + compress + "\": invalid syntax");
        }
        return new LogLimits(size, files).bounded();
    }

    /** As {@link #limits()}; of one that cannot be started what is kept by default. */
    LogLimits limitsOrDefault() {
        try {
            return limits();
        } catch (EngineException unusable) {
            return LogLimits.DEFAULT;
        }
    }

    private static int files(String text) {
        if (!text.matches("[+-]?[0-9]{1,9}")) {
            throw new EngineException(SYSTEM, FAILED + "strconv.Atoi: parsing \"" + text + "\": invalid syntax");
        }
        int files = Integer.parseInt(text);
        if (files < 1) {
            throw new EngineException(SYSTEM, FAILED + "max-file cannot be less than 1");
        }
        return files;
    }

    private static long size(String text) {
        Matcher matcher = SIZE.matcher(text);
        if (!matcher.matches()) {
            throw new EngineException(SYSTEM, FAILED + "invalid size: '" + text + "'");
        }
        int power = matcher.group(2).isEmpty() ? 0 : "kmgtp".indexOf(Character.toLowerCase(matcher.group(2).charAt(0))) + 1;
        long size = (long) (Double.parseDouble(matcher.group(1)) * Math.pow(1000, power));
        if (size <= 0) {
            throw new EngineException(SYSTEM, FAILED + "max-size must be a positive number");
        }
        return size;
    }

    /** What {@code docker logs --details} puts before each line: labels and variables that were chosen, and the tag; {@code ""}: nothing. */
    static String details(ContainerRecord record) {
        Map<String, String> chosen = new TreeMap<>();
        Map<String, String> options = record.config().host().log().options();
        List<String> labels = words(options, "labels");
        List<String> variables = words(options, "env");
        record.config().labels().forEach((name, value) -> {
            if (labels.contains(name)) {
                chosen.put(name, value);
            }
        });
        for (String entry : record.program().environment()) {
            int sign = entry.indexOf('=');
            if (sign > 0 && variables.contains(entry.substring(0, sign))) {
                chosen.put(entry.substring(0, sign), entry.substring(sign + 1));
            }
        }
        return chosen.entrySet().stream()
                .map(entry -> URLEncoder.encode(entry.getKey(), StandardCharsets.UTF_8) + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining(","));
    }

    private static List<String> words(Map<String, String> options, String name) {
        return Arrays.asList(options.getOrDefault(name, "").split(","));
    }

    /** @throws EngineException NOT_IMPLEMENTED, in Docker's words, when nothing is kept */
    void refuseUnlessReadable() {
        if (!keepsOutput()) {
            throw new EngineException(NOT_IMPLEMENTED, "configured logging driver does not support reading");
        }
    }
}
