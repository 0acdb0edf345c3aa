package dev.berth.daemon.docker.container;

import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;
import static dev.berth.engine.EngineException.Kind.NOT_IMPLEMENTED;
import static dev.berth.engine.EngineException.Kind.SYSTEM;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.daemon.http.JsonFields;
import dev.berth.engine.EngineException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Options of {@code docker create} that would change what the container is and are not there: refused by name, never dropped silently. */
final class UnsupportedOptions {
    private static final String LATER = " is not supported here yet: leave it out";
    private static final Map<String, String> OF_HOST = Map.of(
            "CgroupParent", " (docker run --cgroup-parent)" + LATER,
            "Devices", " (docker run --device) is not possible in a machine, which has no devices but those of every container: leave it out",
            "DeviceRequests", " (docker run --gpus) is not possible in a machine, which has no such devices: leave it out",
            "DeviceCgroupRules", " (docker run --device-cgroup-rule) is not possible in a machine, which has no devices but those of every container: leave it out");

    private UnsupportedOptions() {}

    /** @throws EngineException for the first option that asks for something that is not there: NOT_IMPLEMENTED, or in Docker's words */
    static void refuse(JsonFields container, JsonFields host) {
        checkConflicts(container, host);
        refuseUnlessNeutral("OnBuild", container.node("OnBuild"), LATER);
        OF_HOST.forEach((name, reason) -> refuseUnlessNeutral(name, host.node(name), reason));
        refusePaths(host);
        String cgroup = host.text("CgroupnsMode");
        if (!Set.of("", "private", "host").contains(cgroup)) {
            throw new EngineException(INVALID_PARAMETER, "invalid cgroup namespace mode: " + cgroup);
        }
        if (cgroup.equals("host")) {
            throw new EngineException(NOT_IMPLEMENTED, "\"CgroupnsMode\" host (docker run --cgroupns)" + LATER);
        }
        String isolation = host.text("Isolation");
        if (!Set.of("", "default").contains(isolation.toLowerCase(Locale.ROOT))) {
            throw new EngineException(SYSTEM, "Invalid isolation: \"" + isolation + "\" - linux only supports 'default'");
        }
    }

    /** Of options that are refused all the same, Docker first says that they do not go together. */
    private static void checkConflicts(JsonFields container, JsonFields host) {
        boolean shared = host.text("NetworkMode").startsWith("container:");
        boolean ofMachine = host.text("NetworkMode").equals("host");
        if (!neutral(host.node("Links")) && (shared || ofMachine)) {
            throw new EngineException(INVALID_PARAMETER, "conflicting options: " + (shared ? "container type network" : "host type networking")
                    + " can't be used with links. This would result in undefined behavior");
        }
        if (!container.text("MacAddress").isEmpty() && (shared || ofMachine)) {
            throw new EngineException(INVALID_PARAMETER, "conflicting options: mac-address and the network mode");
        }
        if (shared && !(neutral(host.node("PortBindings")) && neutral(host.node("PublishAllPorts")))) {
            throw new EngineException(INVALID_PARAMETER, "conflicting options: port publishing and the container type network mode");
        }
    }

    /** {@code --security-opt systempaths=unconfined} comes as two lists that are there and empty. */
    private static void refusePaths(JsonFields host) {
        if (!host.node("MaskedPaths").isMissingNode() || !host.node("ReadonlyPaths").isMissingNode()) {
            throw new EngineException(INVALID_PARAMETER, "\"MaskedPaths\" and \"ReadonlyPaths\" (docker run --security-opt systempaths=unconfined) cannot be chosen in a machine, "
                    + "whose kernel is also that of others: leave it out, or use --privileged to see what the machine sees");
        }
    }

    private static void refuseUnlessNeutral(String name, JsonNode value, String reason) {
        if (!neutral(value)) {
            throw new EngineException(NOT_IMPLEMENTED, "\"" + name + "\"" + reason);
        }
    }

    /** True for what says nothing: zero, empty, false, null, and whatever is made of these alone. */
    private static boolean neutral(JsonNode value) {
        if (value.isContainerNode()) {
            return value.valueStream().allMatch(UnsupportedOptions::neutral);
        }
        return value.isNull() || value.isMissingNode() || value.asText().isEmpty() || value.asText().equals("0") || value.asText().equals("false");
    }
}
