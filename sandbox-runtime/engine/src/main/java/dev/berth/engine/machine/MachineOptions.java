package dev.berth.engine.machine;

import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;

import dev.berth.engine.EngineException;
import dev.berth.engine.container.ContainerConfig;
import dev.berth.engine.container.HostOptions;
import java.util.LinkedHashMap;
import java.util.Map;

/** Options of {@code docker run} that mean nothing for a whole machine: refused by name, never dropped silently. */
final class MachineOptions {
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
        asked.put("--network", host.networkMode().startsWith("container:"));
        asked.forEach((options, given) -> {
            if (given) {
                throw new EngineException(INVALID_PARAMETER, "a machine has no " + options + ": leave it out, and use it for containers in the machine");
            }
        });
    }
}
