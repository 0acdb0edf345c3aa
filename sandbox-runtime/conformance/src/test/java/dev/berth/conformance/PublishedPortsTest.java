package dev.berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.berth.conformance.Docker.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Ports of the host, which is the machine where there is one, that lead to containers. */
@ExtendWith(EngineUnderTest.class)
class PublishedPortsTest {
    private static final String IMAGE = SmallImage.NAME;
    private static final String SERVE = "echo hello > /tmp/index.html; exec httpd -f -p 80 -h /tmp";

    private final Docker docker;

    PublishedPortsTest(Docker docker) {
        this.docker = docker;
    }

    private static String[] words(String[] first, String... last) {
        return Stream.concat(Stream.of(first), Stream.of(last)).toArray(String[]::new);
    }

    private Result run(String name, String... options) {
        return docker.run(words(words(new String[] {"run", "-d", "--name", name}, options), IMAGE, "sh", "-c", SERVE));
    }

    private void serve(String name, String... options) {
        assertThat(run(name, options).errors()).isEmpty();
    }

    /** What a container says of its ports; Docker tells those of IPv6 as well. */
    private List<String> ports(String name) {
        return docker.succeed("port", name).output().lines().filter(line -> !line.contains(":::") && !line.contains("[::]")).toList();
    }

    /** @param options {@code --network host}: from the host itself. Asks until the server, which has just been started, listens, or for a few seconds */
    private String ask(String address, String... options) {
        String script = "for try in 1 2 3 4 5 6 7 8 9 10; do " + request(address) + " && exit; sleep 0.2; done";
        return docker.run(words(words(new String[] {"run", "--rm"}, options), IMAGE, "sh", "-c", script)).line();
    }

    /** The image's wget needs libraries for its names, and breaks without. */
    private static String request(String address) {
        return "printf 'GET / HTTP/1.0\\r\\n\\r\\n' | nc -w 2 " + address.replace(':', ' ') + " | grep hello";
    }

    private String askHere(String address) {
        return ask(address, "--network", "host");
    }

    @Test
    void answerOnEveryAddressOfTheHost() {
        serve("web", "-p", "8080:80");

        assertThat(ports("web")).containsExactly("80/tcp -> 0.0.0.0:8080");
        assertThat(askHere("127.0.0.1:8080")).isEqualTo("hello");
        assertThat(askHere("172.17.0.1:8080")).isEqualTo("hello");
        assertThat(ask("172.17.0.1:8080")).isEqualTo("hello");
        assertThat(docker.succeed("exec", "web", "sh", "-c", request("172.17.0.1:8080")).line()).isEqualTo("hello");
    }

    @Test
    void answerOnOneAddressAlone() {
        serve("web", "-p", "127.0.0.1:8080:80");

        assertThat(ports("web")).containsExactly("80/tcp -> 127.0.0.1:8080");
        assertThat(askHere("127.0.0.1:8080")).isEqualTo("hello");
        assertThat(docker.run("run", "--rm", "--network", "host", IMAGE, "sh", "-c", request("172.17.0.1:8080")).code()).isNotZero();
    }

    @Test
    void thatNobodyChoseAreTakenByTheEngine() {
        serve("web", "-p", "80");

        String port = docker.succeed("port", "web", "80").output().lines().findFirst().orElseThrow();
        assertThat(Integer.parseInt(port.replace("0.0.0.0:", ""))).isBetween(32768, 60999);
        assertThat(askHere("127.0.0.1:" + port.replace("0.0.0.0:", ""))).isEqualTo("hello");
    }

