package dev.berth.engine.event;

import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Something that happened to an object, as {@code GET /events} tells it.
 *
 * @param type {@code container}, {@code image}, {@code network}, {@code volume}, {@code daemon}
 * @param action {@code create}, {@code start}, {@code die}, {@code exec_create: bash}, …
 * @param actor id of the object
 * @param attributes sorted; for a container: its labels, {@code image}, {@code name}, {@code exitCode}, …
 */
public record Event(String type, String action, String actor, Map<String, String> attributes, Instant at) {

    /** What our recipes say in labels of their images would fill a student's screen at each event. */
    private static final String OWN_LABELS = "dev.berth.";

    /** Labels of an object, as far as its events tell them: a new map, for more attributes. */
    public static SortedMap<String, String> told(Map<String, String> labels) {
        SortedMap<String, String> told = new TreeMap<>(labels);
        told.keySet().removeIf(label -> label.startsWith(OWN_LABELS));
        return told;
    }

    /** Characters in all of it. */
    int length() {
        int length = type.length() + action.length() + actor.length();
        for (Map.Entry<String, String> attribute : attributes.entrySet()) {
            length += attribute.getKey().length() + attribute.getValue().length();
        }
        return length;
    }
}
