package dev.berth.lab.port;

import dev.berth.lab.machine.MachineName;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A port of a student's machine.
 *
 * @param number 1 to 65535
 */
public record PortName(MachineName machine, int number) {

    private static final Pattern LABEL = Pattern.compile("p([1-9]\\d{0,4})-([a-z][a-z0-9]{0,14})-([a-z0-9]{1,32})");
    private static final int LAST = 65535;

    /** @throws IllegalArgumentException if there is no such port */
    public PortName {
        if (number < 1 || number > LAST) {
            throw new IllegalArgumentException("no port has the number \"" + number + "\"");
        }
    }

    /** Its first part in a host's name: {@code p8080-vm1-k3x9}. At most 56 characters, of the 63 that are allowed. */
    public String label() {
        return "p" + number + "-" + machine.machine() + "-" + machine.student();
    }

    /** @param label anything at all */
    public static Optional<PortName> parse(String label) {
        Matcher parts = LABEL.matcher(label);
        if (!parts.matches() || Integer.parseInt(parts.group(1)) > LAST) {
            return Optional.empty();
        }
        return Optional.of(new PortName(new MachineName(parts.group(3), parts.group(2)), Integer.parseInt(parts.group(1))));
    }
}
