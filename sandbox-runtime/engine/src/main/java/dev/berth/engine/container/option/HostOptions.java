package dev.berth.engine.container.option;

import dev.berth.engine.network.Link;
import dev.berth.engine.network.Publishing;
import dev.berth.engine.volume.MountOptions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What a client asked of the place where its container runs: the {@code HostConfig} of Docker's API.
 *
 * @param runtime {@code machine} on the admin level; {@code ""} otherwise
 * @param networkMode {@code default}, {@code bridge}, {@code none}, {@code host}, {@code container:ID}
 * @param settings sysctls by their dotted names
 * @param sharedMemoryBytes size of /dev/shm
 * @param links of Docker's default network, to other containers: by names as they were typed, then by ids
 * @param init true: a small program of ours is process 1, passes signals on and reaps
 */
public record HostOptions(
        boolean removeWhenEnded,
        String runtime,
        String networkMode,
        RestartPolicy restartPolicy,
        NamespaceModes namespaces,
        Privileges privileges,
        Resources resources,
        NameResolution names,
        MountOptions mounts,
        LogOptions log,
        Map<String, String> settings,
        long sharedMemoryBytes,
        Optional<Boolean> init,
        Publishing publishing,
        List<Link> links) {
    public static final long DEFAULT_SHARED_MEMORY = 64L << 20;

    /** What {@code docker run} without options asks for. */
    public static final HostOptions DEFAULT = new HostOptions(
            false, "", "default", RestartPolicy.NO, NamespaceModes.DEFAULT, Privileges.DEFAULT, Resources.NONE, NameResolution.DEFAULT, MountOptions.NONE, LogOptions.DEFAULT,
            Map.of(), DEFAULT_SHARED_MEMORY, Optional.empty(), Publishing.NONE, List.of());

    /** A record that an older engine has written does not tell what is published, and which links there are. */
    public HostOptions {
        publishing = Objects.requireNonNullElse(publishing, Publishing.NONE);
        links = Objects.requireNonNullElse(links, List.of());
    }

    public HostOptions withRestartPolicy(RestartPolicy policy) {
        return new HostOptions(
                removeWhenEnded, runtime, networkMode, policy, namespaces, privileges, resources, names, mounts, log, settings, sharedMemoryBytes, init, publishing, links);
    }

    public HostOptions withResources(Resources changed) {
        return new HostOptions(
                removeWhenEnded, runtime, networkMode, restartPolicy, namespaces, privileges, changed, names, mounts, log, settings, sharedMemoryBytes, init, publishing, links);
    }

    public HostOptions withLinks(List<Link> changed) {
        return new HostOptions(
                removeWhenEnded, runtime, networkMode, restartPolicy, namespaces, privileges, resources, names, mounts, log, settings, sharedMemoryBytes, init, publishing, changed);
    }

    /** Containers that it shares namespaces with, by their ids. */
    public HostOptions withOwners(String newNetworkMode, NamespaceModes modes) {
        return new HostOptions(
                removeWhenEnded, runtime, newNetworkMode, restartPolicy, modes, privileges, resources, names, mounts, log, settings, sharedMemoryBytes, init, publishing, links);
    }

    /**
     * Which namespaces it shares: {@code ""} and {@code private} are its own, {@code host} the machine's, {@code container:ID} another's.
     *
     * @param ipc also {@code none} and {@code shareable}
     * @param user {@code ""} or {@code host}: a machine has one user namespace, which all of its containers share
     */
    public record NamespaceModes(String pid, String ipc, String uts, String user) {
        public static final NamespaceModes DEFAULT = new NamespaceModes("", "private", "", "");
    }

    /**
     * What its processes may do.
     *
     * @param added capabilities as they were asked for, e.g. {@code CAP_SYS_ADMIN}, {@code sys_admin}, {@code ALL}
     * @param securityOptions as they were asked for, e.g. {@code no-new-privileges}
     * @param groups beside the user's own: names or numbers
     */
    public record Privileges(boolean privileged, List<String> added, List<String> dropped, List<String> securityOptions, boolean readOnlyRoot, List<String> groups) {
        public static final Privileges DEFAULT = new Privileges(false, List.of(), List.of(), List.of(), false, List.of());
    }

    /** What its name servers and hosts file say beside the machine's own. @param hosts {@code name:address} */
    public record NameResolution(List<String> servers, List<String> options, List<String> search, List<String> hosts) {
        public static final NameResolution DEFAULT = new NameResolution(List.of(), List.of(), List.of(), List.of());
    }

    /** Where its output is kept. @param driver {@code json-file}, {@code local}, {@code none} */
    public record LogOptions(String driver, Map<String, String> options) {
        public static final LogOptions DEFAULT = new LogOptions("json-file", Map.of());
    }
}
