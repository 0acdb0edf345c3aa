package dev.berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code --link} gives a container of another one. */
@ExtendWith(EngineUnderTest.class)
class LinksTest {
    private static final String IMAGE = SmallImage.NAME;
    private final Docker docker;

    LinksTest(Docker docker) {
        this.docker = docker;
    }

    @AfterEach
    void removeAll() {
        docker.succeed("ps", "-aq").output().lines().forEach(id -> docker.succeed("rm", "-f", id));
        docker.succeed("network", "prune", "-f");
    }

    private void sleeper(String name, String... options) {
        docker.succeed(Stream.of(List.of("run", "-d", "--name", name), List.of(options), List.of(IMAGE, "sleep", "1000")).flatMap(List::stream).toArray(String[]::new));
    }

    private String inside(String container, String script) {
        return docker.succeed("exec", container, "sh", "-c", script).output();
    }

    @Test
    void areVariables() {
        sleeper("db", "-e", "SECRET=x", "-e", "HOME=/h", "--expose", "80-82", "--expose", "5432/udp");
        String address = docker.inspect("db", "{{.NetworkSettings.IPAddress}}");

        sleeper("web", "--link", "db:data-base");

        String variables = inside("web", "env | grep ^DATA_BASE | sort").replace(address, "A");
        assertThat(variables.lines()).containsExactly(
                "DATA_BASE_ENV_SECRET=x", "DATA_BASE_NAME=/web/data-base", "DATA_BASE_PORT=tcp://A:80", "DATA_BASE_PORT_5432_UDP=udp://A:5432", "DATA_BASE_PORT_5432_UDP_ADDR=A",
                "DATA_BASE_PORT_5432_UDP_PORT=5432", "DATA_BASE_PORT_5432_UDP_PROTO=udp", "DATA_BASE_PORT_80_TCP=tcp://A:80", "DATA_BASE_PORT_80_TCP_ADDR=A", "DATA_BASE_PORT_80_TCP_END=tcp://A:82",
                "DATA_BASE_PORT_80_TCP_PORT=80", "DATA_BASE_PORT_80_TCP_PORT_END=82", "DATA_BASE_PORT_80_TCP_PORT_START=80", "DATA_BASE_PORT_80_TCP_PROTO=tcp", "DATA_BASE_PORT_80_TCP_START=tcp://A:80",
                "DATA_BASE_PORT_81_TCP=tcp://A:81", "DATA_BASE_PORT_81_TCP_ADDR=A", "DATA_BASE_PORT_81_TCP_PORT=81", "DATA_BASE_PORT_81_TCP_PROTO=tcp", "DATA_BASE_PORT_82_TCP=tcp://A:82",
                "DATA_BASE_PORT_82_TCP_ADDR=A", "DATA_BASE_PORT_82_TCP_PORT=82", "DATA_BASE_PORT_82_TCP_PROTO=tcp");
        assertThat(inside("web", "cat /proc/1/environ | tr '\\0' '\\n' | grep -c ^DATA_BASE").strip()).isEqualTo("23");
    }

    @Test
    void areLinesInTheFileOfHostsWhichFollowTheAddress() {
        sleeper("db", "-h", "dbhost");
        String first = docker.inspect("db", "{{.NetworkSettings.IPAddress}}");
        sleeper("web", "--link", "db:data-base", "--link", "db", "--add-host", "other:192.0.2.7");

        String own = docker.inspect("web", "{{.NetworkSettings.IPAddress}}\t{{.Config.Hostname}}");
        assertThat(inside("web", "tail -n +7 /etc/hosts").lines()).containsExactlyInAnyOrder("192.0.2.7\tother", first + "\tdata-base dbhost db", first + "\tdb dbhost", own);
        assertThat(inside("web", "ping -c1 -W2 data-base")).contains("1 packets received");

        docker.succeed("stop", "-t", "0", "db");
        sleeper("taker");
        docker.succeed("start", "db");
        String second = docker.inspect("db", "{{.NetworkSettings.IPAddress}}");
        assertThat(second).isNotEqualTo(first);
        assertThat(inside("web", "tail -n +7 /etc/hosts").lines()).containsExactlyInAnyOrder("192.0.2.7\tother", second + "\tdata-base dbhost db", second + "\tdb dbhost", own);
    }

    @Test
    @DisabledIfSystemProperty(named = "berth.sockets", matches = ".+", disabledReason = "a stock Docker takes what it needs of its host's memory")
    void areNotMoreVariablesThanAProgramCanHave() {
        sleeper("db", "--expose", "1-10000");

        assertThat(docker.run("run", "--link", "db:db", IMAGE, "true").errors()).contains("have more than 524288 characters: leave links out");
        assertThat(docker.run("run", "--link", "db:" + "a".repeat(300), IMAGE, "true").errors()).contains("of a link has 300 characters, and may have 255");
    }

