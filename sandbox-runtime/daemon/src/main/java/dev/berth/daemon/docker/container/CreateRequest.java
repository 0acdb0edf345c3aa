package dev.berth.daemon.docker.container;

import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.daemon.docker.HealthCheckJson;
import dev.berth.daemon.docker.UnusedFields;
import dev.berth.daemon.docker.network.NetworkJson;
import dev.berth.daemon.http.JsonFields;
import dev.berth.engine.EngineException;
import dev.berth.engine.container.option.ContainerConfig;
import dev.berth.engine.container.option.HostOptions;
import dev.berth.engine.container.option.UnusedOptions;
import dev.berth.engine.network.EndpointOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The body of {@code POST /containers/create}.
 *
 * @param warnings what the client is told although its container is made
 * @see <a href="https://docs.docker.com/engine/api/v1.41/#operation/ContainerCreate">Docker's API, create a container</a>
 */
record CreateRequest(ContainerConfig config, List<String> warnings) {

    /** @throws EngineException INVALID_PARAMETER for a body of other types, NOT_IMPLEMENTED for options that are not there yet */
    static CreateRequest parse(JsonNode body) {
        JsonFields container = JsonFields.of(body);
        JsonFields host = container.object("HostConfig");
        if (container.names().findAny().isEmpty()) {
            throw new EngineException(INVALID_PARAMETER, "Config cannot be empty in order to create a container");
        }
        UnusedFields.check(container, host);
        UnsupportedOptions.refuse(container, host);
        HostOptions options = HostRequest.parse(host);
        List<String> warnings = new ArrayList<>(ResourcesJson.warnings(host, options.resources()));
        if (options.networkMode().equals("host") && !options.publishing().bindings().isEmpty()) {
            warnings.add("Published ports are discarded when using host network mode");
        }
        String image = container.text("Image");
        if (image.isEmpty()) {
            throw new EngineException(INVALID_PARAMETER, "No command specified");
        }
        return new CreateRequest(config(container, image, unused(container, host), options), warnings);
    }

    private static ContainerConfig config(JsonFields container, String image, UnusedOptions unused, HostOptions options) {
        return new ContainerConfig(
                image,
                container.words("Cmd").filter(words -> !words.isEmpty()),
                container.words("Entrypoint"),
                environment(container.texts("Env")),
                workingDirectory(container.text("WorkingDir")),
                container.text("User"),
                container.text("Hostname"),
                container.text("Domainname"),
                container.optionalText("MacAddress").filter(address -> !address.isEmpty()),
                container.flag("NetworkDisabled"),
                container.flag("Tty"),
                container.flag("OpenStdin"),
                container.flag("StdinOnce"),
                container.flag("AttachStdin"),
                container.flag("AttachStdout"),
                container.flag("AttachStderr"),
                container.textMap("Labels"),
                container.optionalText("StopSignal").filter(signal -> !signal.isEmpty()),
                container.number("StopTimeout"),
                HealthCheckJson.read(container),
                container.keys("ExposedPorts"),
                container.keys("Volumes"),
                unused,
                endpoints(container.object("NetworkingConfig").object("EndpointsConfig")),
                options);
    }

    /** Of one network at most: others are connected later. {@code default} is another word for the usual one. */
    private static Map<String, EndpointOptions> endpoints(JsonFields asked) {
        List<String> names = asked.names().toList();
        if (names.size() > 1) {
            throw new EngineException(INVALID_PARAMETER, "Container cannot be connected to network endpoints: " + String.join(", ", new TreeSet<>(names)));
        }
        Map<String, EndpointOptions> endpoints = new TreeMap<>();
        for (String name : names) {
            if (asked.node(name).isMissingNode()) {
                throw new EngineException(INVALID_PARAMETER, "no EndpointSettings for " + name);
            }
            endpoints.put(name.equals("default") ? "bridge" : name, NetworkJson.options(asked.object(name)));
        }
        return endpoints;
    }

    private static UnusedOptions unused(JsonFields container, JsonFields host) {
        return new UnusedOptions(container.flag("ArgsEscaped"), container.texts("Shell"), host.text("ContainerIDFile"), consoleSize(host), host.text("Isolation"));
    }

    /** Always two numbers; what is left out is 0. */
    private static List<Long> consoleSize(JsonFields host) {
        List<Long> size = host.numbers("ConsoleSize");
        return List.of(size.isEmpty() ? 0 : size.get(0), size.size() < 2 ? 0 : size.get(1));
    }

    private static List<String> environment(List<String> variables) {
        for (String variable : variables) {
            if (variable.isEmpty() || variable.startsWith("=")) {
                throw new EngineException(INVALID_PARAMETER, "invalid environment variable: " + variable);
            }
        }
        return variables;
    }

    /** Without dots and needless slashes, as Docker keeps it. */
    private static String workingDirectory(String path) {
        if (!path.isEmpty() && !path.startsWith("/")) {
            throw new EngineException(INVALID_PARAMETER, "the working directory '" + path + "' is invalid, it needs to be an absolute path");
        }
        return path.isEmpty() ? "" : Path.of(path).normalize().toString();
    }

    /** The name a client wants, from the query. */
    static Optional<String> name(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text.startsWith("/") ? text.substring(1) : text);
    }
}
