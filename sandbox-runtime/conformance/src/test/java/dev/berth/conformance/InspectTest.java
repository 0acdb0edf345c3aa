package dev.berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every field of an inspection. */
@ExtendWith(EngineUnderTest.class)
class InspectTest {
    private static final String IMAGE = SmallImage.NAME;
    private static final String OF_THE_NETWORK = "{{.NetworkSettings.SandboxID}}|{{.NetworkSettings.SandboxKey}}|{{.NetworkSettings.EndpointID}}|{{.NetworkSettings.Networks.bridge.NetworkID}}|{{.HostsPath}}";
    private final Docker docker;

    InspectTest(Docker docker) {
        this.docker = docker;
    }

    @BeforeAll
    static void startOne(Docker docker) {
        docker.succeed("run", "-d", "--name", "seen", "--label", Emptying.KEPT, IMAGE, "sleep", "1000");
    }

    private JsonNode seen() {
        return docker.wire().get("/containers/seen/json").json();
    }

    private static Set<String> names(JsonNode node) {
        Set<String> names = new TreeSet<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    @Test
    void theWhole() {
        assertThat(names(seen())).containsExactlyInAnyOrder("Id", "Created", "Path", "Args", "State", "Image", "ResolvConfPath", "HostnamePath", "HostsPath", "LogPath", "Name", "RestartCount",
                "Driver", "Platform", "MountLabel", "ProcessLabel", "AppArmorProfile", "ExecIDs", "HostConfig", "GraphDriver", "Mounts", "Config", "NetworkSettings");
    }

    @Test
    void theState() {
        JsonNode state = seen().path("State");

        assertThat(names(state)).containsExactlyInAnyOrder("Status", "Running", "Paused", "Restarting", "OOMKilled", "Dead", "Pid", "ExitCode", "Error", "StartedAt", "FinishedAt");
        assertThat(state.path("Pid").asInt()).isPositive();
        assertThat(state.path("FinishedAt").asText()).isEqualTo("0001-01-01T00:00:00Z");
    }

    @Test
    void theConfiguration() {
        assertThat(names(seen().path("Config"))).containsExactlyInAnyOrder("Hostname", "Domainname", "User", "AttachStdin", "AttachStdout", "AttachStderr", "Tty", "OpenStdin", "StdinOnce", "Env", "Cmd",
                "Image", "Volumes", "WorkingDir", "Entrypoint", "OnBuild", "Labels");
    }

    @Test
    void theHostConfiguration() {
        assertThat(names(seen().path("HostConfig"))).containsExactlyInAnyOrder("Binds", "ContainerIDFile", "LogConfig", "NetworkMode", "PortBindings", "RestartPolicy", "AutoRemove", "VolumeDriver",
                "VolumesFrom", "CapAdd", "CapDrop", "CgroupnsMode", "Dns", "DnsOptions", "DnsSearch", "ExtraHosts", "GroupAdd", "IpcMode", "Cgroup", "Links", "OomScoreAdj", "PidMode", "Privileged",
                "PublishAllPorts", "ReadonlyRootfs", "SecurityOpt", "UTSMode", "UsernsMode", "ShmSize", "Runtime", "ConsoleSize", "Isolation", "CpuShares", "Memory", "NanoCpus", "CgroupParent",
                "BlkioWeight", "BlkioWeightDevice", "BlkioDeviceReadBps", "BlkioDeviceWriteBps", "BlkioDeviceReadIOps", "BlkioDeviceWriteIOps", "CpuPeriod", "CpuQuota", "CpuRealtimePeriod",
                "CpuRealtimeRuntime", "CpusetCpus", "CpusetMems", "Devices", "DeviceCgroupRules", "DeviceRequests", "KernelMemory", "KernelMemoryTCP", "MemoryReservation", "MemorySwap",
                "MemorySwappiness", "OomKillDisable", "PidsLimit", "Ulimits", "CpuCount", "CpuPercent", "IOMaximumIOps", "IOMaximumBandwidth", "MaskedPaths", "ReadonlyPaths");
    }

    @Test
    void theHostConfigurationsDefaults() {
        JsonNode host = seen().path("HostConfig");

        assertThat(host.path("NetworkMode").asText()).isEqualTo("default");
        assertThat(host.path("IpcMode").asText()).isEqualTo("private");
        assertThat(host.path("ShmSize").asLong()).isEqualTo(67108864);
        assertThat(host.path("Runtime").asText()).isEqualTo(Difference.between("runtime-name", "runc", "berth"));
        assertThat(host.path("RestartPolicy").toString()).isEqualTo("{\"Name\":\"no\",\"MaximumRetryCount\":0}");
        assertThat(host.path("OomKillDisable").asText()).isEqualTo(ControlGroupVersion.between("false", "null"));
        assertThat(host.path("MaskedPaths").get(0).asText()).isEqualTo("/proc/asound");
        assertThat(host.path("ReadonlyPaths").get(0).asText()).isEqualTo("/proc/bus");
    }

    @Test
    void whatIsSaidOfTheKillerBeforeTheFirstStart() {
        docker.succeed("create", "--name", "new", IMAGE);

        assertThat(docker.inspect("new", "{{json .HostConfig.OomKillDisable}}")).isEqualTo(Difference.between("killer", "false", ControlGroupVersion.between("false", "null")));
    }

    @Test
    void theNetworkSettings() {
        JsonNode settings = seen().path("NetworkSettings");

        assertThat(names(settings)).containsExactlyInAnyOrder("Bridge", "SandboxID", "HairpinMode", "LinkLocalIPv6Address", "LinkLocalIPv6PrefixLen", "Ports", "SandboxKey", "SecondaryIPAddresses",
                "SecondaryIPv6Addresses", "EndpointID", "Gateway", "GlobalIPv6Address", "GlobalIPv6PrefixLen", "IPAddress", "IPPrefixLen", "IPv6Gateway", "MacAddress", "Networks");
        assertThat(settings.path("Gateway").asText()).isEqualTo("172.17.0.1");
        assertThat(names(settings.path("Networks").path("bridge"))).containsExactlyInAnyOrder("IPAMConfig", "Links", "Aliases", "NetworkID", "EndpointID", "Gateway", "IPAddress", "IPPrefixLen",
                "IPv6Gateway", "GlobalIPv6Address", "GlobalIPv6PrefixLen", "MacAddress", "DriverOpts");
    }

    @Test
    void whereItsNetworkIsSetUpIsToldFromTheFirstStartOn() {
        docker.succeed("create", "--name", "new", IMAGE, "true");
        assertThat(docker.inspect("new", OF_THE_NETWORK)).isEqualTo("||||");

        docker.succeed("start", "-a", "new");

        String sandbox = docker.inspect("new", "{{.NetworkSettings.SandboxID}}");
        assertThat(sandbox).hasSize(64);
        assertThat(docker.inspect("new", "{{.NetworkSettings.SandboxKey}}")).endsWith("/netns/" + sandbox.substring(0, 12));
        assertThat(docker.inspect("new", "{{.NetworkSettings.EndpointID}}{{.NetworkSettings.Networks.bridge.EndpointID}}")).isEmpty();
        assertThat(seen().path("NetworkSettings").path("EndpointID").asText()).hasSize(64).isEqualTo(seen().path("NetworkSettings").path("Networks").path("bridge").path("EndpointID").asText());
    }

    @Test
    void aStartThatFailedHasSetUpWhatOthersHave() {
        docker.run("run", "--name", "failed", IMAGE, "nosuch");

        assertThat(docker.inspect("failed", "{{.State.Status}} {{len .NetworkSettings.SandboxID}} {{len .NetworkSettings.Networks.bridge.NetworkID}}")).isEqualTo("created 64 64");
        String id = docker.inspect("failed", "{{.Id}}");
        assertThat(docker.inspect("failed", "{{.HostsPath}} {{.HostnamePath}} {{.ResolvConfPath}} {{.LogPath}}").split(" "))
                .satisfiesExactly(hosts -> assertThat(hosts).endsWith(id + "/hosts"), name -> assertThat(name).endsWith(id + "/hostname"),
                        servers -> assertThat(servers).endsWith(id + "/resolv.conf"), log -> assertThat(log).endsWith(id + "/" + id + "-json.log"));
    }

    @Test
    void emptyListsAreEmptyOrNullAsDockers() {
        JsonNode seen = seen();

        assertThat(seen.path("Args").toString()).isEqualTo("[\"1000\"]");
        assertThat(seen.path("Mounts").toString()).isEqualTo("[]");
        assertThat(seen.path("Config").path("Entrypoint").toString()).isEqualTo("null");
        assertThat(seen.path("Config").path("OnBuild").toString()).isEqualTo("null");
        assertThat(seen.path("Config").path("Volumes").toString()).isEqualTo("null");
        assertThat(seen.path("HostConfig").path("Binds").toString()).isEqualTo("null");
        assertThat(seen.path("HostConfig").path("Dns").toString()).isEqualTo("[]");
        assertThat(seen.path("HostConfig").path("PortBindings").toString()).isEqualTo("{}");
        assertThat(seen.path("HostConfig").path("Devices").toString()).isEqualTo("[]");
        assertThat(seen.path("HostConfig").path("CapAdd").toString()).isEqualTo("null");
        assertThat(seen.path("HostConfig").path("SecurityOpt").toString()).isEqualTo("null");
    }

    @Test
    void whatAClientDidNotSayIsShownAsTheDockerCommandSaysIt() {
        docker.wire().post("/containers/create?name=terse", "{\"Image\": \"" + IMAGE + "\"}");

        assertThat(docker.inspect("terse", "{{json .HostConfig.Dns}} {{json .HostConfig.PortBindings}} {{json .HostConfig.RestartPolicy.Name}} {{json .HostConfig.Binds}}"))
                .isEqualTo(Difference.between("said-nothing", "null null \"\" null", "[] {} \"no\" null"));
    }

    @Test
    void aListOfContainersHasNoZerosAndNamesSourcesOfNamedVolumes() {
        docker.succeed("create", "--name", "listed", "-v", "kept:/kept", "-v", "/anonymous", IMAGE, "true");

        JsonNode listed = docker.wire().get("/containers/json?all=1&size=1&" + Wire.filters("{\"name\": [\"listed\"]}")).json().path(0);

        assertThat(names(listed)).contains("SizeRootFs").doesNotContain("SizeRw");
        listed.path("Mounts").forEach(mount -> assertThat(mount.path("Source").asText()).matches(mount.path("Destination").asText().equals("/kept") ? ".+/volumes/kept/_data" : ""));
        assertThat(docker.wire().get("/containers/listed/json?size=1").json().path("SizeRw").toString()).isEqualTo("0");
    }

    @Test
    void theRest() {
        JsonNode seen = seen();

        assertThat(seen.path("Driver").asText()).isEqualTo("overlay2");
        assertThat(seen.path("Platform").asText()).isEqualTo("linux");
        assertThat(seen.path("GraphDriver").path("Name").asText()).isEqualTo("overlay2");
        assertThat(seen.path("Image").asText()).isEqualTo(docker.inspect(IMAGE, "{{.Id}}"));
        assertThat(seen.path("Name").asText()).isEqualTo("/seen");
    }

    @Test
    void runningExecsAreListedAndNoOthers() {
        docker.succeed("run", "-d", "--name", "host", IMAGE, "sleep", "1000");
        Wire wire = docker.wire();
        assertThat(wire.get("/containers/host/json").json().path("ExecIDs").toString()).isEqualTo("null");
        String exec = wire.post("/containers/host/exec", "{\"Cmd\": [\"sleep\", \"1000\"]}").json().path("Id").asText();
        wire.post("/exec/" + exec + "/start", "{\"Detach\": true}");

        assertThat(wire.get("/containers/host/json").json().path("ExecIDs").toString()).isEqualTo("[\"" + exec + "\"]");
    }
}
