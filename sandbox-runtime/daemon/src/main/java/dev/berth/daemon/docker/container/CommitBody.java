package dev.berth.daemon.docker.container;

import static dev.berth.engine.EngineException.Kind.SYSTEM;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.daemon.docker.HealthCheckJson;
import dev.berth.daemon.docker.UnusedFields;
import dev.berth.daemon.docker.image.ImageRoutes;
import dev.berth.daemon.http.JsonFields;
import dev.berth.engine.EngineException;
import dev.berth.engine.image.ImageConfig;
import dev.berth.engine.image.ImageReference;
import java.util.List;
import java.util.Optional;

/**
 * What {@code POST /commit} says of the image to be made.
 *
 * @see <a href="https://docs.docker.com/engine/api/v1.41/#operation/ImageCommit">Docker's API, create a new image from a container</a>
 */
final class CommitBody {
    private CommitBody() {}

    /** @return empty for a body that says nothing */
    static Optional<ImageConfig> config(JsonNode body) {
        JsonFields config = JsonFields.of(body);
        UnusedFields.ofProgram(config);
        return body.isEmpty() ? Optional.empty() : Optional.of(new ImageConfig(
                config.text("User"),
                config.texts("Env"),
                config.words("Entrypoint").orElse(List.of()),
                config.words("Cmd"),
                config.text("WorkingDir"),
                config.textMap("Labels"),
                config.keys("ExposedPorts"),
                config.keys("Volumes"),
                config.optionalText("StopSignal").filter(signal -> !signal.isEmpty()),
                HealthCheckJson.read(config),
                config.texts("Shell"),
                List.of()));
    }

    /** @throws EngineException SYSTEM when they make no name: Docker has the texts of {@code docker tag} here, and another status */
    static Optional<ImageReference> reference(String repository, String tag) {
        if (repository.isEmpty()) {
            return Optional.empty();
        }
        try {
            ImageReference.parse(repository);
        } catch (EngineException malformed) {
            throw new EngineException(SYSTEM, malformed.getMessage(), malformed);
        }
        if (!tag.isEmpty() && !ImageReference.isTag(tag)) {
            throw new EngineException(SYSTEM, "invalid tag format");
        }
        return Optional.of(ImageRoutes.reference(repository, tag));
    }
}
