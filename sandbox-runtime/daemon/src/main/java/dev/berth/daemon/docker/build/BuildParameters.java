package dev.berth.daemon.docker.build;

import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;
import static dev.berth.engine.EngineException.Kind.NOT_IMPLEMENTED;
import static dev.berth.engine.EngineException.Kind.SYSTEM;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.daemon.docker.container.ResourcesJson;
import dev.berth.daemon.docker.image.ImageRoutes;
import dev.berth.daemon.docker.image.RegistryAuth;
import dev.berth.daemon.http.Exchange;
import dev.berth.daemon.http.Json;
import dev.berth.daemon.http.JsonFields;
import dev.berth.engine.EngineException;
import dev.berth.engine.build.BuildRequest;
import dev.berth.engine.container.option.ResourceRules;
import dev.berth.engine.container.option.Resources;
import dev.berth.engine.image.ImageReference;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the query of a build says. */
final class BuildParameters {
    private static final String BUILDKIT = "2";

    private BuildParameters() {}

    /** @throws EngineException in Docker's words; NOT_IMPLEMENTED for what is not there, with what to do instead */
    static BuildRequest parse(Exchange exchange) {
        refuse(exchange);
        return new BuildRequest(
                exchange.query("dockerfile"),
                names(exchange.queries("t")),
                arguments(json(exchange, "buildargs", "error reading build args")),
                fields(exchange, "labels", "error reading labels").textMap("labels"),
                exchange.query("target"),
                !exchange.flag("nocache"),
                fields(exchange, "cachefrom", "error reading cache sources").texts("cachefrom"),
                RegistryAuth.readAll(exchange),
                exchange.flag("pull"),
                ImageRoutes.platform(exchange),
                removal(exchange),
                running(exchange),
                isBuildKit(exchange));
    }

    static boolean isBuildKit(Exchange exchange) {
        return exchange.query("version").equals(BUILDKIT);
    }

    private static void refuse(Exchange exchange) {
        String remote = exchange.query("remote");
        if (isBuildKit(exchange)) {
            refuseOfBuildKit(exchange, remote);
        }
        if (remote.matches("(?s)(?:git://|git@|github\\.com/).*|.*\\.git(?:#.*)?")) {
            throw new EngineException(NOT_IMPLEMENTED, "git repositories cannot be built from here, there is no git beside the engine: clone it and build its folder");
        }
        if (!remote.isEmpty() && !isBuildKit(exchange)) {
            throw new EngineException(NOT_IMPLEMENTED, "\"" + remote + "\" cannot be built from here: fetch it and build the file, as in docker build - <FILE");
        }
        if (exchange.flag("squash")) {
            throw new EngineException(INVALID_PARAMETER, "squash is only supported with experimental mode");
        }
        if (!exchange.queries("securityopt").isEmpty()) {
            throw new EngineException(INVALID_PARAMETER, "The daemon on this platform does not support setting security options on build");
        }
        if (!exchange.query("cgroupparent").isEmpty()) {
            throw new EngineException(NOT_IMPLEMENTED, "--cgroup-parent is not supported: control groups above a container's own belong to the machine's limits");
        }
    }

    private static void refuseOfBuildKit(Exchange exchange, String remote) {
        if (remote.equals("upload-request")) {
            throw new EngineException(NOT_IMPLEMENTED, "BuildKit does not build an archive from the standard input here: unpack it and build its folder, or put DOCKER_BUILDKIT=0 before the command");
        }
        if (!exchange.query("outputs").isEmpty() && !exchange.query("outputs").equals("[]") && !exchange.query("outputs").equals("null")) {
            throw new EngineException(NOT_IMPLEMENTED, "--output is not supported: build an image, and copy files out of it with docker create and docker cp");
        }
    }

    private static List<ImageReference> names(List<String> texts) {
        List<ImageReference> names = new ArrayList<>();
        for (String text : texts.stream().filter(each -> !each.isEmpty()).toList()) {
            ImageReference name = ImageReference.parse(text);
            if (name.digest().isPresent()) {
                throw new EngineException(SYSTEM, "build tag cannot contain a digest");
            }
            if (!names.contains(name)) {
                names.add(name);
            }
        }
        return List.copyOf(names);
    }

    /** An empty object when it was not given. */
    private static JsonNode json(Exchange exchange, String name, String mistake) {
        String text = exchange.query(name);
        try {
            return text.isEmpty() ? Json.object() : Json.read(text.getBytes(StandardCharsets.UTF_8));
        } catch (EngineException malformed) {
            throw new EngineException(INVALID_PARAMETER, mistake + ": " + malformed.getMessage(), malformed);
        }
    }

    private static JsonFields fields(Exchange exchange, String name, String mistake) {
        ObjectNode holder = Json.object();
        if (!exchange.query(name).isEmpty()) {
            holder.set(name, json(exchange, name, mistake));
        }
        return JsonFields.of(holder);
    }

    private static Map<String, Optional<String>> arguments(JsonNode json) {
        Map<String, Optional<String>> arguments = new LinkedHashMap<>();
        JsonFields fields = JsonFields.of(json);
        json.fieldNames().forEachRemaining(name -> arguments.put(name, fields.optionalText(name)));
        return arguments;
    }

    private static BuildRequest.Removal removal(Exchange exchange) {
        if (exchange.flag("forcerm")) {
            return BuildRequest.Removal.ALL;
        }
        return exchange.query("rm").isEmpty() || exchange.flag("rm") ? BuildRequest.Removal.OF_SUCCESSFUL : BuildRequest.Removal.NONE;
    }

    private static BuildRequest.Running running(Exchange exchange) {
        ObjectNode host = Json.object();
        Map.of("Memory", "memory", "MemorySwap", "memswap", "CpuShares", "cpushares", "CpuPeriod", "cpuperiod", "CpuQuota", "cpuquota")
                .forEach((field, parameter) -> number(exchange, parameter).ifPresent(value -> host.put(field, value)));
        host.put("CpusetCpus", exchange.query("cpusetcpus"));
        host.put("CpusetMems", exchange.query("cpusetmems"));
        JsonNode limits = json(exchange, "ulimits", "error reading ulimit settings");
        if (limits.isArray()) {
            host.set("Ulimits", limits);
        }
        Resources resources = ResourceRules.completed(ResourcesJson.read(JsonFields.of(host)));
        return new BuildRequest.Running(exchange.query("networkmode"), resources, number(exchange, "shmsize").orElse(0L), exchange.queries("extrahosts"));
    }

    /** Nonsense is nothing, as in Docker. */
    private static Optional<Long> number(Exchange exchange, String name) {
        String text = exchange.query(name);
        return text.matches("-?\\d{1,18}") ? Optional.of(Long.parseLong(text)) : Optional.empty();
    }
}