    @Test
    void areShown() {
        serve("web", "-p", "8080:80", "-p", "127.0.0.1:8081:80", "-p", "53:53/udp", "--expose", "90");

        assertThat(ports("web")).containsExactlyInAnyOrder("53/udp -> 0.0.0.0:53", "80/tcp -> 127.0.0.1:8081", "80/tcp -> 0.0.0.0:8080");
        assertThat(docker.succeed("port", "web", "53/udp").output()).startsWith("0.0.0.0:53\n");
        assertThat(docker.run("port", "web", "81").code()).isEqualTo(1);
        assertThat(docker.succeed("ps", "--format", "{{.Ports}}").line().replaceAll(", (::|\\[::])[^,]*", "").split(", "))
                .containsExactlyInAnyOrder("90/tcp", "0.0.0.0:53->53/udp", "0.0.0.0:8080->80/tcp", "127.0.0.1:8081->80/tcp");
        assertThat(docker.inspect("web", "{{json .HostConfig.PortBindings}} {{.HostConfig.PublishAllPorts}} {{json .Config.ExposedPorts}}")).isEqualTo(
                "{\"53/udp\":[{\"HostIp\":\"\",\"HostPort\":\"53\"}],\"80/tcp\":[{\"HostIp\":\"\",\"HostPort\":\"8080\"},{\"HostIp\":\"127.0.0.1\",\"HostPort\":\"8081\"}]} false "
                        + "{\"53/udp\":{},\"80/tcp\":{},\"90/tcp\":{}}");
    }

    private JsonNode ofIpv4(JsonNode ports) {
        ports.forEach(list -> {
            if (list instanceof ArrayNode bindings) {
                List<JsonNode> kept = new ArrayList<>();
                bindings.forEach(binding -> {
                    if (!binding.path("HostIp").asText().equals("::")) {
                        kept.add(binding);
                    }
                });
                bindings.removeAll().addAll(kept);
            }
        });
        return ports;
    }

    @Test
    void areInspectedWhileTheContainerRuns() {
        serve("web", "-p", "8080:80", "--expose", "90");
        String shown = "{\"80/tcp\":[{\"HostIp\":\"0.0.0.0\",\"HostPort\":\"8080\"}],\"90/tcp\":null}";

        assertThat(ofIpv4(docker.wire().get("/containers/web/json").json().path("NetworkSettings").path("Ports"))).hasToString(shown);
        docker.succeed("stop", "-t", "0", "web");
        assertThat(docker.inspect("web", "{{json .NetworkSettings.Ports}}")).isEqualTo("{}");
        assertThat(docker.succeed("port", "web").output()).isEmpty();
        assertThat(askHere("127.0.0.1:8080")).isEmpty();

        docker.succeed("start", "web");
        assertThat(ofIpv4(docker.wire().get("/containers/web/json").json().path("NetworkSettings").path("Ports"))).hasToString(shown);
        assertThat(askHere("127.0.0.1:8080")).isEqualTo("hello");
        docker.succeed("restart", "-t", "0", "web");
        assertThat(askHere("127.0.0.1:8080")).isEqualTo("hello");
    }

    @Test
    void areListedOnTheWire() {
        serve("web", "-p", "8080:80");

        assertThat(docker.wire().get("/containers/json").json().path(0).path("Ports").path(0)).hasToString("{\"IP\":\"0.0.0.0\",\"PrivatePort\":80,\"PublicPort\":8080,\"Type\":\"tcp\"}");
    }

    @Test
    void areNotGivenTwice() {
        serve("web", "-p", "8080:80");

        Result second = run("second", "-p", "8080:80");
        assertThat(second.code()).isEqualTo(125);
        assertThat(second.errors()).matches("(?s)docker: Error response from daemon: driver failed programming external connectivity on endpoint second \\([0-9a-f]{64}\\): "
                + "Bind for 0\\.0\\.0\\.0:8080 failed: port is already allocated\\.?\n.*");
        assertThat(docker.inspect("second", "{{.State.Status}} {{.State.ExitCode}} {{len .NetworkSettings.SandboxID}}")).isEqualTo("created 128 64");
        docker.succeed("rm", "-f", "web");
        docker.succeed("start", "second");
        assertThat(askHere("127.0.0.1:8080")).isEqualTo("hello");
    }

