package dev.berth.lab.check;

import java.util.Map;

/** A label as {@code docker ps --filter label=} writes it: {@code key} alone, or {@code key=value}. */
final class Label {

    private Label() {}

    static boolean in(final Map<String, String> labels, final String label) {
        final int equals = label.indexOf('=');
        return equals < 0 ? labels.containsKey(label) : label.substring(equals + 1).equals(labels.get(label.substring(0, equals)));
    }
}
