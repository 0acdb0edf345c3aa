package dev.berth.daemon.docker;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.daemon.http.Json;
import dev.berth.engine.container.ContainerConfig;

/** The {@code HostConfig} of an inspection: what was asked for, and Docker's defaults for what cannot be asked for yet. */
final class HostConfigJson {
    private HostConfigJson() {}

    static ObjectNode of(ContainerConfig config) {
        ObjectNode json = Json.object();
        json.putNull("Binds");
        json.put("ContainerIDFile", "");
        json.putObject("LogConfig").put("Type", "json-file").putObject("Config");
        json.put("NetworkMode", config.networkMode());
        json.putObject("PortBindings");
        json.putObject("RestartPolicy").put("Name", "no").put("MaximumRetryCount", 0);
        json.put("AutoRemove", config.removeWhenEnded());
        json.put("VolumeDriver", "");
        for (String none : new String[] {"VolumesFrom", "CapAdd", "CapDrop"}) {
            json.putNull(none);
        }
        json.put("CgroupnsMode", "private");
        for (String empty : new String[] {"Dns", "DnsOptions", "DnsSearch"}) {
            json.putArray(empty);
        }
        json.putNull("ExtraHosts");
        json.putNull("GroupAdd");
        json.put("IpcMode", "private");
        json.put("Cgroup", "");
        json.putNull("Links");
        json.put("OomScoreAdj", 0);
        json.put("PidMode", "");
        json.put("Privileged", false);
        json.put("PublishAllPorts", false);
        json.put("ReadonlyRootfs", config.host().privileges().readOnlyRoot());
        json.putNull("SecurityOpt");
        json.put("UTSMode", "");
        json.put("UsernsMode", "");
        config.host().resources().diskBytes().ifPresent(bytes -> json.putObject("StorageOpt").put("size", String.valueOf(bytes)));
        json.put("ShmSize", config.host().sharedMemoryBytes());
        json.put("Runtime", config.host().runtime().isEmpty() ? SystemRoutes.RUNTIME : config.host().runtime());
        json.putArray("ConsoleSize").add(0).add(0);
        json.put("Isolation", "");
        resources(json, config);
        return json;
    }

    private static void resources(ObjectNode json, ContainerConfig config) {
        json.put("CpuShares", 0);
        json.put("Memory", config.host().resources().memoryBytes().orElse(0));
        json.put("NanoCpus", 0);
        json.put("CgroupParent", "");
        json.put("CpuPeriod", 0);
        json.put("CpuQuota", 0);
        json.put("CpusetCpus", "");
        json.put("CpusetMems", "");
        json.putArray("Devices");
        json.putNull("DeviceCgroupRules");
        json.putNull("DeviceRequests");
        json.put("MemoryReservation", 0);
        json.put("MemorySwap", 0);
        json.putNull("MemorySwappiness");
        json.put("OomKillDisable", false);
        if (config.host().resources().processes().isPresent()) {
            json.put("PidsLimit", config.host().resources().processes().getAsLong());
        } else {
            json.putNull("PidsLimit");
        }
        json.putNull("Ulimits");
    }
}
