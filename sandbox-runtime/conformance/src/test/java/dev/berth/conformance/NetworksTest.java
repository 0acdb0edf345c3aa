package dev.berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The networks that are always there. */
@ExtendWith(EngineUnderTest.class)
class NetworksTest {
    private final Docker docker;

    NetworksTest(Docker docker) {
        this.docker = docker;
    }

    /** Without what is another one's on each engine. */
    private ObjectNode inspected(String name) {
        ObjectNode network = (ObjectNode) docker.wire().get("/networks/" + name).json();
        assertThat(network.remove("Id").asText()).matches("[0-9a-f]{64}");
        assertThat(Instant.parse(network.remove("Created").asText())).isBefore(Instant.now()).isAfter(Instant.EPOCH);
        return network;
    }

    private static String described(String name, String driver, String addresses, String options) {
        return "{\"Name\":\"" + name + "\",\"Scope\":\"local\",\"Driver\":\"" + driver + "\",\"EnableIPv6\":false,\"IPAM\":{\"Driver\":\"default\",\"Options\":null,\"Config\":" + addresses
                + "},\"Internal\":false,\"Attachable\":false,\"Ingress\":false,\"ConfigFrom\":{\"Network\":\"\"},\"ConfigOnly\":false,\"Containers\":{},\"Options\":" + options + ",\"Labels\":{}}";
    }

    @Test
    void sayWhatTheyAre() {
        assertThat(inspected("host")).hasToString(described("host", "host", "[]", "{}"));
        assertThat(inspected("none")).hasToString(described("none", "null", "[]", "{}"));
        ObjectNode bridge = inspected("bridge");
        assertThat(bridge.path("IPAM").path("Config").path(0).path("Subnet").asText()).isEqualTo("172.17.0.0/16");
        assertThat(bridge.path("IPAM").path("Config").path(0).path("Gateway").asText()).isEqualTo(Difference.between("bridge-gateway", "", "172.17.0.1"));
        ((ObjectNode) bridge.path("IPAM")).putArray("Config");
        assertThat(bridge).hasToString(described("bridge", "bridge", "[]", "{\"com.docker.network.bridge.default_bridge\":\"true\",\"com.docker.network.bridge.enable_icc\":\"true\","
                + "\"com.docker.network.bridge.enable_ip_masquerade\":\"true\",\"com.docker.network.bridge.host_binding_ipv4\":\"0.0.0.0\",\"com.docker.network.bridge.name\":\"docker0\","
                + "\"com.docker.network.driver.mtu\":\"1500\"}"));
    }

    @Test
    void sayWhoIsInThem() {
        String one = docker.succeed("run", "-d", "--name", "one", SmallImage.NAME, "sleep", "1000").line();
        String hosts = docker.succeed("run", "-d", "--name", "hosts", "--network", "host", SmallImage.NAME, "sleep", "1000").line();
        docker.succeed("create", "--name", "idle", SmallImage.NAME);

        JsonNode containers = docker.wire().get("/networks/bridge").json().path("Containers");
        assertThat(containers.fieldNames()).toIterable().containsExactly(one);
        assertThat(containers.path(one).fieldNames()).toIterable().containsExactly("Name", "EndpointID", "MacAddress", "IPv4Address", "IPv6Address");
        assertThat(containers.path(one).path("Name").asText()).isEqualTo("one");
        assertThat(containers.path(one).path("EndpointID").asText()).isEqualTo(docker.inspect("one", "{{.NetworkSettings.Networks.bridge.EndpointID}}"));
        assertThat(containers.path(one).path("MacAddress").asText()).isEqualTo(docker.inspect("one", "{{.NetworkSettings.MacAddress}}"));
        assertThat(containers.path(one).path("IPv4Address").asText()).isEqualTo(docker.inspect("one", "{{.NetworkSettings.IPAddress}}") + "/16");
        assertThat(docker.wire().get("/networks/host").json().path("Containers").path(hosts).toString()).matches(
                "\\{\"Name\":\"hosts\",\"EndpointID\":\"[0-9a-f]{64}\",\"MacAddress\":\"\",\"IPv4Address\":\"\",\"IPv6Address\":\"\"}");
        docker.wire().get("/networks").json().forEach(network -> assertThat(network.path("Containers")).isEmpty());
    }

    @Test
    void areListedByTheirNames() {
        assertThat(docker.succeed("network", "ls", "--format", "{{.Name}} {{.Driver}} {{.Scope}} {{.IPv6}} {{.Internal}} {{.Labels}}").output())
                .isEqualTo("bridge bridge local false false \nhost host local false false \nnone null local false false \n");
    }

    private Answer listed(String filters) {
        return docker.wire().get("/networks?" + Wire.filters(filters));
    }

