package dev.berth.lab.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A volume of the machine.
 *
 * @param mountpoint its folder on the machine
 * @param created when it was made, by the clock of its Docker, to the second; the epoch if that is not said
 */
public record VolumeFacts(String name, String driver, Map<String, String> labels, String mountpoint, Instant created) {

    private static final Pattern NAMED_BY_DOCKER = Pattern.compile("[0-9a-f]{64}");

    public VolumeFacts {
        labels = Map.copyOf(labels);
    }

    /** Reads one volume of the answer of {@code GET /volumes}. */
    public static VolumeFacts ofSummary(final JsonNode volume) {
        final Map<String, String> labels = DockerDocument.labels(volume.path("Labels"));
        return new VolumeFacts(
                volume.path("Name").asText(),
                volume.path("Driver").asText(),
                labels,
                volume.path("Mountpoint").asText(),
                DockerDocument.time(volume.path("CreatedAt")));
    }

    /** Whether nobody has given it a name. */
    static boolean isAnonymous(final String name) {
        return NAMED_BY_DOCKER.matcher(name).matches();
    }
}
