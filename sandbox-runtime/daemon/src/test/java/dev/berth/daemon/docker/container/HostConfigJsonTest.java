package dev.berth.daemon.docker.container;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.daemon.http.Json;
import dev.berth.engine.volume.MountOptions;
import dev.berth.engine.volume.MountRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code docker inspect} shows of a HostConfig: each option comes back as it was sent, and changes nothing else. Recorded from a stock Docker 20.10.24. */
class HostConfigJsonTest {

    private static ObjectNode shown(String hostConfig) {
        return HostConfigJson.of(CreateRequest.parse(read("{\"Image\": \"debian\", \"HostConfig\": " + hostConfig + "}")).config());
    }

    private static JsonNode read(String text) {
        return Json.read(text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "{\"RestartPolicy\": {\"Name\": \"always\", \"MaximumRetryCount\": 0}}",
        "{\"RestartPolicy\": {\"Name\": \"on-failure\", \"MaximumRetryCount\": 3}}",
        "{\"AutoRemove\": true}",
        "{\"GroupAdd\": [\"audio\", \"5\"]}",
        "{\"ExtraHosts\": [\"a:1.2.3.4\", \"b:host-gateway\"]}",
        "{\"Dns\": [\"8.8.8.8\"], \"DnsOptions\": [\"ndots:3\"], \"DnsSearch\": [\"a.b\"]}",
        "{\"CapAdd\": [\"NET_ADMIN\", \"ALL\"], \"CapDrop\": [\"all\"]}",
        "{\"SecurityOpt\": [\"no-new-privileges:true\"]}",
        "{\"ReadonlyRootfs\": true}",
        "{\"ShmSize\": 1048576}",
        "{\"Ulimits\": [{\"Name\": \"nofile\", \"Hard\": 200, \"Soft\": 100}]}",
        "{\"Sysctls\": {\"net.ipv4.ip_forward\": \"1\"}}",
        "{\"Privileged\": true, \"SecurityOpt\": [\"label=disable\"], \"MaskedPaths\": null, \"ReadonlyPaths\": null}",
        "{\"PidMode\": \"host\", \"SecurityOpt\": [\"label=disable\"]}",
        "{\"IpcMode\": \"shareable\"}",
        "{\"UTSMode\": \"host\", \"UsernsMode\": \"host\"}",
        "{\"NetworkMode\": \"host\"}",
        "{\"Memory\": 67108864, \"MemorySwap\": -1, \"MemoryReservation\": 33554432, \"OomKillDisable\": true}",
        "{\"NanoCpus\": 1500000000, \"CpuShares\": 512, \"CpusetCpus\": \"0-1\", \"CpusetMems\": \"0\"}",
        "{\"CpuPeriod\": 50000, \"CpuQuota\": 25000}",
        "{\"PidsLimit\": 10, \"OomScoreAdj\": 500}",
        "{\"LogConfig\": {\"Type\": \"local\", \"Config\": {\"max-size\": \"1m\"}}}",
        "{\"Init\": false}",
        "{\"ContainerIDFile\": \"/cid\", \"ConsoleSize\": [30, 90], \"Isolation\": \"default\"}",
        "{\"Binds\": [\"/a:/b:ro\", \"vol:/c\"], \"VolumesFrom\": [\"other:ro\"], \"VolumeDriver\": \"local\"}",
        "{\"Tmpfs\": {\"/t\": \"size=1m\"}}",
        "{\"Mounts\": [{\"Type\": \"bind\", \"Source\": \"/tmp\", \"Target\": \"/b\", \"ReadOnly\": true, \"BindOptions\": {\"Propagation\": \"rslave\"}}]}",
        "{\"Mounts\": [{\"Type\": \"volume\", \"Source\": \"vol\", \"Target\": \"/b\", \"VolumeOptions\": {\"NoCopy\": true, \"Labels\": {\"a\": \"b\"}, "
                + "\"DriverConfig\": {\"Name\": \"local\", \"Options\": {\"type\": \"tmpfs\"}}}}]}",
        "{\"Mounts\": [{\"Type\": \"tmpfs\", \"Target\": \"/b\", \"TmpfsOptions\": {\"SizeBytes\": 1048576, \"Mode\": 448}}]}",
    })
    void showsWhatWasAskedFor(String hostConfig) {
        ObjectNode expected = shown("{}");
        expected.setAll((ObjectNode) read(hostConfig));

        assertThat(read(shown(hostConfig).toString())).isEqualTo(read(expected.toString()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"PidsLimit\": -1}", "{\"MemorySwappiness\": -1}", "{\"Memory\": 0}", "{\"ShmSize\": 0}", "{\"IpcMode\": \"\"}", "{\"Runtime\": \"runc\"}",
        "{\"RestartPolicy\": {\"Name\": \"\"}}", "{\"Isolation\": \"\"}", "{\"ConsoleSize\": []}", "{\"CapAdd\": []}", "{\"NetworkMode\": \"\"}", "{\"CgroupnsMode\": \"private\"}"})
    void whatAsksForNothingChangesNothing(String hostConfig) {
        assertThat(shown(hostConfig)).isEqualTo(shown("{}"));
    }

    /** An inspection of a container that was made before this engine came left them out. */
    @Test
    void showsOfAnOlderEnginesMountsWhatTheySay() {
        MountRequest bind = older("bind", "rslave", "", OptionalLong.empty());
        MountRequest volume = older("volume", "", "local", OptionalLong.empty());
        MountRequest temporary = older("tmpfs", "", "", OptionalLong.of(65_536));
        ObjectNode host = Json.object();

        MountsJson.write(host, new MountOptions(List.of(), List.of(bind, volume, temporary, older("volume", "", "", OptionalLong.empty())), List.of(), Map.of(), ""));

        assertThat(host.path("Mounts")).hasToString("[{\"Type\":\"bind\",\"Target\":\"/b\",\"BindOptions\":{\"Propagation\":\"rslave\"}},"
                + "{\"Type\":\"volume\",\"Target\":\"/b\",\"VolumeOptions\":{\"DriverConfig\":{\"Name\":\"local\"}}},"
                + "{\"Type\":\"tmpfs\",\"Target\":\"/b\",\"TmpfsOptions\":{\"SizeBytes\":65536}},{\"Type\":\"volume\",\"Target\":\"/b\"}]");
    }

    private static MountRequest older(String type, String propagation, String driver, OptionalLong bytes) {
        return new MountRequest(type, "", "/b", false, propagation, false, Map.of(), driver, Map.of(), bytes, OptionalLong.empty(), null);
    }
}
