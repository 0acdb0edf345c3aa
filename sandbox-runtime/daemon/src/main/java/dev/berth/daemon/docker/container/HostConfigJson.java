package dev.berth.daemon.docker.container;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.daemon.docker.Host;
import dev.berth.daemon.http.Json;
import dev.berth.engine.container.option.ContainerConfig;
import dev.berth.engine.container.option.HostOptions;
import dev.berth.engine.container.option.HostOptions.LogOptions;
import dev.berth.engine.container.option.HostOptions.NamespaceModes;
import dev.berth.engine.container.option.HostOptions.Privileges;
import dev.berth.engine.container.option.RestartPolicy;
import dev.berth.engine.network.Link;
import dev.berth.engine.network.Publishing;
import java.util.ArrayList;
import java.util.List;

/** The {@code HostConfig} of an inspection: what was asked for, and Docker's defaults for the rest. Lists that are empty are null where the docker command makes them so. */
final class HostConfigJson {
    private static final List<String> MASKED = List.of(
            "/proc/asound", "/proc/acpi", "/proc/kcore", "/proc/keys", "/proc/latency_stats", "/proc/timer_list", "/proc/timer_stats", "/proc/sched_debug", "/proc/scsi",
            "/sys/firmware");
    private static final List<String> READ_ONLY = List.of("/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger");
    private static final String NO_LABEL = "label=disable";

    private HostConfigJson() {}

    static ObjectNode of(ContainerConfig config) {
        HostOptions host = config.host();
        Privileges privileges = host.privileges();
        ObjectNode json = Json.object();
        json.set("Binds", Json.stringsOrNull(host.mounts().binds()));
        json.put("ContainerIDFile", config.unused().containerIdFile());
        log(json, host.log());
        json.put("NetworkMode", config.networkMode());
        bindings(json.putObject("PortBindings"), host.publishing());
        restart(json, host.restartPolicy());
        json.put("AutoRemove", config.removeWhenEnded());
        json.put("VolumeDriver", host.mounts().driver());
        json.set("VolumesFrom", Json.stringsOrNull(host.mounts().volumesFrom()));
        json.set("CapAdd", Json.stringsOrNull(privileges.added()));
        json.set("CapDrop", Json.stringsOrNull(privileges.dropped()));
        json.put("CgroupnsMode", "private");
        json.set("Dns", Json.strings(host.names().servers()));
        json.set("DnsOptions", Json.strings(host.names().options()));
        json.set("DnsSearch", Json.strings(host.names().search()));
        json.set("ExtraHosts", Json.stringsOrNull(host.names().hosts()));
        json.set("GroupAdd", Json.stringsOrNull(privileges.groups()));
        json.put("IpcMode", host.namespaces().ipc());
        json.put("Cgroup", "");
        json.set("Links", Json.stringsOrNull(host.links().stream().map(Link::toString).toList()));
        json.put("OomScoreAdj", host.resources().outOfMemoryScore().orElse(0));
        json.put("PidMode", host.namespaces().pid());
        json.put("Privileged", privileges.privileged());
        json.put("PublishAllPorts", host.publishing().all());
        json.put("ReadonlyRootfs", privileges.readOnlyRoot());
        json.set("SecurityOpt", securityOptions(host));
        host.resources().diskBytes().ifPresent(bytes -> json.putObject("StorageOpt").put("size", String.valueOf(bytes)));
        json.put("UTSMode", host.namespaces().uts());
        json.put("UsernsMode", host.namespaces().user());
        json.put("ShmSize", host.sharedMemoryBytes());
        if (!host.settings().isEmpty()) {
            json.set("Sysctls", Json.strings(host.settings()));
        }
        json.put("Runtime", host.runtime().isEmpty() ? Host.RUNTIME : host.runtime());
        config.unused().consoleSize().forEach(json.putArray("ConsoleSize")::add);
        json.put("Isolation", config.unused().isolation());
        ResourcesJson.write(json, host.resources());
        MountsJson.write(json, host.mounts());
        host.init().ifPresent(init -> json.put("Init", init));
        json.set("MaskedPaths", paths(privileges, MASKED));
        json.set("ReadonlyPaths", paths(privileges, READ_ONLY));
        return json;
    }

    private static void log(ObjectNode json, LogOptions log) {
        json.putObject("LogConfig").put("Type", log.driver()).set("Config", Json.strings(log.options()));
    }

    private static void bindings(ObjectNode json, Publishing publishing) {
        publishing.bindings().forEach((port, bindings) -> {
            ArrayNode array = json.putArray(port);
            bindings.forEach(binding -> array.addObject().put("HostIp", binding.address()).put("HostPort", binding.port()));
        });
    }

    private static void restart(ObjectNode json, RestartPolicy policy) {
        json.putObject("RestartPolicy").put("Name", policy.kind().text()).put("MaximumRetryCount", policy.mostRetries());
    }

    /** Docker takes the label from a container that sees what belongs to others, whether there are labels or not. */
    private static JsonNode securityOptions(HostOptions host) {
        List<String> options = new ArrayList<>(host.privileges().securityOptions());
        NamespaceModes modes = host.namespaces();
        boolean open = host.privileges().privileged() || modes.pid().equals("host") || modes.ipc().equals("host");
        if (open && options.stream().noneMatch(each -> each.startsWith("label=") || each.startsWith("label:"))) {
            options.add(NO_LABEL);
        }
        return Json.stringsOrNull(options);
    }

    private static JsonNode paths(Privileges privileges, List<String> usual) {
        return privileges.privileged() ? Json.stringsOrNull(List.of()) : Json.strings(usual);
    }
}