    @Test
    void areListedAsFiltersSay() {
        assertThat(docker.succeed("network", "ls", "--filter", "dangling=false", "--filter", "type=builtin", "--format", "{{.Name}}").output()).isEqualTo("bridge\nhost\nnone\n");
        assertThat(docker.succeed("network", "ls", "-q", "--filter", "dangling=true").output()).isEmpty();
        assertThat(docker.succeed("network", "ls", "-q", "--filter", "type=custom").output()).isEmpty();
        assertThat(listed("{\"type\": [\"bogus\"]}").error()).isEqualTo("500 invalid filter: 'type'='bogus'");
        assertThat(listed("{\"dangling\": [\"x\"]}").error()).isEqualTo("400 invalid value for filter 'dangling', must be \"true\" (or \"1\"), or \"false\" (or \"0\")");
        assertThat(listed("{\"dangling\": [\"0\", \"1\"]}").error()).isEqualTo("400 got more than one value for filter key \"dangling\"");
    }

    @Test
    void areNotRemoved() {
        for (String name : new String[] {"bridge", "host", "none"}) {
            assertThat(docker.wire().delete("/networks/" + name).error()).isEqualTo("403 " + name + " is a pre-defined network and cannot be removed");
        }
        assertThat(docker.wire().delete("/networks/nosuch").error()).isEqualTo("404 network nosuch not found");
    }

    private String changed(String network, String how, String container) {
        return docker.wire().post("/networks/" + network + "/" + how, "{\"Container\": \"" + container + "\"}").error();
    }

    @Test
    void whoAndWhereMustBeThere() {
        docker.succeed("run", "-d", "--name", "one", SmallImage.NAME, "sleep", "1000");
        String idle = docker.succeed("create", "--name", "idle", SmallImage.NAME).line();

        for (String how : new String[] {"connect", "disconnect"}) {
            assertThat(changed("bridge", how, "nosuch")).isEqualTo("404 No such container: nosuch");
            assertThat(changed("nosuch", how, "nosuch")).isEqualTo("404 No such container: nosuch");
            assertThat(changed("nosuch", how, "one")).isEqualTo("404 network nosuch not found");
        }
        assertThat(changed("nosuch", "disconnect", "idle")).isEqualTo("500 container " + idle + " is not connected to the network nosuch");
        assertThat(docker.wire().post("/networks/nosuch/connect", "{\"Container\": \"idle\"}").status()).isEqualTo(Difference.between("network-connect", 200, 404));
    }

    private void make(String name, String network) {
        docker.succeed("create", "--name", "idle-" + name, "--network", network, SmallImage.NAME);
        docker.succeed("run", "-d", "--name", name, "--network", network, SmallImage.NAME, "sleep", "1000");
    }

    /** Of one that runs and one that does not: where it is already, and where it cannot be. */
    @Test
    void whoIsInOneComesToNoOther() {
        String sharing = "400 container sharing network namespace with another container or host cannot be connected to any other network";
        String hosts = "400 container cannot be disconnected from host network or connected to host network";
        String several = "400 container cannot be connected to multiple networks with one of the networks in private (none) mode";
        make("bridged", "bridge");
        make("hosted", "host");
        make("lonely", "none");
        docker.succeed("run", "-d", "--name", "guest", "--network", "container:bridged", SmallImage.NAME, "sleep", "1000");

        for (String state : new String[] {"", "idle-"}) {
            assertThat(changed("host", "connect", state + "bridged")).isEqualTo(hosts);
            assertThat(changed("none", "connect", state + "bridged")).isEqualTo(several);
            assertThat(changed("bridge", "connect", state + "hosted")).isEqualTo(sharing);
            assertThat(changed("none", "connect", state + "hosted")).isEqualTo(sharing);
            assertThat(changed("bridge", "connect", state + "lonely")).isEqualTo(several);
            assertThat(changed("host", "connect", state + "lonely")).isEqualTo(hosts);
        }
        assertThat(changed("bridge", "connect", "guest")).isEqualTo(sharing);
        assertThat(docker.run("network", "connect", "bridge", "bridged").errors()).isEqualTo("Error response from daemon: endpoint with name bridged already exists in network bridge\n");
        assertThat(changed("host", "connect", "hosted")).isEqualTo("403 endpoint with name hosted already exists in network host");
        assertThat(changed("none", "connect", "lonely")).isEqualTo("403 endpoint with name lonely already exists in network none");
        assertThat(changed("bridge", "connect", "idle-bridged")).isEqualTo("200 ");
    }

    @Test
    void whoIsNotInOneDoesNotLeaveIt() {
        make("bridged", "bridge");
        make("hosted", "host");
        String id = docker.inspect("bridged", "{{.Id}}");
        String idle = docker.inspect("idle-bridged", "{{.Id}}");

        assertThat(changed("none", "disconnect", "bridged")).isEqualTo("500 container " + id + " is not connected to network none");
        assertThat(changed("host", "disconnect", "idle-bridged")).isEqualTo("500 container " + idle + " is not connected to the network host");
        assertThat(changed("host", "disconnect", "hosted")).isEqualTo("400 container cannot be disconnected from host network or connected to host network");
        assertThat(changed("bridge", "disconnect", "bridged")).isEqualTo("200 ");
    }
}
