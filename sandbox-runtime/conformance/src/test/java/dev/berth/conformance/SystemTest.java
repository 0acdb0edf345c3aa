package dev.berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** docker info, docker version and the ping before them. */
@ExtendWith(EngineUnderTest.class)
class SystemTest {
    private final Docker docker;

    SystemTest(Docker docker) {
        this.docker = docker;
    }

    private JsonNode asked(String path) {
        return docker.wire().get(path).json();
    }

    @Test
    void infoHasTheFieldsThatClientsRead() {
        assertThat(asked("/info").fieldNames()).toIterable().contains(
                "ID", "Containers", "ContainersRunning", "ContainersPaused", "ContainersStopped", "Images", "Driver", "DriverStatus", "Plugins", "MemoryLimit",
                "SwapLimit", "KernelMemory", "KernelMemoryTCP", "CpuCfsPeriod", "CpuCfsQuota", "CPUShares", "CPUSet", "PidsLimit", "IPv4Forwarding",
                "BridgeNfIptables", "BridgeNfIp6tables", "Debug", "OomKillDisable", "SystemTime", "LoggingDriver", "CgroupDriver", "CgroupVersion",
                "KernelVersion", "OperatingSystem", "OSVersion", "OSType", "Architecture", "IndexServerAddress", "RegistryConfig", "NCPU", "MemTotal",
                "GenericResources", "DockerRootDir", "HttpProxy", "HttpsProxy", "NoProxy", "Name", "Labels", "ExperimentalBuild", "ServerVersion", "Runtimes",
                "DefaultRuntime", "Swarm", "LiveRestoreEnabled", "Isolation", "InitBinary", "ContainerdCommit", "RuncCommit", "InitCommit", "SecurityOptions", "Warnings");
        assertThat(docker.succeed("info", "--format", "{{.Driver}} {{.OSType}} {{.LoggingDriver}} {{.Swarm.LocalNodeState}} {{.IndexServerAddress}} {{.InitBinary}} {{index .DriverStatus 1}}").line())
                .isEqualTo("overlay2 linux json-file inactive https://index.docker.io/v1/ docker-init [Supports d_type true]");
    }

    @Test
    void infoTellsWhatTheHostHas() {
        JsonNode info = asked("/info");

        assertThat(info.path("RegistryConfig").toString()).isEqualTo("{\"AllowNondistributableArtifactsCIDRs\":[],\"AllowNondistributableArtifactsHostnames\":[],"
                + "\"InsecureRegistryCIDRs\":[\"127.0.0.0/8\"],\"IndexConfigs\":{\"docker.io\":{\"Name\":\"docker.io\",\"Mirrors\":[],\"Secure\":true,\"Official\":true}},\"Mirrors\":[]}");
        assertThat(info.path("BridgeNfIptables").asBoolean()).isEqualTo(bridgesAreFiltered());
        assertThat(docker.succeed("info").errors().contains("bridge-nf-call-iptables is disabled")).isEqualTo(!bridgesAreFiltered());
    }

    private static boolean bridgesAreFiltered() {
        try {
            Path setting = Path.of("/proc/sys/net/bridge/bridge-nf-call-iptables");
            return Files.exists(setting) && Files.readString(setting).strip().equals("1");
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Test
    void infoCounts() {
        docker.succeed("run", "-d", "--name", "one", SmallImage.NAME, "sleep", "1000");
        docker.succeed("run", "-d", "--name", "two", SmallImage.NAME, "sleep", "1000");
        docker.succeed("create", "--name", "three", SmallImage.NAME);
        docker.succeed("pause", "two");

        assertThat(docker.succeed("info", "--format", "{{.Containers}} {{.ContainersRunning}} {{.ContainersPaused}} {{.ContainersStopped}}").line()).isEqualTo("3 1 1 1");
    }

    @Test
    void infoTellsTheTime() {
        assertThat(Instant.parse(asked("/info").path("SystemTime").asText())).isCloseTo(Instant.now(), within(1, ChronoUnit.MINUTES));
    }

    @Test
    void whatHoldsForEveryContainer() {
        List<String> options = new ArrayList<>();
        asked("/info").path("SecurityOptions").forEach(each -> options.add(each.asText()));

        assertThat(asked("/info").path("LiveRestoreEnabled").asBoolean()).isEqualTo(Difference.between("live-restore", false, true));
        assertThat(options).contains("name=seccomp,profile=default");
        assertThat(options.contains("name=userns")).isEqualTo(Difference.between("security-options", false, true));
    }

    @Test
    void thereIsNoContainerd() {
        assertThat(asked("/info").path("ContainerdCommit").path("ID").asText().equals("N/A")).isEqualTo(Difference.between("no-containerd", false, true));
        assertThat(asked("/version").path("Components").findValuesAsText("Name").contains("containerd")).isEqualTo(Difference.between("no-containerd", true, false));
        assertThat(asked("/version").path("GoVersion").asText()).startsWith(Difference.between("no-containerd", "go", "none"));
    }

    @Test
    void versionHasTheFieldsThatClientsRead() {
        assertThat(asked("/version").fieldNames()).toIterable().containsExactlyInAnyOrder(
                "Platform", "Components", "Version", "ApiVersion", "MinAPIVersion", "GitCommit", "GoVersion", "Os", "Arch", "KernelVersion", "BuildTime");
        assertThat(asked("/version").path("Components").path(0).path("Details").fieldNames()).toIterable().containsExactlyInAnyOrder(
                "ApiVersion", "Arch", "BuildTime", "Experimental", "GitCommit", "GoVersion", "KernelVersion", "MinAPIVersion", "Os");
        assertThat(docker.succeed("version", "--format", "{{.Server.APIVersion}} {{.Server.Os}} {{.Server.Version}}").line()).startsWith("1.41 linux 20.10.24+");
    }

    @Test
    void aPingTellsTheVersion() {
        for (Answer answer : new Answer[] {docker.wire().get("/_ping"), docker.wire().head("/_ping")}) {
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.headers()).containsEntry("api-version", "1.41").containsEntry("ostype", "linux")
                    .containsEntry("docker-experimental", "false").containsEntry("cache-control", "no-cache, no-store, must-revalidate").containsEntry("pragma", "no-cache");
        }
        assertThat(docker.wire().get("/_ping").text()).isEqualTo("OK");
    }
}
