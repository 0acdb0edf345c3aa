package dev.berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Networks that somebody makes: bridges of one's own. */
@ExtendWith(EngineUnderTest.class)
class OwnNetworksTest {
    private static final String IMAGE = SmallImage.NAME;
    private final Docker docker;

    OwnNetworksTest(Docker docker) {
        this.docker = docker;
    }

    @AfterEach
    void removeAll() {
        docker.succeed("ps", "-aq").output().lines().forEach(id -> docker.succeed("rm", "-f", id));
        docker.succeed("network", "prune", "-f");
    }

    private void sleeper(String name, String network, String... options) {
        String[] command = new String[options.length + 9];
        List<String> first = List.of("run", "-d", "--name", name, "--network", network);
        first.toArray(command);
        System.arraycopy(options, 0, command, first.size(), options.length);
        command[options.length + 6] = IMAGE;
        command[options.length + 7] = "sleep";
        command[options.length + 8] = "1000";
        docker.succeed(command);
    }

    private String made(String body) {
        return docker.wire().post("/networks/create", body).error();
    }

    private String inside(String container, String script) {
        return docker.succeed("exec", container, "sh", "-c", script).output();
    }

    @Test
    void sayWhatTheyAre() {
        String id = docker.succeed("network", "create", "--subnet", "10.5.0.0/24", "--gateway", "10.5.0.254", "--ip-range", "10.5.0.128/25", "--label", "a=b", "--internal", "--attachable", "inner").line();

        ObjectNode network = (ObjectNode) docker.wire().get("/networks/inner").json();
        assertThat(network.remove("Id").asText()).matches("[0-9a-f]{64}").isEqualTo(id);
        network.remove("Created");
        assertThat(network).hasToString("{\"Name\":\"inner\",\"Scope\":\"local\",\"Driver\":\"bridge\",\"EnableIPv6\":false,\"IPAM\":{\"Driver\":\"default\",\"Options\":{},"
                + "\"Config\":[{\"Subnet\":\"10.5.0.0/24\",\"IPRange\":\"10.5.0.128/25\",\"Gateway\":\"10.5.0.254\"}]},\"Internal\":true,\"Attachable\":true,\"Ingress\":false,"
                + "\"ConfigFrom\":{\"Network\":\"\"},\"ConfigOnly\":false,\"Containers\":{},\"Options\":{},\"Labels\":{\"a\":\"b\"}}");
        assertThat(docker.inspect(id.substring(0, 12), "{{.Name}}")).isEqualTo("inner");
    }

    @Test
    void getOneOfDockersSubnets() {
        docker.succeed("network", "create", "web");

        JsonNode pool = docker.wire().get("/networks/web").json().path("IPAM").path("Config").path(0);
        assertThat(pool.path("Subnet").asText()).matches("172\\.\\d+\\.0\\.0/16|192\\.168\\.\\d+\\.0/20");
        assertThat(pool.path("Gateway").asText()).isEqualTo(pool.path("Subnet").asText().replaceFirst("0/\\d+", "1"));
    }

    @Test
    void areBridgesOfTheHost() {
        String id = docker.succeed("network", "create", "--subnet", "10.5.0.0/24", "-o", "com.docker.network.driver.mtu=1400", "web").line();

        String bridge = "br-" + id.substring(0, 12);
        assertThat(docker.succeed("run", "--rm", "--network", "host", IMAGE, "ip", "-o", "addr", "show", bridge).output()).contains("inet 10.5.0.1/24");
        assertThat(docker.succeed("run", "--rm", "--network", "web", IMAGE, "ip", "link", "show", "eth0").output()).contains("mtu 1400");
        docker.succeed("network", "rm", "web");
        assertThat(docker.run("run", "--rm", "--network", "host", IMAGE, "ip", "link", "show", bridge).code()).isNotZero();
    }

