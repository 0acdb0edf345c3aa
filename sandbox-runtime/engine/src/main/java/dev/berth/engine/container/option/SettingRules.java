package dev.berth.engine.container.option;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Which settings of the kernel a container may have of its own ({@code --sysctl}): those of its namespaces. */
public final class SettingRules {
    private static final Set<String> OF_COMMUNICATION =
            Set.of("kernel.msgmax", "kernel.msgmnb", "kernel.msgmni", "kernel.sem", "kernel.shmall", "kernel.shmmax", "kernel.shmmni", "kernel.shm_rmid_forced");
    /** Possessive: of a long one, going back takes a frame of the stack for each part. */
    private static final Pattern NAME = Pattern.compile("[a-z0-9_]+(?:[./-][A-Za-z0-9_-]+)*+");

    private SettingRules() {}

    /** Why a container cannot have its settings, in runc's words; empty: it can. */
    public static Optional<String> wrong(HostOptions host) {
        return host.settings().keySet().stream().flatMap(name -> reason(name, host).map(reason -> "sysctl \"" + name + "\" " + reason).stream()).findFirst();
    }

    private static Optional<String> reason(String name, HostOptions host) {
        boolean ofCommunication = OF_COMMUNICATION.contains(name) || name.startsWith("fs.mqueue.");
        if (!NAME.matcher(name).matches()) {
            return Optional.of("is not in a separate kernel namespace");
        }
        if (ofCommunication) {
            return host.namespaces().ipc().equals("host") ? Optional.of("is not allowed in the hosts ipc namespace") : Optional.empty();
        }
        if (name.startsWith("net.")) {
            return host.networkMode().equals("host") ? Optional.of("not allowed in host network namespace") : Optional.empty();
        }
        if (name.equals("kernel.hostname")) {
            return Optional.of("is not allowed as it conflicts with the OCI \"hostname\" field");
        }
        return name.equals("kernel.domainname") ? Optional.empty() : Optional.of("is not in a separate kernel namespace");
    }
}
