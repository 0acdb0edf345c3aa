package dev.berth.daemon.docker;

import dev.berth.daemon.http.JsonFields;
import java.util.stream.Stream;

/** Fields that Docker has and nothing here uses. They must have their types all the same, as in Docker, which reads a whole body before it looks at any of it. */
public final class UnusedFields {
    private UnusedFields() {}

    /** @throws dev.berth.engine.EngineException INVALID_PARAMETER for another type */
    public static void check(JsonFields container, JsonFields host) {
        ofProgram(container);
        host.text("Cgroup");
        Stream.of("Links").forEach(host::texts);
        ofResources(host);
    }

    /** Of what a container or an image runs. */
    public static void ofProgram(JsonFields config) {
        Stream.of("AttachStdin", "AttachStdout", "AttachStderr", "Tty", "OpenStdin", "StdinOnce", "ArgsEscaped", "NetworkDisabled").forEach(config::flag);
        Stream.of("Hostname", "Domainname", "MacAddress").forEach(config::text);
        Stream.of("OnBuild", "Shell").forEach(config::texts);
        config.longNumber("StopTimeout");
    }

    /** Of a container's limits, at its creation and in an update. */
    public static void ofResources(JsonFields limits) {
        limits.text("CgroupParent");
        limits.texts("DeviceCgroupRules");
        Stream.of("BlkioWeightDevice", "BlkioDeviceReadBps", "BlkioDeviceWriteBps", "BlkioDeviceReadIOps", "BlkioDeviceWriteIOps", "Devices", "DeviceRequests").forEach(limits::objects);
        Stream.of("BlkioWeight", "CpuRealtimePeriod", "CpuRealtimeRuntime", "KernelMemory", "KernelMemoryTCP", "MemorySwappiness", "CpuCount", "CpuPercent", "IOMaximumIOps",
                "IOMaximumBandwidth").forEach(limits::longNumber);
    }
}
