package dev.berth.daemon.docker.container;

import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;
import static dev.berth.engine.EngineException.Kind.SYSTEM;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.daemon.docker.Host;
import dev.berth.daemon.http.Json;
import dev.berth.daemon.http.JsonFields;
import dev.berth.engine.EngineException;
import dev.berth.engine.container.option.ResourceRules;
import dev.berth.engine.container.option.Resources;
import dev.berth.engine.container.option.Resources.ProcessLimit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** The limits in a {@code HostConfig}, which {@code POST /containers/{id}/update} has as well: read and shown. */
public final class ResourcesJson {
    private static final long MOST_PROCESSES = 1L << 22;
    private static final long LEAST_MEMORY = 6L << 20;
    private static final int MOST_SWAPPINESS = 100;
    /** Version 2 of control groups cannot hold the killer back, and a Docker there looks at no value that it leaves out. */
    private static final boolean FIRST_VERSION = Host.read().controlGroupVersion().equals("1");
    private static final String DISCARDED = "Your kernel does not support %s or the cgroup is not mounted. %s discarded.";

    /** Limits that a machine does not have, in the words of a Docker on a kernel that does not have them. */
    private static final Map<String, String> MISSING = Map.of(
            "BlkioWeight", String.format(DISCARDED, "Block I/O weight", "Weight"),
            "BlkioWeightDevice", String.format(DISCARDED, "Block I/O weight_device", "Weight-device"),
            "BlkioDeviceReadBps", String.format(DISCARDED, "BPS Block I/O read limit", "Block I/O BPS read limit"),
            "BlkioDeviceWriteBps", String.format(DISCARDED, "BPS Block I/O write limit", "Block I/O BPS write limit"),
            "BlkioDeviceReadIOps", String.format(DISCARDED, "IOPS Block read limit", "Block I/O IOPS read limit"),
            "BlkioDeviceWriteIOps", String.format(DISCARDED, "IOPS Block write limit", "Block I/O IOPS write limit"),
            "KernelMemory", String.format(DISCARDED, "kernel memory limit capabilities", "Limitation"),
            "CpuPercent", "linux does not support CPU percent. Percent discarded.");

    private ResourcesJson() {}

    /** @throws EngineException INVALID_PARAMETER for other types; {@link ResourceRules} knows which values there can be */
    public static Resources read(JsonFields host) {
        OptionalLong processes = host.longNumber("PidsLimit");
        return new Resources(
                some(host, "Memory"),
                some(host, "MemorySwap"),
                some(host, "MemoryReservation"),
                some(host, "CpuShares"),
                some(host, "NanoCpus"),
                some(host, "CpuPeriod"),
                some(host, "CpuQuota"),
                host.text("CpusetCpus"),
                host.text("CpusetMems"),
                isLimit(processes) ? processes : OptionalLong.empty(),
                FIRST_VERSION && host.flag("OomKillDisable"),
                score(host.number("OomScoreAdj")),
                processLimits(host),
                StorageOptions.diskBytes(host.textMap("StorageOpt")));
    }

    /** Zero asks for nothing. */
    private static OptionalLong some(JsonFields host, String name) {
        OptionalLong value = host.longNumber(name);
        return value.orElse(0) == 0 ? OptionalLong.empty() : value;
    }

    private static OptionalInt score(OptionalInt value) {
        return value.orElse(0) == 0 ? OptionalInt.empty() : value;
    }

    /** Docker takes 0 and -1 for no limit; more than there are process ids is none either. */
    private static boolean isLimit(OptionalLong processes) {
        return processes.orElse(0) > 0 && processes.getAsLong() <= MOST_PROCESSES;
    }

    /** What an update asks for: it can take a limit away, too. @throws EngineException as {@link #read} */
    static Resources readChange(JsonFields body) {
        OptionalLong processes = body.longNumber("PidsLimit");
        return read(body).withProcesses(processes.isEmpty() || isLimit(processes) ? processes : OptionalLong.of(Resources.WITHOUT_LIMIT));
    }

    private static List<ProcessLimit> processLimits(JsonFields host) {
        List<ProcessLimit> limits = new ArrayList<>();
        for (JsonFields each : host.objects("Ulimits")) {
            limits.add(new ProcessLimit(each.text("Name"), each.longNumber("Soft").orElse(0), each.longNumber("Hard").orElse(0)));
        }
        return List.copyOf(limits);
    }

