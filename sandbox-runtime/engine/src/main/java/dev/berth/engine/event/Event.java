package dev.berth.engine.event;

import java.time.Instant;
import java.util.Map;

/**
 * Something that happened to an object, as {@code GET /events} tells it.
 *
 * @param type {@code container}, {@code image}, {@code network}, {@code volume}, {@code daemon}
 * @param action {@code create}, {@code start}, {@code die}, {@code exec_create: bash}, …
 * @param actor id of the object
 * @param attributes sorted; for a container: its labels, {@code image}, {@code name}, {@code exitCode}, …
 */
public record Event(String type, String action, String actor, Map<String, String> attributes, Instant at) {

    /** Characters in all of it. */
    int length() {
        int length = type.length() + action.length() + actor.length();
        for (Map.Entry<String, String> attribute : attributes.entrySet()) {
            length += attribute.getKey().length() + attribute.getValue().length();
        }
        return length;
    }
}
