package dev.berth.lab.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What {@code docker inspect} says of a container, as far as tasks ask for it.
 *
 * @param id 64 hex digits
 * @param name without the slash in front
 * @param image the image as it was asked for, such as {@code debian}
 * @param imageId {@code sha256:} and 64 hex digits
 * @param command the program and its arguments
 * @param state Docker's word: created, running, paused, restarting, removing, exited, dead
 * @param exitCode 0 as long as it runs; 127 in state created when the program could not be started
 * @param pid the number of its first process, as the machine counts; 0 when it does not run
 * @param terminal whether it has a terminal ({@code -t})
 * @param interactive whether its input is kept open ({@code -i})
 * @param attached whether the command that made it stayed with its output, so false after {@code -d}
 * @param autoRemove whether it is removed when it ends ({@code --rm})
 * @param created when it was made, by the clock of its Docker; the epoch if that is not said
 * @see <a href="https://docs.docker.com/engine/api/v1.41/#operation/ContainerInspect">ContainerInspect</a>
 */
public record ContainerFacts(
        String id,
        String name,
        String image,
        String imageId,
        List<String> command,
        String state,
        int exitCode,
        int pid,
        boolean terminal,
        boolean interactive,
        boolean attached,
        boolean autoRemove,
        Map<String, String> labels,
        Instant created) {

    public ContainerFacts {
        command = List.copyOf(command);
        labels = Map.copyOf(labels);
    }

    /** Reads the answer of {@code GET /containers/ID/json}. What is missing in it is empty, 0 or false. */
    public static ContainerFacts ofInspect(final JsonNode document) {
        final JsonNode config = document.path("Config");
        final JsonNode state = document.path("State");
        final List<String> command = new ArrayList<>();
        command.add(document.path("Path").asText());
        document.path("Args").forEach(argument -> command.add(argument.asText()));
        final Map<String, String> labels = new LinkedHashMap<>();
        config.path("Labels").properties().forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
        final String name = document.path("Name").asText();
        return new ContainerFacts(
                document.path("Id").asText(),
                name.startsWith("/") ? name.substring(1) : name,
                config.path("Image").asText(),
                document.path("Image").asText(),
                command,
                state.path("Status").asText(),
                state.path("ExitCode").asInt(),
                state.path("Pid").asInt(),
                config.path("Tty").asBoolean(),
                config.path("OpenStdin").asBoolean(),
                config.path("AttachStdout").asBoolean(),
                document.path("HostConfig").path("AutoRemove").asBoolean(),
                labels,
                time(document.path("Created").asText()));
    }

    private static Instant time(final String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (final DateTimeException e) {
            return Instant.EPOCH;
        }
    }

    /** Whether it has run to an end, or could not begin; then it has an exit code. */
    boolean hasEnded() {
        return state.equals("exited") || state.equals("created") && exitCode != 0;
    }

    /** The id as Docker's lists show it: its first twelve digits. */
    public String shortId() {
        return id.length() <= 12 ? id : id.substring(0, 12);
    }
}
