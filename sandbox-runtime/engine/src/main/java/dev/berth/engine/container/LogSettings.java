package dev.berth.engine.container;

import static dev.berth.engine.EngineException.Kind.NOT_IMPLEMENTED;

import dev.berth.engine.EngineException;
import dev.berth.engine.container.option.ContainerConfig;
import dev.berth.engine.container.option.HostOptions.LogOptions;
import dev.berth.engine.stream.LogLimits;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code --log-driver} and {@code --log-opt}, which {@link dev.berth.engine.container.option.LogRules} let pass, mean. {@code local} is kept as {@code json-file} is: only its bounds by default differ in Docker. */
final class LogSettings {
    private static final Pattern SIZE = Pattern.compile("([0-9]+(?:\\.[0-9]+)?) ?([kKmMgGtTpP]?)i?[bB]?");

    private static final Set<String> TRUE = Set.of("1", "t", "T", "TRUE", "true", "True");
    private static final Set<String> FALSE = Set.of("0", "f", "F", "FALSE", "false", "False");

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
        boolean compressed = values.containsKey("compress") ? compressed(values.get("compress")) : isLocal();
        if (isLocal()) {
            refuseIf(compressed && values.containsKey("max-file") && files <= 1, "compression cannot be enabled when max file count is 1");
        } else {
            refuseIf(compressed && (files < 2 || !values.containsKey("max-size")), "compress cannot be true when max-file is less than 2 or max-size is not set");
        }
        return new LogLimits(size, Math.max(1, files)).bounded();
    }

    private boolean isLocal() {
        return options.driver().equals("local");
    }

    /** As {@link #limits()}; of one that cannot be started what is kept by default. */
    LogLimits limitsOrDefault() {
        try {
            return limits();
        } catch (EngineException unusable) {
            return LogLimits.DEFAULT;
        }
    }

    private int files(String text) {
        refuseIf(!text.matches("[+-]?[0-9]{1,9}"), of("max-file", text) + "strconv.Atoi: parsing \"" + text + "\": invalid syntax");
        int files = Integer.parseInt(text);
        refuseIf(files < 1 && !isLocal(), "max-file cannot be less than 1");
        refuseIf(files < 0, "max file count cannot be less than 0");
        return files;
    }

    private long size(String text) {
        Matcher matcher = SIZE.matcher(text);
        refuseIf(!matcher.matches(), of("max-size", text) + "invalid size: '" + text + "'");
        int power = matcher.group(2).isEmpty() ? 0 : "kmgtp".indexOf(Character.toLowerCase(matcher.group(2).charAt(0))) + 1;
        long size = (long) (Double.parseDouble(matcher.group(1)) * Math.pow(1000, power));
        refuseIf(size <= 0, "max-size must be a positive number");
        return size;
    }

    private boolean compressed(String text) {
        refuseIf(!TRUE.contains(text) && !FALSE.contains(text),
                (isLocal() ? "error reading compress log option: " : "") + "strconv.ParseBool: parsing \"" + text + "\": invalid syntax");
        return TRUE.contains(text);
    }

    /** The driver {@code local} says more than {@code json-file} does. */
    private String of(String name, String value) {
        return isLocal() ? "invalid value for " + name + ": " + value + ": " : "";
    }

    private static void refuseIf(boolean wrong, String message) {
        if (wrong) {
            throw LogDetails.refused(message);
        }
    }

    /** @throws EngineException NOT_IMPLEMENTED, in Docker's words, when nothing is kept */
    void refuseUnlessReadable() {
        if (!keepsOutput()) {
            throw new EngineException(NOT_IMPLEMENTED, "configured logging driver does not support reading");
        }
    }
}