    @Test
    void haveContainersWithAddresses() {
        docker.succeed("network", "create", "--subnet", "10.5.0.0/24", "web");
        sleeper("one", "web", "--network-alias", "first", "--hostname", "h");
        sleeper("two", "web", "--ip", "10.5.0.77");
        String id = docker.inspect("one", "{{.Id}}");

        assertThat(docker.inspect("one", "{{json .NetworkSettings.IPAddress}} {{.HostConfig.NetworkMode}} {{json .NetworkSettings.Networks.web.Aliases}} {{json .NetworkSettings.Networks.web.IPAMConfig}}"))
                .isEqualTo("\"\" web [\"first\",\"" + id.substring(0, 12) + "\",\"h\"] null");
        assertThat(docker.inspect("one", "{{with .NetworkSettings.Networks.web}}{{.IPAddress}}/{{.IPPrefixLen}} {{.Gateway}} {{.MacAddress}}{{end}}")).isEqualTo("10.5.0.2/24 10.5.0.1 02:42:0a:05:00:02");
        assertThat(docker.inspect("two", "{{with .NetworkSettings.Networks.web}}{{.IPAddress}} {{json .IPAMConfig}}{{end}}")).isEqualTo("10.5.0.77 {\"IPv4Address\":\"10.5.0.77\"}");
        assertThat(inside("one", "ip route")).isEqualTo("default via 10.5.0.1 dev eth0 \n10.5.0.0/24 dev eth0 scope link  src 10.5.0.2 \n");
        assertThat(inside("one", "ping -c 1 -W 2 10.5.0.77")).contains("1 packets received");
        assertThat(docker.wire().get("/networks/web").json().path("Containers").path(id).path("IPv4Address").asText()).isEqualTo("10.5.0.2/24");
        assertThat(docker.succeed("ps", "-q", "--no-trunc", "--filter", "network=web", "--filter", "name=one").line()).isEqualTo(id);
    }

    @Test
    void keepContainersFromThoseOfOthers() {
        docker.succeed("network", "create", "--subnet", "10.5.0.0/24", "web");
        sleeper("one", "web");
        sleeper("other", "bridge");

        assertThat(docker.run("exec", "other", "ping", "-c", "1", "-W", "1", "10.5.0.2").code()).isNotZero();
        assertThat(docker.run("exec", "one", "ping", "-c", "1", "-W", "1", docker.inspect("other", "{{.NetworkSettings.IPAddress}}")).code()).isNotZero();
    }

    private static final String SERVE = "echo hello > /tmp/index.html; exec httpd -f -p 80 -h /tmp";

    private String ask(String container, String address) {
        String request = "printf 'GET / HTTP/1.0\\r\\n\\r\\n' | nc -w 2 " + address + " | grep hello";
        return docker.run("exec", container, "sh", "-c", "for try in 1 2 3 4 5; do " + request + " && exit; sleep 0.2; done").line();
    }

    /** By the gateway, which is the host, or the machine where there is one. */
    @Test
    void publishPortsForEverybody() {
        docker.succeed("network", "create", "--subnet", "10.5.0.0/24", "web");
        docker.succeed("network", "create", "--subnet", "10.6.0.0/24", "other");
        docker.succeed("run", "-d", "--name", "server", "--network", "web", "-p", "8080:80", IMAGE, "sh", "-c", SERVE);
        sleeper("neighbour", "web");
        sleeper("usual", "bridge");
        sleeper("far", "other");
        sleeper("hosts", "host");

        assertThat(ask("hosts", "127.0.0.1 8080")).isEqualTo("hello");
        assertThat(ask("hosts", "10.5.0.1 8080")).isEqualTo("hello");
        assertThat(ask("neighbour", "10.5.0.1 8080")).isEqualTo("hello");
        assertThat(ask("server", "10.5.0.1 8080")).isEqualTo("hello");
        assertThat(ask("usual", "172.17.0.1 8080")).isEqualTo("hello");
        assertThat(ask("far", "10.6.0.1 8080")).isEqualTo("hello");
    }

