package dev.berth.daemon.docker.container;

import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;

import dev.berth.engine.EngineException;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code docker run --storage-opt size=…} asks for: how large a disk may become. */
final class StorageOptions {
    private static final Pattern SIZE = Pattern.compile("(\\d{1,15})(?:\\.(\\d{1,3})\\d*)? ?([kmgtp])?(?:i?b)?");
    private static final String UNITS = "kmgtp";

    private StorageOptions() {}

    /**
     * @return bytes; empty: nothing was asked for
     * @see <a href="https://pkg.go.dev/github.com/docker/go-units#RAMInBytes">go-units, RAMInBytes</a>
     */
    static OptionalLong diskBytes(Map<String, String> options) {
        OptionalLong bytes = OptionalLong.empty();
        for (Map.Entry<String, String> option : options.entrySet()) {
            if (!option.getKey().equalsIgnoreCase("size")) {
                throw new EngineException(INVALID_PARAMETER, "Unknown option " + option.getKey());
            }
            bytes = OptionalLong.of(bytes(option.getValue()));
        }
        return bytes;
    }

    private static long bytes(String text) {
        Matcher size = SIZE.matcher(text.toLowerCase(Locale.ROOT));
        if (!size.matches()) {
            throw new EngineException(INVALID_PARAMETER, "invalid size: '" + text + "'");
        }
        double number = Double.parseDouble(size.group(1) + "." + (size.group(2) == null ? "0" : size.group(2)));
        int power = size.group(3) == null ? 0 : UNITS.indexOf(size.group(3)) + 1;
        return (long) (number * Math.pow(1024, power));
    }
}