    /** What a client is told of limits that are left out, and of others that are unwise. @throws EngineException when a limit that is left out is wrong besides */
    static List<String> warnings(JsonFields host, Resources resources) {
        List<String> warnings = new ArrayList<>();
        long kernel = host.longNumber("KernelMemory").orElse(0);
        if (FIRST_VERSION && kernel > 0 && kernel < LEAST_MEMORY) {
            throw new EngineException(INVALID_PARAMETER, "Minimum kernel memory limit allowed is 6MB");
        }
        MISSING.keySet().stream().sorted().filter(name -> asksForSomething(host, name)).forEach(name -> warnings.add(MISSING.get(name)));
        int swappiness = host.number("MemorySwappiness").orElse(-1);
        if (FIRST_VERSION && (swappiness < -1 || swappiness > MOST_SWAPPINESS)) {
            throw new EngineException(INVALID_PARAMETER, "Invalid value: " + swappiness + ", valid memory swappiness range is 0-100");
        }
        if (swappiness != -1) {
            warnings.add(String.format(DISCARDED, "memory swappiness capabilities", "Memory swappiness"));
        }
        if (host.flag("OomKillDisable") && !FIRST_VERSION) {
            warnings.add("Your kernel does not support OomKillDisable. OomKillDisable discarded.");
        }
        refuse(host, "IOMaximumBandwidth", "Invalid QoS settings: linux does not support configuration of maximum bandwidth");
        refuse(host, "IOMaximumIOps", "Invalid QoS settings: linux does not support configuration of maximum IOPs");
        refuse(host, "CpuRealtimePeriod", "Your kernel does not support CPU real-time scheduler");
        refuse(host, "CpuRealtimeRuntime", "Your kernel does not support CPU real-time scheduler");
        warnings.addAll(ResourceRules.warnings(resources));
        return warnings;
    }

    private static boolean asksForSomething(JsonFields host, String name) {
        return host.node(name).isArray() ? !host.node(name).isEmpty() : host.longNumber(name).orElse(0) != 0;
    }

    private static void refuse(JsonFields host, String name, String message) {
        if (host.longNumber(name).orElse(0) != 0) {
            throw new EngineException(SYSTEM, message);
        }
    }

    static void write(ObjectNode json, Resources resources) {
        json.put("CpuShares", resources.cpuShares().orElse(0));
        json.put("Memory", resources.memoryBytes().orElse(0));
        json.put("NanoCpus", resources.nanoCpus().orElse(0));
        json.put("CgroupParent", "");
        json.put("BlkioWeight", 0);
        json.putArray("BlkioWeightDevice");
        for (String name : List.of("BlkioDeviceReadBps", "BlkioDeviceWriteBps", "BlkioDeviceReadIOps", "BlkioDeviceWriteIOps")) {
            json.putNull(name);
        }
        json.put("CpuPeriod", resources.cpuPeriodMicroseconds().orElse(0));
        json.put("CpuQuota", resources.cpuQuotaMicroseconds().orElse(0));
        json.put("CpuRealtimePeriod", 0);
        json.put("CpuRealtimeRuntime", 0);
        json.put("CpusetCpus", resources.cpus());
        json.put("CpusetMems", resources.memoryNodes());
        json.putArray("Devices");
        json.putNull("DeviceCgroupRules");
        json.putNull("DeviceRequests");
        json.put("KernelMemory", 0);
        json.put("KernelMemoryTCP", 0);
        json.put("MemoryReservation", resources.memoryReservationBytes().orElse(0));
        json.put("MemorySwap", resources.memorySwapBytes().orElse(0));
        json.putNull("MemorySwappiness");
        json.put("OomKillDisable", FIRST_VERSION ? (Boolean) resources.outOfMemoryKillDisabled() : null);
        resources.processes().ifPresentOrElse(count -> json.put("PidsLimit", count), () -> json.putNull("PidsLimit"));
        writeProcessLimits(json, resources.processLimits());
        for (String windows : List.of("CpuCount", "CpuPercent", "IOMaximumIOps", "IOMaximumBandwidth")) {
            json.put(windows, 0);
        }
    }

    private static void writeProcessLimits(ObjectNode json, List<ProcessLimit> limits) {
        if (limits.isEmpty()) {
            json.putNull("Ulimits");
            return;
        }
        ArrayNode array = json.putArray("Ulimits");
        limits.forEach(limit -> array.add(Json.object().put("Name", limit.name()).put("Hard", limit.hard()).put("Soft", limit.soft())));
    }
}