    @Test
    void areConnectedAndDisconnectedWhileAContainerRuns() {
        docker.succeed("network", "create", "--subnet", "10.5.0.0/24", "web");
        docker.succeed("network", "create", "--subnet", "10.6.0.0/24", "zoo");
        sleeper("one", "web");

        docker.succeed("network", "connect", "--ip", "10.6.0.9", "--alias", "al", "zoo", "one");
        assertThat(inside("one", "ip -o -4 addr show eth1")).contains("inet 10.6.0.9/24 brd 10.6.0.255");
        assertThat(inside("one", "ip route")).contains("default via 10.5.0.1 dev eth0");
        assertThat(docker.inspect("one", "{{with .NetworkSettings.Networks.zoo}}{{json .IPAMConfig}} {{json .Aliases}}{{end}}"))
                .isEqualTo("{\"IPv4Address\":\"10.6.0.9\"} [\"al\",\"" + docker.inspect("one", "{{.Id}}").substring(0, 12) + "\"]");
        assertThat(docker.run("network", "connect", "zoo", "one").errors()).contains("endpoint with name one already exists in network zoo");

        docker.succeed("network", "disconnect", "web", "one");
        assertThat(inside("one", "ip route")).isEqualTo("default via 10.6.0.1 dev eth1 \n10.6.0.0/24 dev eth1 scope link  src 10.6.0.9 \n");
        docker.succeed("network", "disconnect", "zoo", "one");
        assertThat(inside("one", "ls /sys/class/net").strip()).isEqualTo("lo");
        assertThat(docker.inspect("one", "{{json .NetworkSettings.Networks}}")).isEqualTo("{}");
        assertThat(docker.run("network", "disconnect", "zoo", "one").errors()).contains("container " + docker.inspect("one", "{{.Id}}") + " is not connected to network zoo");

        docker.succeed("network", "connect", "bridge", "one");
        assertThat(inside("one", "ip route")).contains("default via 172.17.0.1");
    }

    @Test
    void areConnectedBeforeAContainerRuns() {
        docker.succeed("network", "create", "--subnet", "10.5.0.0/24", "web");
        docker.succeed("network", "create", "--subnet", "10.6.0.0/24", "zoo");
        docker.succeed("create", "--name", "one", "--network", "web", IMAGE, "sleep", "1000");

        docker.succeed("network", "connect", "--ip", "10.6.0.9", "zoo", "one");
        docker.succeed("start", "one");
        assertThat(inside("one", "ip -o -4 addr")).contains("inet 10.5.0.2/24", "inet 10.6.0.9/24");
        docker.succeed("restart", "-t", "0", "one");
        assertThat(inside("one", "ip -o -4 addr")).contains("inet 10.5.0.2/24", "inet 10.6.0.9/24");
        docker.succeed("stop", "-t", "0", "one");
        assertThat(docker.inspect("one", "{{range $name, $at := .NetworkSettings.Networks}}{{$name}} {{len $at.NetworkID}} {{len $at.IPAddress}} {{end}}").strip()).isEqualTo("web 64 0 zoo 64 0");
        docker.succeed("network", "disconnect", "web", "one");
        docker.succeed("start", "one");
        assertThat(inside("one", "ip -o -4 addr show eth0")).contains("inet 10.6.0.9/24");
    }

    @Test
    void publishedPortsFollowTheNetworkThatLeadsOut() {
        docker.succeed("network", "create", "web");
        docker.succeed("run", "-d", "--name", "server", "-p", "8080:80", IMAGE, "sh", "-c", SERVE);
        sleeper("hosts", "host");
        assertThat(ask("hosts", "127.0.0.1 8080")).isEqualTo("hello");

        docker.succeed("network", "connect", "web", "server");
        docker.succeed("network", "disconnect", "bridge", "server");

        assertThat(docker.succeed("port", "server").output()).startsWith("80/tcp -> 0.0.0.0:8080\n");
        assertThat(ask("hosts", "127.0.0.1 8080")).isEqualTo("hello");
        docker.succeed("network", "disconnect", "web", "server");
        assertThat(docker.succeed("port", "server").output()).isEmpty();
    }

    @Test
    void areNotRemovedWhileTheyAreUsed() {
        String id = docker.succeed("network", "create", "web").line();
        sleeper("one", "web");

        assertThat(docker.wire().delete("/networks/web").error()).isEqualTo("403 error while removing network: network web id " + id + " has active endpoints");
        docker.succeed("network", "prune", "-f");
        assertThat(docker.succeed("network", "ls", "-q", "--filter", "name=web").output()).isNotEmpty();
        docker.succeed("stop", "-t", "0", "one");
        assertThat(docker.succeed("network", "rm", "web").line()).isEqualTo("web");
        assertThat(docker.wire().post("/containers/one/start").error()).matches("404 network (web|[0-9a-f]{64}) not found");
    }

