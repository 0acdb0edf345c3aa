package dev.berth.daemon.docker.system;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.daemon.docker.GoTime;
import dev.berth.daemon.docker.Host;
import dev.berth.daemon.http.Json;
import dev.berth.engine.container.ContainerView;
import dev.berth.engine.machine.MachineView;
import dev.berth.engine.network.DerivedId;
import java.time.Instant;
import java.util.List;

/** What {@code docker info} tells of a machine, and of the host that it is on. */
record SystemInfo(MachineView machine, Host host) {
    /** Docker's word for a program of which it does not know the version; these are not there. */
    private static final String UNKNOWN = "N/A";

    private static final List<List<String>> OF_STORAGE = List.of(
            List.of("Backing Filesystem", "extfs"), List.of("Supports d_type", "true"), List.of("Native Overlay Diff", "true"), List.of("userxattr", "true"));

    ObjectNode of(List<ContainerView> containers, int images) {
        ObjectNode json = Json.object();
        json.put("ID", DerivedId.of(machine.name(), "engine"));
        json.put("Containers", containers.size());
        json.put("ContainersRunning", count(containers, "running"));
        json.put("ContainersPaused", count(containers, "paused"));
        json.put("ContainersStopped", containers.size() - count(containers, "running") - count(containers, "paused"));
        json.put("Images", images);
        json.put("Driver", Host.STORAGE);
        ArrayNode storage = json.putArray("DriverStatus");
        OF_STORAGE.forEach(pair -> storage.add(Json.strings(pair)));
        ObjectNode plugins = json.putObject("Plugins");
        plugins.set("Volume", Json.strings(List.of("local")));
        plugins.set("Network", Json.strings(List.of("bridge", "host", "null")));
        plugins.putNull("Authorization");
        plugins.set("Log", Json.strings(List.of("json-file", "local")));
        for (String limit : List.of("MemoryLimit", "SwapLimit", "CpuCfsPeriod", "CpuCfsQuota", "CPUShares", "CPUSet", "PidsLimit", "IPv4Forwarding", "LiveRestoreEnabled")) {
            json.put(limit, true);
        }
        json.put("OomKillDisable", host.controlGroupVersion().equals("1"));
        for (String missing : List.of("KernelMemory", "KernelMemoryTCP", "Debug", "ExperimentalBuild")) {
            json.put(missing, false);
        }
        json.put("BridgeNfIptables", Host.filtersBridges("iptables"));
        json.put("BridgeNfIp6tables", Host.filtersBridges("ip6tables"));
        json.put("LoggingDriver", "json-file");
        json.put("CgroupDriver", "cgroupfs");
        json.put("CgroupVersion", host.controlGroupVersion());
        json.put("KernelVersion", host.kernel());
        json.put("OperatingSystem", host.operatingSystem());
        json.put("OSVersion", host.operatingSystemVersion());
        json.put("OSType", "linux");
        json.put("Architecture", host.architecture());
        json.put("IndexServerAddress", "https://index.docker.io/v1/");
        json.set("RegistryConfig", registries());
        json.put("NCPU", Runtime.getRuntime().availableProcessors());
        json.put("MemTotal", host.memoryBytes());
        json.putNull("GenericResources");
        json.put("Name", machine.hostname().isEmpty() ? host.name() : machine.hostname());
        json.putArray("Labels");
        json.put("ServerVersion", SystemRoutes.VERSION);
        ObjectNode runtimes = json.putObject("Runtimes");
        String runtime = machine.name().isEmpty() ? "machine" : Host.RUNTIME;
        runtimes.putObject(runtime).put("path", "");
        json.put("DefaultRuntime", runtime);
        json.put("DockerRootDir", "/var/lib/docker");
        json.put("InitBinary", "docker-init");
        json.putObject("Swarm").put("NodeID", "").put("NodeAddr", "").put("LocalNodeState", "inactive").put("ControlAvailable", false).put("Error", "").putNull("RemoteManagers");
        for (String program : List.of("ContainerdCommit", "RuncCommit", "InitCommit")) {
            json.putObject(program).put("ID", UNKNOWN).put("Expected", UNKNOWN);
        }
        for (String empty : List.of("HttpProxy", "HttpsProxy", "NoProxy", "Isolation")) {
            json.put(empty, "");
        }
        json.put("SystemTime", GoTime.text(Instant.now()));
        json.set("SecurityOptions", Json.strings(List.of("name=seccomp,profile=default", "name=userns", "name=cgroupns")));
        json.putNull("Warnings");
        return json;
    }

    /** What Docker has without any settings. */
    private static ObjectNode registries() {
        ObjectNode json = Json.object();
        json.putArray("AllowNondistributableArtifactsCIDRs");
        json.putArray("AllowNondistributableArtifactsHostnames");
        json.putArray("InsecureRegistryCIDRs").add("127.0.0.0/8");
        ObjectNode official = json.putObject("IndexConfigs").putObject("docker.io").put("Name", "docker.io");
        official.putArray("Mirrors");
        official.put("Secure", true).put("Official", true);
        json.putArray("Mirrors");
        return json;
    }

    private static int count(List<ContainerView> containers, String status) {
        return (int) containers.stream().filter(each -> each.state().status().equals(status)).count();
    }
}
