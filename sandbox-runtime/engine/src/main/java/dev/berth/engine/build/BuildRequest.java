package dev.berth.engine.build;

import dev.berth.engine.container.option.Resources;
import dev.berth.engine.image.ImageReference;
import dev.berth.engine.image.Platform;
import dev.berth.engine.image.RegistryCredentials;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a client asks a build to be.
 *
 * @param dockerfile its path in the context
 * @param names that the image gets
 * @param arguments of {@code --build-arg}; a name without a value was not set at the client
 * @param target the stage to end with; {@code ""}: the last
 * @param useCache whether an instruction that was carried out before need not be again
 * @param cacheSources images whose history is looked at as well
 * @param credentials of registries, by their domains, for images that are pulled
 * @param pull base images are pulled also when they are here
 * @param removal of containers that instructions ran in
 * @param running how these containers run
 * @param buildKit whether it is built as BuildKit does: with its instructions, and only the stages that are needed
 */
public record BuildRequest(
        String dockerfile,
        List<ImageReference> names,
        Map<String, Optional<String>> arguments,
        Map<String, String> labels,
        String target,
        boolean useCache,
        List<String> cacheSources,
        Map<String, RegistryCredentials> credentials,
        boolean pull,
        Optional<Platform> platform,
        Removal removal,
        Running running,
        boolean buildKit) {

    /** Which containers of a build are removed. */
    public enum Removal {
        NONE,
        OF_SUCCESSFUL,
        ALL
    }

    /** @param sharedMemoryBytes 0: the usual size; @param hosts {@code name:address} */
    public record Running(String networkMode, Resources resources, long sharedMemoryBytes, List<String> hosts) {}
}
