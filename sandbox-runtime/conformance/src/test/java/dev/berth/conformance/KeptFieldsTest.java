package dev.berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a client said of a container is told again as it was said, also where nothing follows from it. */
@ExtendWith(EngineUnderTest.class)
class KeptFieldsTest {
    private static final String IMAGE = SmallImage.NAME;
    private static final String SEEN = "{{.AppArmorProfile}}|{{.ResolvConfPath}}|{{.LogPath}}";
    private final Docker docker;

    KeptFieldsTest(Docker docker) {
        this.docker = docker;
    }

    private void create(String name, String fields) {
        Answer answer = docker.wire().post("/containers/create?name=" + name, "{\"Image\": \"" + IMAGE + "\", \"Cmd\": [\"true\"], " + fields + "}");
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    }

    private JsonNode inspected(String name) {
        return docker.wire().get("/containers/" + name + "/json").json();
    }

    @Test
    void ofTheProgramAlsoInAnImageThatIsMadeOfIt() {
        create("kept", "\"MacAddress\": \"02:42:ac:11:00:77\", \"StopTimeout\": 7, \"Shell\": [\"/bin/ash\", \"-c\"], \"ArgsEscaped\": true");
        docker.succeed("commit", "kept", "made");
        docker.succeed("create", "--name", "of-image", "made");

        JsonNode image = docker.wire().get("/images/made/json").json();
        for (JsonNode config : List.of(inspected("kept").path("Config"), image.path("Config"), image.path("ContainerConfig"))) {
            assertThat(config.path("MacAddress").asText()).isEqualTo("02:42:ac:11:00:77");
            assertThat(config.path("StopTimeout").asInt()).isEqualTo(7);
            assertThat(config.path("Shell")).hasToString("[\"/bin/ash\",\"-c\"]");
            assertThat(config.path("ArgsEscaped").asBoolean()).isTrue();
        }
        JsonNode next = inspected("of-image").path("Config");
        assertThat(next.has("MacAddress") || next.has("StopTimeout") || next.has("Shell") || next.has("ArgsEscaped")).as(next.toString()).isFalse();
        docker.succeed("rm", "of-image");
        docker.succeed("rmi", "made");
    }

    @Test
    void ofTheHost() {
        create("kept", "\"HostConfig\": {\"ContainerIDFile\": \"/somewhere/cid\", \"ConsoleSize\": [30, 90], \"Isolation\": \"default\"}");

        JsonNode host = inspected("kept").path("HostConfig");
        assertThat(host.path("ContainerIDFile").asText()).isEqualTo("/somewhere/cid");
        assertThat(host.path("ConsoleSize")).hasToString("[30,90]");
        assertThat(host.path("Isolation").asText()).isEqualTo("default");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            {"Type":"volume","Target":"/v"}
            {"Type":"volume","Target":"/v","VolumeOptions":{}}
            {"Type":"volume","Target":"/v","VolumeOptions":{"DriverConfig":{}}}
            {"Type":"volume","Target":"/v","VolumeOptions":{"NoCopy":true,"DriverConfig":{"Name":"local"}}}
            {"Type":"tmpfs","Target":"/v","TmpfsOptions":{}}
            {"Type":"tmpfs","Target":"/v","TmpfsOptions":{"SizeBytes":65536}}
            {"Type":"bind","Source":"/etc","Target":"/v","BindOptions":{}}
            {"Type":"bind","Source":"/etc","Target":"/v","BindOptions":{"Propagation":"rslave"}}
            """)
    void ofAMount(String mount) {
        create("kept", "\"HostConfig\": {\"Mounts\": [" + mount + "]}");

        assertThat(inspected("kept").path("HostConfig").path("Mounts").path(0)).hasToString(mount);
        docker.succeed("rm", "-v", "kept");
    }

    @Test
    void ofACgroupNamespaceAndAProfile() {
        docker.succeed("create", "--name", "kept", "--security-opt", "apparmor=unconfined", IMAGE, "true");

        assertThat(docker.inspect("kept", SEEN)).isEqualTo("unconfined||");
        docker.succeed("start", "-a", "kept");
        assertThat(docker.inspect("kept", SEEN)).startsWith("|").endsWith("-json.log");
        assertThat(docker.inspect("kept", "{{.HostConfig.CgroupnsMode}}")).isEqualTo(Difference.between("cgroup-namespace", ControlGroupVersion.between("host", "private"), "private"));
    }

    /** What a start that fails has come to by then: its network is there first, its log last. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            true  | true  | --log-opt max-size=1x
            true  | true  | --cpu-shares 1
            true  | false | --tmpfs /t:nope
            true  | false | -u nosuch
            false | false | --network container:idle
            """)
    void whereALogOfAStartThatFailedWouldBe(boolean network, boolean log, String option) {
        docker.succeed("create", "--name", "idle", IMAGE, "true");
        String[] words = option.split(" ");
        docker.succeed("create", "--name", "failed", words[0], words[1], IMAGE, "true");

        String said = docker.run("start", "failed").errors();

        assertThat(inspected("failed").path("ResolvConfPath").asText().isEmpty()).as("whether its network was not made; it said: %s", said).isEqualTo(!network);
        assertThat(inspected("failed").path("LogPath").asText().isEmpty()).as("whether its log was not opened; it said: %s", said).isEqualTo(!log);
    }

