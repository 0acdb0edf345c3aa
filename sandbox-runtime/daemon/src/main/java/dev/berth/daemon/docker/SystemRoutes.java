package dev.berth.daemon.docker;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.daemon.http.ApiVersion;
import dev.berth.daemon.http.Exchange;
import dev.berth.daemon.http.Json;
import dev.berth.daemon.http.Router;
import dev.berth.daemon.http.Workers;
import dev.berth.engine.container.ContainerView;
import dev.berth.engine.machine.DerivedId;
import dev.berth.engine.machine.MachineView;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** {@code _ping}, {@code version} and {@code info}: what this engine is. Honest values, in the fields that the CLI prints. */
public final class SystemRoutes {
    /** How layers are joined, in the word that Docker has for it. */
    static final String STORAGE = "overlay2";

    /** What runs containers when nothing else was asked for. */
    static final String RUNTIME = "berth";

    private static final String VERSION = "20.10.24+berth";

    private final MachineView machine;
    private final Workers workers;
    private final Host host;

    private SystemRoutes(MachineView machine, Workers workers) {
        this.machine = machine;
        this.workers = workers;
        host = Host.read();
    }

    public static void add(Router router, MachineView machine, Workers workers) {
        SystemRoutes routes = new SystemRoutes(machine, workers);
        router.add("GET", "/_ping", routes::ping);
        router.add("HEAD", "/_ping", routes::ping);
        router.add("GET", "/version", routes::version);
        router.add("GET", "/info", routes::info);
    }

    private CompletionStage<?> ping(Exchange exchange) {
        exchange.respondWith("Builder-Version", "1");
        exchange.respondWith("Cache-Control", "no-cache, no-store, must-revalidate");
        exchange.respondWith("Pragma", "no-cache");
        exchange.answerText("OK");
        return CompletableFuture.completedFuture(null);
    }

    private CompletionStage<?> version(Exchange exchange) {
        ObjectNode json = Json.object();
        json.putObject("Platform").put("Name", "Berth");
        ObjectNode details = json.putArray("Components").addObject().put("Name", "Engine").put("Version", VERSION).putObject("Details");
        for (ObjectNode each : List.of(json, details)) {
            each.put("ApiVersion", ApiVersion.LATEST.toString());
            each.put("MinAPIVersion", ApiVersion.OLDEST.toString());
            each.put("GitCommit", "unknown");
            each.put("GoVersion", "none (Java " + Runtime.version().feature() + ")");
            each.put("Os", "linux");
            each.put("Arch", host.goArchitecture());
            each.put("KernelVersion", host.kernel());
            each.put("BuildTime", "");
        }
        details.put("Experimental", "false");
        json.put("Version", VERSION);
        exchange.answer(200, json);
        return CompletableFuture.completedFuture(null);
    }

    private CompletionStage<?> info(Exchange exchange) {
        return machine.containers().list().thenCombine(workers.files(() -> machine.images().list().size()), this::describe)
                .thenAccept(json -> exchange.answer(200, json));
    }

    private ObjectNode describe(List<ContainerView> containers, int images) {
        ObjectNode json = Json.object();
        json.put("ID", DerivedId.of(machine.name(), "engine"));
        json.put("Containers", containers.size());
        json.put("ContainersRunning", count(containers, "running"));
        json.put("ContainersPaused", count(containers, "paused"));
        json.put("ContainersStopped", containers.size() - count(containers, "running") - count(containers, "paused"));
        json.put("Images", images);
        json.put("Driver", STORAGE);
        json.putArray("DriverStatus");
        ObjectNode plugins = json.putObject("Plugins");
        plugins.set("Volume", Json.strings(List.of("local")));
        plugins.set("Network", Json.strings(List.of("bridge", "host", "null")));
        plugins.putNull("Authorization");
        plugins.set("Log", Json.strings(List.of("json-file", "local")));
        for (String limit : List.of("MemoryLimit", "SwapLimit", "CpuCfsPeriod", "CpuCfsQuota", "CPUShares", "CPUSet", "PidsLimit", "IPv4Forwarding", "LiveRestoreEnabled")) {
            json.put(limit, true);
        }
        json.put("OomKillDisable", host.controlGroupVersion().equals("1"));
        for (String missing : List.of("KernelMemory", "BridgeNfIptables", "BridgeNfIp6tables", "Debug", "ExperimentalBuild")) {
            json.put(missing, false);
        }
        json.put("LoggingDriver", "json-file");
        json.put("CgroupDriver", "cgroupfs");
        json.put("CgroupVersion", host.controlGroupVersion());
        json.put("KernelVersion", host.kernel());
        json.put("OperatingSystem", host.operatingSystem());
        json.put("OSVersion", "");
        json.put("OSType", "linux");
        json.put("Architecture", host.architecture());
        json.put("IndexServerAddress", "");
        json.putNull("RegistryConfig");
        json.put("NCPU", Runtime.getRuntime().availableProcessors());
        json.put("MemTotal", host.memoryBytes());
        json.putNull("GenericResources");
        json.put("Name", machine.hostname().isEmpty() ? host.name() : machine.hostname());
        json.putArray("Labels");
        json.put("ServerVersion", VERSION);
        ObjectNode runtimes = json.putObject("Runtimes");
        String runtime = machine.name().isEmpty() ? "machine" : RUNTIME;
        runtimes.putObject(runtime).put("path", "");
        json.put("DefaultRuntime", runtime);
        json.put("DockerRootDir", "/var/lib/docker");
        json.put("InitBinary", "docker-init");
        json.putObject("Swarm").put("LocalNodeState", "inactive");
        json.set("SecurityOptions", Json.strings(List.of("name=seccomp,profile=default", "name=userns", "name=cgroupns")));
        json.putNull("Warnings");
        return json;
    }

    private static int count(List<ContainerView> containers, String status) {
        return (int) containers.stream().filter(each -> each.state().status().equals(status)).count();
    }
}