    @Test
    void arePrunedAndListedAsFiltersSay() {
        docker.succeed("network", "create", "--label", "kind=a", "first");
        docker.succeed("network", "create", "second");

        assertThat(docker.succeed("network", "ls", "--filter", "type=custom", "--format", "{{.Name}} {{.Driver}}").output()).isEqualTo("first bridge\nsecond bridge\n");
        assertThat(docker.succeed("network", "ls", "--filter", "dangling=true", "--format", "{{.Name}}").output()).isEqualTo("first\nsecond\n");
        assertThat(docker.succeed("network", "ls", "--filter", "label=kind=a", "--format", "{{.Name}}").output()).isEqualTo("first\n");
        assertThat(docker.succeed("network", "ls", "--filter", "driver=null", "--format", "{{.Name}}").output()).isEqualTo("none\n");
        assertThat(docker.succeed("network", "prune", "-f", "--filter", "until=1h").output()).isEmpty();
        assertThat(docker.succeed("network", "prune", "-f", "--filter", "label!=kind").output()).isEqualTo("Deleted Networks:\nsecond\n\n");
        assertThat(docker.succeed("network", "prune", "-f").output()).isEqualTo("Deleted Networks:\nfirst\n\n");
    }

    @Test
    void tellTheirEvents() {
        String since = docker.succeed("info", "--format", "{{.SystemTime}}").line();
        String id = docker.succeed("network", "create", "web").line();
        sleeper("one", "bridge");
        docker.succeed("network", "connect", "web", "one");
        String container = docker.inspect("one", "{{.Id}}");
        docker.succeed("rm", "-f", "one");
        docker.succeed("network", "rm", "web");

        String events = docker.succeed("events", "--since", since, "--until", docker.succeed("info", "--format", "{{.SystemTime}}").line(), "--filter", "type=network", "--filter", "network=web", "--format",
                "{{.Action}} {{.Actor.ID}} {{index .Actor.Attributes \"container\"}} {{index .Actor.Attributes \"name\"}} {{index .Actor.Attributes \"type\"}}").output();
        assertThat(events.lines().distinct()).containsExactly(
                "create " + id + "  web bridge", "connect " + id + " " + container + " web bridge", "disconnect " + id + " " + container + " web bridge", "destroy " + id + "  web bridge");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            403 operation is not permitted on predefined bridge network | "Name": "bridge"
            500 invalid name:                                           | "Name": ""
            404 plugin "nope" not found                                 | "Name": "x", "Driver": "nope"
            404 plugin "nope" not found                                 | "Name": "x", "IPAM": {"Driver": "nope"}
            403 only one instance of "host" network is allowed          | "Name": "x", "Driver": "host"
            500 Invalid subnet nope : invalid CIDR address: nope        | "Name": "x", "IPAM": {"Config": [{"Subnet": "nope"}]}
            500 Invalid subnet 10.5.0.0/33 : invalid CIDR address: 10.5.0.0/33 | "Name": "x", "IPAM": {"Config": [{"Subnet": "10.5.0.0/33"}]}
            500 invalid gateway address nope in Ipam configuration      | "Name": "x", "IPAM": {"Config": [{"Subnet": "10.6.0.0/24", "Gateway": "nope"}]}
            500 failed to allocate gateway (10.7.0.1): Requested address is out of range | "Name": "x", "IPAM": {"Config": [{"Subnet": "10.6.0.0/24", "Gateway": "10.7.0.1"}]}
            403 Pool overlaps with other one on this address space      | "Name": "x", "IPAM": {"Config": [{"Subnet": "172.17.128.0/24"}]}
            500 failed to parse com.docker.network.bridge.enable_icc value: x (strconv.ParseBool: parsing "x": invalid syntax) | "Name": "x", "Options": {"com.docker.network.bridge.enable_icc": "x"}
            500 failed to parse com.docker.network.driver.mtu value: x (strconv.Atoi: parsing "x": invalid syntax) | "Name": "x", "Options": {"com.docker.network.driver.mtu": "x"}
            500 failed to check bridge interface existence: numerical result out of range | "Name": "x", "Options": {"com.docker.network.bridge.name": "averyveryverylongname"}
            """)
    void areRefused(String reason, String fields) {
        assertThat(made("{" + fields + "}").strip()).isEqualTo(reason);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            network-drivers | 500 | 501 | "Driver": "macvlan"
            network-drivers | 500 | 501 | "Driver": "ipvlan"
            network-drivers | 500 | 501 | "Driver": "overlay"
            network-drivers | 404 | 501 | "EnableIPv6": true
            network-range   | 201 | 400 | "IPAM": {"Config": [{"Subnet": "10.6.0.0/24", "IPRange": "10.7.0.0/25"}]}
            network-range   | 201 | 400 | "IPAM": {"Config": [{"Subnet": "169.254.0.0/24"}]}
            """)
    void differ(String line, int dockers, int ours, String fields) {
        assertThat(docker.wire().post("/networks/create", "{\"Name\": \"x\", " + fields + "}").status()).isEqualTo(Difference.between(line, dockers, ours));
    }