    @Test
    void ofAnAddressThatIsLongerThanALinks() {
        create("long", "\"MacAddress\": \"02-42-AC-11-00-77-01-02\", \"Cmd\": [\"sleep\", \"1000\"]"); // newer docker commands send the option to newer daemons alone
        docker.succeed("start", "long");

        assertThat(docker.inspect("long", "{{.NetworkSettings.MacAddress}} {{.NetworkSettings.Networks.bridge.MacAddress}}")).isEqualTo("02:42:ac:11:00:77:01:02 02:42:ac:11:00:77:01:02");
        assertThat(docker.wire().get("/networks/bridge").json().path("Containers").iterator().next().path("MacAddress").asText()).isEqualTo("02:42:ac:11:00:77:01:02");
        assertThat(docker.succeed("exec", "long", "cat", "/sys/class/net/eth0/address").line()).isEqualTo("02:42:ac:11:00:77");
    }

    @Test
    void aContainerWithoutANetwork() {
        create("apart", "\"NetworkDisabled\": true, \"Hostname\": \"alone\", \"HostConfig\": {\"NetworkMode\": \"bridge\"}, \"Cmd\": [\"sh\", \"-c\", \"ls /sys/class/net; hostname; wc -c </etc/hosts; sleep 1000\"]");
        docker.succeed("start", "apart");
        docker.await("apart", "{{.State.Running}}", "true");

        JsonNode inspected = inspected("apart");
        assertThat(docker.succeed("exec", "apart", "sh", "-c", "ls /sys/class/net; hostname; wc -c </etc/hosts").output()).isEqualTo("lo\nalone\n0\n");
        assertThat(inspected.path("Config").path("NetworkDisabled").asBoolean()).isTrue();
        assertThat(inspected.path("HostConfig").path("NetworkMode").asText()).isEqualTo("bridge");
        assertThat(inspected.path("HostsPath").asText() + inspected.path("ResolvConfPath").asText()).isEmpty();
        ObjectNode settings = (ObjectNode) inspected.path("NetworkSettings");
        assertThat(settings.path("Networks")).hasToString("{}");
        assertThat(settings.path("SandboxID").asText() + settings.path("IPAddress").asText()).isEmpty();
        assertThat(docker.wire().get("/networks/bridge").json().path("Containers")).isEmpty();
        assertThat(docker.succeed("ps", "-q", "--filter", "network=bridge").output()).isEmpty();
    }

    @Test
    void aContainerWithoutANetworkOfItsOwn() {
        docker.succeed("run", "-d", "--name", "with", "--hostname", "shared", IMAGE, "sleep", "1000");
        create("guest", "\"NetworkDisabled\": true, \"HostConfig\": {\"NetworkMode\": \"container:with\"}, \"Cmd\": [\"sleep\", \"1000\"]");

        docker.succeed("start", "guest");

        assertThat(docker.succeed("exec", "guest", "ls", "/sys/class/net").line()).isEqualTo("lo");
        assertThat(inspected("guest").path("HostsPath").asText().isEmpty()).isEqualTo(Difference.between("no-network-of-another", false, true));
    }

    @Test
    void linksHaveNoQueue() {
        docker.succeed("run", "-d", "--name", "linked", IMAGE, "sleep", "1000");

        assertThat(docker.succeed("exec", "linked", "cat", "/sys/class/net/eth0/tx_queue_len").line()).isEqualTo("0");
    }
}
