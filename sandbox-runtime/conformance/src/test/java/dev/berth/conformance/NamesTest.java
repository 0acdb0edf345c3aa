package dev.berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** By which names containers in networks of one's own find each other. */
@ExtendWith(EngineUnderTest.class)
class NamesTest {
    private static final String IMAGE = SmallImage.NAME;
    private final Docker docker;

    NamesTest(Docker docker) {
        this.docker = docker;
    }

    @BeforeEach
    void makeNetwork() {
        docker.succeed("network", "create", "--subnet", "10.5.0.0/24", "mynet");
    }

    @AfterEach
    void removeAll() {
        docker.succeed("ps", "-aq").output().lines().forEach(id -> docker.succeed("rm", "-f", id));
        docker.succeed("network", "prune", "-f");
    }

    private void sleeper(String name, String network, String... options) {
        docker.succeed(Stream.of(List.of("run", "-d", "--name", name, "--network", network), List.of(options), List.of(IMAGE, "sleep", "1000")).flatMap(List::stream).toArray(String[]::new));
    }

    private String inside(String container, String script) {
        return docker.run("exec", container, "sh", "-c", script).output();
    }

    /** Lines of the answer, without those about the server. @param type {@code a}, {@code aaaa}, {@code ptr}; an unknown name is asked for once, and not waited for as long as Docker's has no way out */
    private String lookUp(String container, String type, String name) {
        return inside(container, "timeout 3 nslookup -type=" + type + " " + name + " 2>/dev/null | grep -E '^Name|^Address:.*\\.[0-9]+$|name =' | tr '\\n\\t' '; '").strip();
    }

    private String address(String container, String name) {
        return lookUp(container, "a", name).replaceAll("Name: " + name + "; ?", "").strip();
    }

    @Test
    void areThoseOfContainersAndTheirAliases() {
        sleeper("db", "mynet", "--network-alias", "Database", "--hostname", "dbhost");
        sleeper("web", "mynet");
        String id = docker.inspect("db", "{{slice .Id 0 12}}");

        for (String name : List.of("db", "DB", "database", "dbhost", id, "db.mynet", "database.mynet")) {
            assertThat(address("web", name)).as(name).isEqualTo("Address: 10.5.0.2;");
        }
        assertThat(inside("web", "ping -c1 -W2 db")).contains("PING db (10.5.0.2)", "1 packets received");
        assertThat(address("db", "db")).isEqualTo("Address: 10.5.0.2;");
        assertThat(address("web", "db.other")).isEmpty();
        assertThat(address("web", "nobody")).isEmpty();
    }

    @Test
    void areKnownToTheFirstProgram() {
        assertThat(docker.succeed("run", "--rm", "--name", "own", "--network", "mynet", IMAGE, "nslookup", "-type=a", "own").output()).contains("Address: 10.5.0.2");
    }

    @Test
    void haveNoAddressesOfIpv6AndNoMailServers() {
        sleeper("db", "mynet");

        assertThat(docker.succeed("exec", "db", "nslookup", "-type=aaaa", "db").output()).contains("Non-authoritative answer:").doesNotContain("Name");
        assertThat(docker.succeed("exec", "db", "nslookup", "-type=mx", "db").output()).contains("Non-authoritative answer:").doesNotContain("Name");
    }

    @Test
    void areToldOfAddresses() {
        sleeper("db", "mynet", "--network-alias", "database");

        assertThat(lookUp("db", "ptr", "2.0.5.10.in-addr.arpa")).isEqualTo("2.0.5.10.in-addr.arpa name = db.mynet;");
    }

    @Test
    void areSharedByThoseWithTheSameAlias() {
        for (String name : List.of("one", "two", "three")) {
            sleeper(name, "mynet", "--network-alias", "web");
        }

        List<String> first = Stream.generate(() -> address("one", "web").split(";")[0]).limit(30).distinct().sorted().toList();
        assertThat(first).containsExactly("Address: 10.5.0.2", "Address: 10.5.0.3", "Address: 10.5.0.4");
        assertThat(address("one", "web").split(";")).hasSize(3);
    }