    @Test
    void areNotTakenFromPrograms() {
        docker.succeed("run", "-d", "--network", "host", "--name", "program", IMAGE, "httpd", "-f", "-p", "0.0.0.0:9000");
        docker.succeed("run", "--rm", "--network", "host", IMAGE, "sh", "-c", "until nc -w 1 127.0.0.1 9000 < /dev/null; do sleep 0.1; done");

        assertThat(run("web", "-p", "9000:80").errors()).contains("Error starting userland proxy: listen tcp4 0.0.0.0:9000: bind: address already in use");
        assertThat(run("elsewhere", "-p", "10.9.9.9:9001:80").errors()).contains("Error starting userland proxy: listen tcp4 10.9.9.9:9001: bind: cannot assign requested address");
    }

    @Test
    void areTakenFromRanges() {
        serve("one", "-p", "7000-7001:80");
        serve("two", "-p", "7000-7001:80");

        assertThat(ports("one")).containsExactly("80/tcp -> 0.0.0.0:7000");
        assertThat(ports("two")).containsExactly("80/tcp -> 0.0.0.0:7001");
        assertThat(run("three", "-p", "7000-7001:80").errors()).contains("all ports are allocated");
        serve("four", "-p", "8100-8102:90-92");
        assertThat(ports("four")).containsExactlyInAnyOrder("90/tcp -> 0.0.0.0:8100", "91/tcp -> 0.0.0.0:8101", "92/tcp -> 0.0.0.0:8102");
    }

    @Test
    void areAllThatTheContainerListensOn() {
        serve("all", "-P", "--expose", "80", "--expose", "53/udp");

        assertThat(docker.inspect("all", "{{.HostConfig.PublishAllPorts}} {{json .HostConfig.PortBindings}}")).isEqualTo("true {}");
        assertThat(ports("all")).hasSize(2).allMatch(line -> line.matches("(53/udp|80/tcp) -> 0\\.0\\.0\\.0:\\d{5}"));
        String web = ports("all").stream().filter(line -> line.startsWith("80/tcp")).findFirst().orElseThrow();
        assertThat(askHere("127.0.0.1:" + web.replaceFirst(".*:", ""))).isEqualTo("hello");
    }

    @Test
    void areDiscardedInOtherNetworks() {
        assertThat(run("hosts", "--network", "host", "-p", "8081:81").errors()).contains("WARNING: Published ports are discarded when using host network mode");
        serve("lonely", "--network", "none", "-p", "8080:80");

        assertThat(docker.inspect("hosts", "{{json .NetworkSettings.Ports}}")).isEqualTo("{}");
        assertThat(docker.inspect("lonely", "{{json .NetworkSettings.Ports}}")).isEqualTo("{}");
        assertThat(run("guest", "--network", "container:hosts", "-p", "8080:80").errors()).contains("conflicting options: port publishing and the container type network mode");
    }

    private String create(String bindings) {
        return docker.wire().post("/containers/create", "{\"Image\": \"" + IMAGE + "\", \"ExposedPorts\": {\"80/tcp\": {}}, \"HostConfig\": {\"PortBindings\": " + bindings + "}}").error();
    }

    @Test
    void mustBeNumbers() {
        assertThat(create("{\"80/tcp\": [{\"HostPort\": \"x\"}]}")).isEqualTo("400 invalid port specification: \"x\"");
        assertThat(create("{\"80/tcp\": [{\"HostPort\": \"99999\"}]}")).isEqualTo("400 invalid port specification: \"99999\"");
        assertThat(create("{\"99999/tcp\": []}")).isEqualTo("400 invalid port specification: \"99999\"");
        assertThat(create("{\"80/tcp\": null, \"81\": [{}]}")).startsWith("201 ");
    }

    @Test
    void areFoundByFilters() {
        serve("web", "-p", "8080:80");
        serve("silent", "--expose", "90");

        assertThat(docker.succeed("ps", "--filter", "publish=8080", "--format", "{{.Names}}").line()).isEqualTo("web");
        assertThat(docker.succeed("ps", "--filter", "publish=8000-9000/tcp", "--filter", "expose=90", "--format", "{{.Names}}").output()).isEqualTo("silent\nweb\n");
        assertThat(docker.succeed("ps", "--filter", "publish=80", "--format", "{{.Names}}").output()).isEmpty();
    }
}