    private void link(String command) {
        docker.succeed("run", "--rm", "--cap-add", "NET_ADMIN", "--network", "host", IMAGE, "sh", "-c", command);
    }

    @Test
    void areNamedWhenAContainerCannotComeToThem() {
        docker.succeed("network", "create", "-o", "com.docker.network.bridge.name=mine", "web");
        docker.succeed("create", "--name", "one", "--network", "web", IMAGE, "true");
        link("ip link del mine");

        assertThat(docker.wire().post("/containers/one/start").error()).contains("failed to create endpoint one on network web: ").contains("could not find bridge mine");
    }

    @Test
    void haveBridgesOfTheirOwn() {
        link("ip link add mine type bridge");

        assertThat(docker.wire().post("/networks/create", "{\"Name\": \"web\", \"Options\": {\"com.docker.network.bridge.name\": \"mine\"}}").status()).isEqualTo(Difference.between("network-bridges", 201, 403));
        link("ip link del mine");
    }

    @Test
    void haveNamesOfTheirOwn() {
        docker.succeed("network", "create", "web");

        assertThat(docker.run("network", "create", "web").errors()).isEqualTo("Error response from daemon: network with name web already exists\n");
        assertThat(docker.wire().post("/networks/create", "{\"Name\": \"web\"}").status()).isEqualTo(Difference.between("network-names", 201, 409));
        if (EngineUnderTest.STOCK) {
            docker.succeed("network", "ls", "-q", "--filter", "name=web").output().lines().forEach(id -> docker.succeed("network", "rm", id));
        }
    }

    @Test
    void takeOnlyAddressesThatFit() {
        docker.succeed("network", "create", "usual");
        docker.succeed("network", "create", "--subnet", "10.5.0.0/24", "web");

        assertThat(started("usual", "172.18.0.77")).isEqualTo("400 user specified IP address is supported only when connecting to networks with user configured subnets");
        assertThat(started("bridge", "172.17.0.77")).isEqualTo("400 user specified IP address is supported on user defined networks only");
        assertThat(started("web", "10.9.0.4")).isEqualTo("500 Invalid address 10.9.0.4: It does not belong to any of this network's subnets");
        assertThat(started("web", "10.5.0.1")).isEqualTo("403 Address already in use");
        assertThat(started("nosuch", "10.5.0.1")).isEqualTo("404 network nosuch not found");
    }

    private String started(String network, String address) {
        String body = "{\"Image\": \"" + IMAGE + "\", \"Cmd\": [\"sleep\", \"1000\"], \"HostConfig\": {\"NetworkMode\": \"" + network + "\"}, \"NetworkingConfig\": {\"EndpointsConfig\": {\"" + network
                + "\": {\"IPAMConfig\": {\"IPv4Address\": \"" + address + "\"}}}}}";
        String id = docker.wire().post("/containers/create", body).json().path("Id").asText();
        return docker.wire().post("/containers/" + id + "/start").error();
    }

    private String connected(String network, String endpoint) {
        return docker.wire().post("/networks/" + network + "/connect", "{\"Container\": \"one\", \"EndpointConfig\": " + endpoint + "}").error();
    }

    @Test
    void doNotConnectWhatDoesNotFit() {
        docker.succeed("network", "create", "web");
        sleeper("one", "web");

        assertThat(connected("bridge", "{\"Aliases\": [\"x\"]}")).isEqualTo("400 network-scoped alias is supported only for containers in user defined networks");
        assertThat(connected("bridge", "{\"IPAMConfig\": {\"IPv4Address\": \"172.17.0.99\"}}")).isEqualTo("400 user specified IP address is supported on user defined networks only");
        assertThat(connected("host", "{}")).isEqualTo("400 container cannot be disconnected from host network or connected to host network");
        assertThat(connected("none", "{}")).isEqualTo("400 container cannot be connected to multiple networks with one of the networks in private (none) mode");
        assertThat(connected("web", "{}")).isEqualTo("403 endpoint with name one already exists in network web");
        docker.succeed("network", "create", "zoo");
        assertThat(connected("zoo", "{\"Aliases\": [\"" + "x".repeat(100_000) + "\"]}").substring(0, 3)).isEqualTo(Difference.between("endpoint-room", "200", "400"));
    }
}