    /** Names are those of a network: the default one has none. */
    @Test
    void areThoseOfNetworksThatOneIsIn() {
        docker.succeed("network", "create", "--subnet", "10.6.0.0/24", "other");
        sleeper("db", "mynet", "--network-alias", "al");
        sleeper("far", "other");
        sleeper("usual", "bridge");
        sleeper("both", "mynet");

        assertThat(address("far", "db")).isEmpty();
        assertThat(address("usual", "db")).isEmpty();
        docker.succeed("network", "connect", "--alias", "bridgehead", "other", "both");
        assertThat(address("both", "db")).isEqualTo("Address: 10.5.0.2;");
        assertThat(address("both", "far")).isEqualTo("Address: 10.6.0.2;");
        assertThat(address("far", "bridgehead")).isEqualTo("Address: 10.6.0.3;");
        assertThat(address("db", "bridgehead")).isEmpty();
        docker.succeed("network", "disconnect", "other", "both");
        assertThat(address("far", "bridgehead")).isEmpty();
        assertThat(address("both", "far")).isEmpty();
    }

    @Test
    void areThereOnceAContainerOfTheDefaultNetworkIsConnected() {
        sleeper("db", "mynet");
        sleeper("usual", "bridge");

        docker.succeed("network", "connect", "mynet", "usual");

        assertThat(inside("usual", "cat /etc/resolv.conf")).contains("nameserver 127.0.0.11\n");
        assertThat(address("usual", "db")).isEqualTo("Address: 10.5.0.2;");
        assertThat(address("db", "usual")).isEqualTo("Address: 10.5.0.3;");
    }

    @Test
    void changeAtOnce() {
        sleeper("db", "mynet");
        sleeper("web", "mynet");

        docker.succeed("rename", "db", "store");
        assertThat(address("web", "store")).isEqualTo("Address: 10.5.0.2;");
        assertThat(address("web", "db")).isEmpty();
        docker.succeed("stop", "-t", "0", "store");
        assertThat(address("web", "store")).isEmpty();
        docker.succeed("start", "store");
        assertThat(address("web", "store")).isEqualTo("Address: 10.5.0.2;");
        docker.succeed("restart", "-t", "0", "web");
        assertThat(address("web", "store")).isEqualTo("Address: 10.5.0.2;");
    }

