package dev.berth.engine.container;

import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;

import dev.berth.engine.EngineException;
import java.util.Set;
import java.util.regex.Pattern;

/** Which settings of the kernel a container may have of its own ({@code --sysctl}): those of its namespaces. Docker and runc say so when the container starts. */
final class SettingRules {
    private static final Set<String> OF_COMMUNICATION =
            Set.of("kernel.msgmax", "kernel.msgmnb", "kernel.msgmni", "kernel.sem", "kernel.shmall", "kernel.shmmax", "kernel.shmmni", "kernel.shm_rmid_forced");
    private static final Pattern NAME = Pattern.compile("[a-z0-9_]+([./-][A-Za-z0-9_-]+)*");

    private SettingRules() {}

    /** @throws EngineException INVALID_PARAMETER */
    static void check(HostOptions host) {
        host.settings().keySet().forEach(name -> check(name, host));
    }

    private static void check(String name, HostOptions host) {
        if (!NAME.matcher(name).matches()) {
            throw refused(name, "is not in a separate kernel namespace");
        } else if (OF_COMMUNICATION.contains(name) || name.startsWith("fs.mqueue.")) {
            if (host.namespaces().ipc().equals("host")) {
                throw refused(name, "is not allowed in the hosts ipc namespace");
            }
        } else if (name.startsWith("net.")) {
            if (host.networkMode().equals("host")) {
                throw refused(name, "not allowed in host network namespace");
            }
        } else if (name.equals("kernel.hostname")) {
            throw refused(name, "is not allowed as it conflicts with the OCI \"hostname\" field");
        } else if (!name.equals("kernel.domainname")) {
            throw refused(name, "is not in a separate kernel namespace");
        }
    }

    private static EngineException refused(String name, String reason) {
        return new EngineException(INVALID_PARAMETER, "sysctl \"" + name + "\" " + reason);
    }
}
