package dev.berth.daemon.docker;

import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;
import static dev.berth.engine.EngineException.Kind.NOT_FOUND;
import static dev.berth.engine.EngineException.Kind.NOT_IMPLEMENTED;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.daemon.http.JsonFields;
import dev.berth.engine.EngineException;
import dev.berth.engine.container.ContainerConfig;
import dev.berth.engine.container.HostOptions;
import dev.berth.engine.container.Resources;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/**
 * The body of {@code POST /containers/create}.
 *
 * @see <a href="https://docs.docker.com/engine/api/v1.41/#operation/ContainerCreate">Docker's API, create a container</a>
 */
final class CreateRequest {
    private static final long LEAST_MEMORY = 6L << 20;
    private static final long MOST_PROCESSES = 1L << 22;
    private static final Set<String> NETWORKS = Set.of("default", "bridge", "none", "host");

    private CreateRequest() {}

    /** @throws EngineException INVALID_PARAMETER for a body of other types, NOT_IMPLEMENTED for options that are not there yet */
    static ContainerConfig parse(JsonNode body) {
        JsonFields container = JsonFields.of(body);
        JsonFields host = container.object("HostConfig");
        UnsupportedOptions.refuse(container, host, container.object("NetworkingConfig"));
        String image = container.text("Image");
        if (image.isEmpty()) {
            throw new EngineException(INVALID_PARAMETER, "no image given: \"Image\" names the one to make the container of");
        }
        return new ContainerConfig(
                image,
                container.words("Cmd").filter(words -> !words.isEmpty()),
                container.words("Entrypoint").map(CreateRequest::cleared),
                environment(container.texts("Env")),
                workingDirectory(container.text("WorkingDir")),
                container.text("User"),
                container.text("Hostname"),
                container.text("Domainname"),
                container.flag("Tty"),
                container.flag("OpenStdin"),
                container.flag("StdinOnce"),
                container.flag("AttachStdin"),
                container.flag("AttachStdout"),
                container.flag("AttachStderr"),
                container.textMap("Labels"),
                container.optionalText("StopSignal").filter(signal -> !signal.isEmpty()),
                container.number("StopTimeout"),
                Optional.empty(),
                new TreeSet<>(),
                new TreeSet<>(),
                hostOptions(host));
    }

    private static HostOptions hostOptions(JsonFields host) {
        HostOptions plain = HostOptions.DEFAULT;
        return new HostOptions(
                host.flag("AutoRemove"),
                runtime(host.text("Runtime")),
                networkMode(host.text("NetworkMode")),
                plain.restartPolicy(),
                plain.namespaces(),
                new HostOptions.Privileges(false, List.of(), List.of(), List.of(), host.flag("ReadonlyRootfs"), List.of()),
                Resources.NONE.withMemory(memory(host.longNumber("Memory"))).withProcesses(processes(host.longNumber("PidsLimit")))
                        .withDisk(StorageOptions.diskBytes(host.textMap("StorageOpt"))),
                plain.names(),
                plain.mounts(),
                plain.log(),
                plain.settings(),
                plain.sharedMemoryBytes(),
                plain.init());
    }

    /** {@code --entrypoint ""} comes as one empty word. */
    private static List<String> cleared(List<String> words) {
        return words.equals(List.of("")) ? List.of() : words;
    }

    private static List<String> environment(List<String> variables) {
        for (String variable : variables) {
            if (variable.isEmpty() || variable.startsWith("=")) {
                throw new EngineException(INVALID_PARAMETER, "invalid environment variable: " + variable);
            }
        }
        return variables;
    }

    private static String workingDirectory(String path) {
        if (!path.isEmpty() && !path.startsWith("/")) {
            throw new EngineException(INVALID_PARAMETER, "the working directory '" + path + "' is invalid, it needs to be an absolute path");
        }
        return path;
    }

    private static String runtime(String name) {
        return name.equals("runc") ? "" : name;
    }

    private static String networkMode(String mode) {
        if (mode.startsWith("container:")) {
            throw new EngineException(NOT_IMPLEMENTED, "network mode \"" + mode + "\" is not supported here yet: use bridge, host or none");
        }
        if (!mode.isEmpty() && !NETWORKS.contains(mode)) {
            throw new EngineException(NOT_FOUND, "network " + mode + " not found");
        }
        return mode.isEmpty() ? "default" : mode;
    }

    private static OptionalLong memory(OptionalLong bytes) {
        if (bytes.orElse(0) == 0) {
            return OptionalLong.empty();
        }
        if (bytes.getAsLong() < LEAST_MEMORY) {
            throw new EngineException(INVALID_PARAMETER, "Minimum memory limit allowed is 6MB");
        }
        return bytes;
    }

    /** Docker takes 0 and -1 for no limit; more than there are process ids is none either. */
    private static OptionalLong processes(OptionalLong count) {
        return count.orElse(0) <= 0 || count.getAsLong() > MOST_PROCESSES ? OptionalLong.empty() : count;
    }

    /** The name a client wants, from the query. */
    static Optional<String> name(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text.startsWith("/") ? text.substring(1) : text);
    }
}
