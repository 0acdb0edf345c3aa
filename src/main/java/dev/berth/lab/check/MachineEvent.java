package dev.berth.lab.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Something that happened in the machine's Docker.
 *
 * @param at when, as Docker says
 * @param type container, image, network, volume
 * @param action what happened: create, start, die, destroy, {@code exec_start: bash}, …
 * @param actor the id of what it happened to
 * @param attributes of a container: its image, name and labels, and what belongs to the action (exitCode, signal)
 */
public record MachineEvent(Instant at, String type, String action, String actor, Map<String, String> attributes) {

    public MachineEvent {
        attributes = Map.copyOf(attributes);
    }

    /** Reads one message of {@code GET /events}. */
    public static MachineEvent ofMessage(final JsonNode message) {
        final Map<String, String> attributes = new LinkedHashMap<>();
        message.path("Actor").path("Attributes").properties()
                .forEach(attribute -> attributes.put(attribute.getKey(), attribute.getValue().asText()));
        final long nanos = message.path("timeNano").asLong();
        return new MachineEvent(
                Instant.ofEpochSecond(nanos / 1_000_000_000L, nanos % 1_000_000_000L),
                message.path("Type").asText(),
                message.path("Action").asText(),
                message.path("Actor").path("ID").asText(),
                attributes);
    }

    /** About how much memory it takes, in characters. */
    public int weight() {
        return 200 + action.length() + attributes.entrySet().stream().mapToInt(each -> each.getKey().length() + each.getValue().length()).sum();
    }

    /** The action's word: {@code exec_start} of {@code exec_start: bash -l}. */
    public String verb() {
        final int colon = action.indexOf(": ");
        return colon < 0 ? action : action.substring(0, colon);
    }

    /** The command that an action names after its word; empty for most. */
    public String command() {
        final int colon = action.indexOf(": ");
        return colon < 0 ? "" : action.substring(colon + 2).strip();
    }
}
