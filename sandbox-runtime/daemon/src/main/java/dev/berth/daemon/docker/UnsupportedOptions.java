package dev.berth.daemon.docker;

import static dev.berth.engine.EngineException.Kind.NOT_IMPLEMENTED;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.daemon.http.JsonFields;
import dev.berth.engine.EngineException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Options of {@code docker create} that would change what the container is and are not there yet: refused by name, never dropped silently. */
final class UnsupportedOptions {

    private static final Set<String> REFUSED_OF_CONTAINER =
            Set.of("ExposedPorts", "Volumes", "Healthcheck", "NetworkDisabled", "MacAddress", "OnBuild");
    private static final Set<String> KNOWN_OF_HOST =
            Set.of("AutoRemove", "ReadonlyRootfs", "Runtime", "NetworkMode", "Memory", "PidsLimit", "ConsoleSize", "ContainerIDFile", "LogConfig", "StorageOpt");
    private static final Map<String, Set<String>> HARMLESS = Map.of(
            "MemorySwappiness", Set.of("-1"),
            "CgroupnsMode", Set.of("private"),
            "IpcMode", Set.of("private"),
            "Isolation", Set.of("default"),
            "VolumeDriver", Set.of("local"));

    /** Of these, an entry asks for something whatever its value. */
    private static final Set<String> NEUTRAL_WHEN_EMPTY = Set.of("Tmpfs", "GroupAdd", "CpusetCpus", "CpusetMems", "DeviceRequests", "Sysctls");

    /** Options whose name on the command line people know better. */
    private static final Map<String, String> TYPED = Map.ofEntries(
            Map.entry("Binds", "-v"),
            Map.entry("Mounts", "--mount"),
            Map.entry("Volumes", "-v"),
            Map.entry("PortBindings", "-p"),
            Map.entry("PublishAllPorts", "-P"),
            Map.entry("ExposedPorts", "--expose"),
            Map.entry("Privileged", "--privileged"),
            Map.entry("CapAdd", "--cap-add"),
            Map.entry("CapDrop", "--cap-drop"),
            Map.entry("Devices", "--device"),
            Map.entry("VolumesFrom", "--volumes-from"),
            Map.entry("RestartPolicy", "--restart"),
            Map.entry("Healthcheck", "--health-cmd"),
            Map.entry("Links", "--link"),
            Map.entry("PidMode", "--pid"),
            Map.entry("IpcMode", "--ipc"),
            Map.entry("ExtraHosts", "--add-host"),
            Map.entry("Tmpfs", "--tmpfs"),
            Map.entry("Ulimits", "--ulimit"),
            Map.entry("SecurityOpt", "--security-opt"));

    private UnsupportedOptions() {}

    /** @throws EngineException NOT_IMPLEMENTED for the first option that asks for something that is not there */
    static void refuse(JsonFields container, JsonFields host, JsonFields networking) {
        for (String name : container.names().filter(REFUSED_OF_CONTAINER::contains).toList()) {
            refuseUnlessNeutral(name, container.node(name));
        }
        for (String name : host.names().filter(each -> !KNOWN_OF_HOST.contains(each)).toList()) {
            refuseUnlessNeutral(name, host.node(name));
        }
        if (!List.of("", "json-file").contains(host.object("LogConfig").text("Type"))) {
            throw refused("LogConfig", "--log-driver");
        }
        JsonFields endpoints = networking.object("EndpointsConfig");
        endpoints.names().forEach(name -> refuseUnlessNeutral("NetworkingConfig", endpoints.node(name)));
    }

    private static void refuseUnlessNeutral(String name, JsonNode value) {
        boolean harmless = HARMLESS.getOrDefault(name, Set.of()).contains(value.asText());
        boolean noRestart = name.equals("RestartPolicy") && Set.of("", "no").contains(value.path("Name").asText());
        boolean noHealth = name.equals("Healthcheck") && value.path("Test").path(0).asText().equals("NONE");
        if (!harmless && !noRestart && !noHealth && !neutral(name, value)) {
            throw refused(name, TYPED.getOrDefault(name, ""));
        }
    }

    private static EngineException refused(String name, String typed) {
        return new EngineException(NOT_IMPLEMENTED,
                "\"" + name + "\"" + (typed.isEmpty() ? "" : " (docker run " + typed + ")") + " is not supported here yet: leave it out");
    }

    private static boolean neutral(String name, JsonNode value) {
        return NEUTRAL_WHEN_EMPTY.contains(name) ? value.isEmpty() && value.asText().isEmpty() : neutral(value);
    }

    /** True for what says nothing: zero, empty, false, null, and whatever is made of these alone. */
    private static boolean neutral(JsonNode value) {
        if (value.isContainerNode()) {
            return value.valueStream().allMatch(UnsupportedOptions::neutral);
        }
        return value.isNull() || value.isMissingNode() || value.asText().isEmpty() || value.asText().equals("0") || value.asText().equals("false");
    }
}
