package dev.berth.engine.machine;

import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;

import dev.berth.engine.EngineException;
import dev.berth.engine.container.option.ContainerConfig;
import dev.berth.engine.container.option.HostOptions;
import dev.berth.engine.container.option.ResourceRules;
import dev.berth.engine.container.option.Resources;
import dev.berth.runtime.ResourceLimits;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/** Options of {@code docker run} that mean nothing for a whole machine: refused by name, never dropped silently. */
final class MachineOptions {
    private static final int LONGEST_NAME = 64;

    private MachineOptions() {}

    /** @throws EngineException INVALID_PARAMETER */
    static void refuseOthers(ContainerConfig config) {
        HostOptions host = config.host();
        HostOptions plain = HostOptions.DEFAULT;
        Map<String, Boolean> asked = new LinkedHashMap<>();
        asked.put("--pid, --ipc, --uts or --userns", !host.namespaces().equals(plain.namespaces()));
        asked.put("--privileged, --cap-add, --cap-drop, --security-opt, --read-only or --group-add", !host.privileges().equals(plain.privileges()));
        asked.put("--dns or --add-host", !host.names().equals(plain.names()));
        asked.put("-v, --mount, --tmpfs or --volumes-from", !host.mounts().equals(plain.mounts()) || !config.volumes().isEmpty());
        asked.put("--sysctl", !host.settings().isEmpty());
        asked.put("--shm-size", host.sharedMemoryBytes() != plain.sharedMemoryBytes());
        asked.put("--init", host.init().orElse(false));
        asked.put("--ulimit or --oom-score-adj", !host.resources().processLimits().isEmpty() || host.resources().outOfMemoryScore().orElse(0) != 0);
        asked.put("--mac-address", config.macAddress().isPresent());
        asked.put("-p or -P", !host.publishing().equals(plain.publishing()));
        asked.put("--network", host.networkMode().startsWith("container:") || config.networkDisabled());
        asked.forEach((options, given) -> {
            if (given) {
                throw new EngineException(INVALID_PARAMETER, "a machine has no " + options + ": leave it out, and use it for containers in the machine");
            }
        });
    }

    /** What a machine may use whose creator says nothing else is {@code usual}. */
    static ResourceLimits limits(ContainerConfig config, ResourceLimits usual) {
        Resources asked = config.host().resources();
        OptionalLong memory = asked.memoryBytes().isPresent() ? asked.memoryBytes() : usual.memoryBytes();
        OptionalLong processes = asked.processes().orElse(Resources.WITHOUT_LIMIT) == Resources.WITHOUT_LIMIT ? usual.processes() : asked.processes();
        return ResourceRules.limits(asked.withMemory(memory).withProcesses(processes));
    }

    /** It names a control group and a folder, too. */
    static void checkName(String name) {
        if (name.length() > LONGEST_NAME) {
            throw new EngineException(INVALID_PARAMETER, "machine name \"" + name + "\" is too long: at most " + LONGEST_NAME + " characters");
        }
    }
}
