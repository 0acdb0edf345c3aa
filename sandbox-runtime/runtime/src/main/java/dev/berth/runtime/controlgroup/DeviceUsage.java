package dev.berth.runtime.controlgroup;

import dev.berth.runtime.ResourceUsage;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The kernel's {@code io.stat}: a line for each block device, {@code MAJOR:MINOR rbytes=… wbytes=…} and more. */
final class DeviceUsage {
    private static final Pattern LINE = Pattern.compile("(\\d+):(\\d+)\\b.*?\\brbytes=(\\d+) wbytes=(\\d+).*");

    private DeviceUsage() {}

    /** A line without numbers is of a device that was not used. */
    static List<ResourceUsage.Device> parse(String text) {
        return text.lines().map(LINE::matcher).filter(Matcher::matches).map(line -> new ResourceUsage.Device(
                Integer.parseInt(line.group(1)), Integer.parseInt(line.group(2)), Long.parseLong(line.group(3)), Long.parseLong(line.group(4)))).toList();
    }
}