    @Test
    void areThoseOfTheContainerWhoseNetworkOneShares() {
        sleeper("db", "mynet");
        sleeper("web", "mynet");
        sleeper("guest", "container:web");

        assertThat(address("guest", "db")).isEqualTo("Address: 10.5.0.2;");
        assertThat(inside("guest", "cat /etc/resolv.conf")).isEqualTo("nameserver 127.0.0.11\noptions ndots:0\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                                                                           | nameserver 127.0.0.11;options ndots:0;
            --dns 192.0.2.1 --dns-search a.example --dns-search b.example --dns-opt rotate | search a.example b.example;nameserver 127.0.0.11;options rotate ndots:0;
            --dns-opt ndots:2                                                            | nameserver 127.0.0.11;options ndots:2;
            --dns-search .                                                               | nameserver 127.0.0.11;options ndots:0;
            """)
    void areAskedForAsTheOptionsSay(String options, String lines) {
        List<String> command = Stream.of(List.of("run", "--rm", "--network", "mynet"), options.isEmpty() ? List.<String>of() : List.of(options.split(" ")), List.of(IMAGE, "cat", "/etc/resolv.conf"))
                .flatMap(List::stream).toList();

        assertThat(docker.succeed(command.toArray(String[]::new)).output().replace('\n', ';')).isEqualTo(lines);
    }

    @Test
    void ofHostsAreLinesOfAFile() {
        String hosts = docker.succeed("run", "--rm", "--network", "mynet", "--hostname", "me", "--add-host", "gateway:host-gateway", "--add-host", "other:192.0.2.7", IMAGE, "tail", "-n", "3", "/etc/hosts").output();

        assertThat(hosts).isEqualTo("172.17.0.1\tgateway\n192.0.2.7\tother\n10.5.0.2\tme\n");
    }

    @Test
    void inTheFileOfHostsFollowTheNetworks() {
        docker.succeed("network", "create", "--subnet", "10.6.0.0/24", "other");
        sleeper("one", "mynet", "--hostname", "me");
        inside("one", "echo 192.0.2.9 mine >> /etc/hosts");

        docker.succeed("network", "connect", "other", "one");
        assertThat(inside("one", "tail -n +7 /etc/hosts")).isEqualTo("10.5.0.2\tme\n192.0.2.9 mine\n10.6.0.2\tme\n");
        docker.succeed("network", "disconnect", "mynet", "one");
        assertThat(inside("one", "tail -n +7 /etc/hosts")).isEqualTo("192.0.2.9 mine\n" + Difference.between("hosts-of-others", "", "10.6.0.2\tme\n"));
    }

    @Test
    void thatNobodyHasAreRefusedAtOnceWhereThereIsNoWayOut() {
        docker.succeed("network", "create", "--internal", "inner");
        sleeper("db", "inner");

        assertThat(inside("db", "timeout 3 nslookup -type=a nobody.example 2>&1 | grep -o SERVFAIL").strip()).isEqualTo(Difference.between("no-way-out", "", "SERVFAIL"));
    }

    @Test
    void leaveItsAddressesToAServerInTheContainer() {
        sleeper("db", "mynet");

        assertThat(docker.run("exec", "db", "timeout", "2", "httpd", "-f", "-p", "53").code()).isEqualTo(Difference.between("port-53", 143, 1));
        assertThat(docker.run("exec", "db", "timeout", "2", "httpd", "-f", "-p", "10.5.0.2:53").code()).isEqualTo(143);
    }

    /** It is changed from outside when the networks change, and its container is nobody's friend. */
    @ParameterizedTest
    @ValueSource(strings = {"true", "mkfifo /etc/hosts", "ln -s /proc/kmsg /etc/hosts", "mkdir /etc/hosts", "mkdir /etc/hosts && mount --bind /proc/1 /etc/hosts"})
    void keepNoNetworkFromChangingWhateverTheFileOfHostsIs(String change) {
        docker.succeed("network", "create", "--subnet", "10.6.0.0/24", "other");
        sleeper("one", "mynet", "--cap-add", "SYS_ADMIN", "--security-opt", "apparmor=unconfined");
        assertThat(inside("one", "umount /etc/hosts && rm -f /etc/hosts && " + change + " && echo changed")).isEqualTo("changed\n");

        docker.succeed("network", "connect", "other", "one");
        assertThat(inside("one", "ip -o -4 addr show eth1")).contains("inet 10.6.0.2/24");
        docker.succeed("network", "disconnect", "other", "one");
    }

    @Test
    void areAnsweredByTcpToo() {
        sleeper("db", "mynet");
        // id 0x1234, recursion wanted, one question: db IN A
        String question = "\\022\\064\\001\\000\\000\\001\\000\\000\\000\\000\\000\\000\\002db\\000\\000\\001\\000\\001";

        String answer = inside("db", "(printf '\\000\\024" + question + "'; sleep 1) | nc 127.0.0.11 53 | od -An -tx1 | tr -d ' \\n'");
        assertThat(answer).contains("1234818000010001").endsWith("000100010000025800040a050002");
    }

    /** What no question is, is not answered, and does no harm. */
    @ParameterizedTest
    @CsvSource({"'\\\\000'", "'\\\\022\\\\064\\\\001\\\\000\\\\000\\\\001\\\\000\\\\000\\\\000\\\\000\\\\000\\\\000\\\\300\\\\014\\\\000\\\\001\\\\000\\\\001'", "'\\\\022\\\\064\\\\001\\\\000\\\\377\\\\377'"})
    void areToldWhateverIsSent(String packet) {
        sleeper("db", "mynet");

        inside("db", "for n in 1 2 3 4 5 6 7 8 9; do printf '" + packet + "' | nc -u -w 1 127.0.0.11 53 & done; head -c 10000 /dev/urandom | nc -u -w 1 127.0.0.11 53; wait");

        assertThat(address("db", "db")).isEqualTo("Address: 10.5.0.2;");
        assertThat(docker.runWith("x".getBytes(StandardCharsets.US_ASCII), "exec", "-i", "db", "nc", "-w", "1", "127.0.0.11", "53").output()).isEmpty();
    }
}