    @Test
    @DisabledIfSystemProperty(named = "berth.sockets", matches = ".+", disabledReason = "a stock Docker writes behind whatever is there")
    void andNetworksRespectWhatProgramsHaveWrittenIntoTheirFiles() {
        docker.succeed("network", "create", "own");
        sleeper("web");
        inside("web", "printf '192.0.2.9 mine' >>/etc/hosts; echo 'nameserver 192.0.2.1' >/etc/resolv.conf");

        docker.succeed("network", "connect", "own", "web");

        assertThat(inside("web", "grep mine /etc/hosts").strip()).isEqualTo("192.0.2.9 mine");
        assertThat(inside("web", "cat /etc/resolv.conf").strip()).isEqualTo("nameserver 192.0.2.1");
    }

    @Test
    void areShown() {
        sleeper("db");
        sleeper("web", "--link", "db:database");

        assertThat(docker.inspect("web", "{{json .HostConfig.Links}} {{json .NetworkSettings.Networks.bridge.Links}}")).isEqualTo("[\"/db:/web/database\"] null");
        docker.succeed("rename", "db", "store");
        assertThat(docker.inspect("web", "{{json .HostConfig.Links}}")).isEqualTo("[\"/store:/web/database\"]");
        docker.succeed("rm", "-f", "store");
        assertThat(docker.inspect("web", "{{json .HostConfig.Links}}")).isEqualTo(Difference.between("removed-links", "[\"/store:/web/database\"]", "null"));
        assertThat(docker.run("restart", "-t", "0", "web").code()).isEqualTo(Difference.between("removed-links", 1, 0));
    }

    @Test
    void areNoNamesOfTheOther() {
        sleeper("db");
        sleeper("web", "--link", "db:database");

        assertThat(docker.succeed("ps", "--no-trunc", "--filter", "name=db", "--format", "{{.Names}}").line()).isEqualTo(Difference.between("link-names", "db,web/database", "db"));
    }

    @Test
    void areNamesInNetworksOfOnesOwn() {
        docker.succeed("network", "create", "--subnet", "10.5.0.0/24", "mynet");
        sleeper("db", "--network", "mynet");
        sleeper("web", "--network", "mynet", "--link", "db:database", "--link", "nosuch:x");

        assertThat(docker.inspect("web", "{{json .HostConfig.Links}} {{json .NetworkSettings.Networks.mynet.Links}}")).isEqualTo("null [\"db:database\",\"nosuch:x\"]");
        assertThat(inside("web", "nslookup -type=a database")).contains("Address: 10.5.0.2\n");
        assertThat(docker.run("exec", "db", "timeout", "3", "nslookup", "-type=a", "database").code()).isNotZero();
        assertThat(inside("web", "env")).doesNotContain("DATABASE");
        sleeper("usual");
        docker.succeed("network", "connect", "--link", "db:store", "mynet", "usual");
        assertThat(inside("usual", "nslookup -type=a store")).contains("Address: 10.5.0.2\n");
    }

    @Test
    void leadToContainersThatRun() {
        sleeper("db");
        docker.succeed("stop", "-t", "0", "db");

        assertThat(docker.run("run", "--name", "web", "--link", "db:database", IMAGE, "true").errors()).contains("Cannot link to a non running container: /db AS /web/database.");
        assertThat(docker.wire().post("/containers/web/start").error()).isEqualTo("500 Cannot link to a non running container: /db AS /web/database");
        assertThat(docker.run("run", "--link", "nosuch:x", IMAGE, "true").errors()).contains("could not get container for nosuch: No such container: nosuch.");
    }

    @Test
    void leadToContainersOfTheDefaultNetwork() {
        docker.succeed("network", "create", "mynet");
        sleeper("far", "--network", "mynet");
        sleeper("hosts", "--network", "host");
        sleeper("db");
        sleeper("guest", "--network", "container:db");

        assertThat(docker.run("run", "--link", "far:x", IMAGE, "true").errors()).contains("Cannot link to /far, as it does not belong to the default network.");
        assertThat(docker.run("run", "--link", "hosts:x", IMAGE, "true").errors()).contains("conflicting options: host type networking can't be used with links. This would result in undefined behavior.");
        assertThat(docker.succeed("run", "--link", "guest:x", IMAGE, "cat", "/etc/hosts").output()).contains(docker.inspect("db", "{{.NetworkSettings.IPAddress}}") + "\tx ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            500 bad format for links: a:b:c             | "Links": ["a:b:c"]
            500 empty string specified for links        | "Links": [""]
            400 could not get container for nosuch: No such container: nosuch | "Links": ["nosuch"]
            400 conflicting options: host type networking can't be used with links. This would result in undefined behavior | "NetworkMode": "host", "Links": ["a:b"]
            """)
    void areRefused(String error, String fields) {
        assertThat(docker.wire().post("/containers/create", "{\"Image\": \"" + IMAGE + "\", \"HostConfig\": {" + fields + "}}").error()).isEqualTo(error);
    }
}
