package dev.berth.daemon;

import static dev.berth.engine.fake.EngineOnFake.done;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.engine.fake.FakeProcess;
import dev.berth.engine.fake.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the server says to single requests, good and bad ones, byte by byte. */
@Timeout(30)
class WireTest {
    @AutoClose
    private final ServedEngine served = new ServedEngine();

    private String get(String path) throws IOException {
        try (RawClient client = new RawClient(served.machineSocket())) {
            return client.send("GET " + path + " HTTP/1.1\r\nHost: docker\r\nConnection: close\r\n\r\n").readAll();
        }
    }

    private String terminal(String id) {
        try (RawClient client = new RawClient(served.adminSocket())) {
            return client.get("/berth/terminals/" + id).readUntil("}\n");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private String create(String body) throws IOException {
        try (RawClient client = new RawClient(served.machineSocket())) {
            return client.post("/containers/create", body).readUntil("}\n");
        }
    }

    @Test
    void pingSaysWhichVersionIsSpoken() throws Exception {
        assertThat(get("/_ping")).startsWith("HTTP/1.1 200 OK\r\n").contains("Api-Version: 1.41\r\n", "Ostype: linux\r\n", "Docker-Experimental: false\r\n").endsWith("OK");
    }

    @Test
    void refusesAVersionThatIsTooNew() throws Exception {
        assertThat(get("/v1.50/info")).startsWith("HTTP/1.1 400 ")
                .contains("{\"message\":\"client version 1.50 is too new. Maximum supported API version is 1.41\"}");
    }

    @Test
    void refusesAVersionThatIsTooOld() throws Exception {
        assertThat(get("/v1.12/info")).startsWith("HTTP/1.1 400 ").contains("client version 1.12 is too old. Minimum supported API version is 1.24");
    }

    @Test
    void knowsNoOtherPages() throws Exception {
        assertThat(get("/v1.41/nothing/here")).startsWith("HTTP/1.1 404 ").contains("{\"message\":\"page not found\"}");
    }

    @Test
    void saysWhatIsNotThereYet() throws Exception {
        assertThat(get("/images/search")).startsWith("HTTP/1.1 501 ").contains("{\"message\":\"docker search asks the Docker Hub, which nobody does here: ");
    }

    @Test
    void terminalsAreTheAdministratorsAlone() throws Exception {
        assertThat(get("/berth/terminals/x")).startsWith("HTTP/1.1 404 ").contains("page not found");
    }

    @Test
    void refusesABrokenBody() throws Exception {
        assertThat(create("{\"Image\": ")).startsWith("HTTP/1.1 400 ").contains("invalid JSON at line 1, column");
    }

    @Test
    void refusesABodyOfOtherTypes() throws Exception {
        assertThat(create("{\"Image\": 7}")).startsWith("HTTP/1.1 400 ").contains("invalid JSON: \\\"Image\\\" must be a string");
        assertThat(create("{\"Image\": \"debian\", \"Env\": [1]}")).contains("invalid JSON: \\\"Env\\\" must be a list of strings");
        assertThat(create("[]")).contains("invalid JSON: the body must be an object");
    }

    @Test
    void refusesABodyThatIsTooLarge() throws Exception {
        assertThat(create("{\"Image\": \"" + "x".repeat(2 << 20) + "\"}")).startsWith("HTTP/1.1 413 ")
                .contains("the request's body is larger than 1 MiB, the most that is read");
    }

    /** {@code -p 1-65535:1-65535}, as the docker command writes it: the limit of bodies refused it before anybody looked at it. */
    @Test
    void readsABodyThatIsLargeForItsPortsAlone() throws Exception {
        String exposed = ports("\"%d/tcp\":{}", 65535);
        String bindings = ports("\"%1$d/tcp\":[{\"HostIp\":\"\",\"HostPort\":\"%1$d\"}]", 65535);

        assertThat(create("{\"Image\":\"debian\",\"ExposedPorts\":{" + exposed + "},\"HostConfig\":{\"PortBindings\":{" + bindings + "}}}"))
                .startsWith("HTTP/1.1 413 ").contains("65535 ports are to be published, and a machine may have 256: publish fewer");
        assertThat(create("{\"Image\":\"debian\",\"ExposedPorts\":{" + exposed + "," + exposed.replace("tcp", "udp") + "},\"HostConfig\":{\"PortBindings\":{}}}"))
                .startsWith("HTTP/1.1 413 ");
        assertThat(create("{\"Image\":\"debian\",\"HostConfig\":{\"PortBindings\":{" + bindings)).startsWith("HTTP/1.1 400 ").contains("invalid JSON");
        assertThat(create("{\"HostConfig\":{\"PortBindings\":{" + bindings + "," + bindings + "," + bindings + "}}}")).startsWith("HTTP/1.1 413 ");
    }

    private static String ports(String form, int most) {
        return IntStream.rangeClosed(1, most).mapToObj(port -> String.format(Locale.ROOT, form, port)).collect(Collectors.joining(","));
    }

    /** A mebibyte of brackets became a tree of thirty. */
    @Test
    void refusesABodyOfTooManyParts() throws Exception {
        assertThat(create("{\"Env\": [" + "{},".repeat(100_000) + "{}]}")).startsWith("HTTP/1.1 400 ").contains("Token count");
    }

    /** 64 clients that never ended their bodies had taken all memory of the engine. */
    @Test
    void boundsWhatItsClientsSendAtOnce() throws Exception {
        String begun = "POST /containers/create HTTP/1.1\r\nHost: docker\r\nContent-Type: application/json\r\nContent-Length: 1000000\r\n\r\n" + " ".repeat(900_000);
        try (RawClient first = new RawClient(served.machineSocket()); RawClient second = new RawClient(served.machineSocket());
                RawClient third = new RawClient(served.machineSocket())) {
            first.send(begun);
            second.send(begun);
            assertThat(third.send(begun).readUntil("}\n")).startsWith("HTTP/1.1 503 ").contains("larger than 2 MiB together");
        }

        assertThat(create("{\"Image\": ")).startsWith("HTTP/1.1 400 ");
    }

    @Test
    void refusesABrokenEscape() throws Exception {
        assertThat(get("/images/get?names=%zz")).startsWith("HTTP/1.1 400 ").contains("{\"message\":\"invalid URL escape \\\"%zz\\\"\"}");
    }

    @Test
    void keepsAConnectionForTheNextRequest() throws Exception {
        try (RawClient client = new RawClient(served.machineSocket())) {
            assertThat(client.get("/_ping").readUntil("OK")).startsWith("HTTP/1.1 200 ");
            assertThat(client.get("/networks/nosuch").readUntil("}\n")).contains("network nosuch not found");
            assertThat(client.get("/_ping").readUntil("OK")).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void boundsTheNumberOfConnections() throws Exception {
        List<RawClient> clients = new ArrayList<>();
        for (int count = 0; count < 64; count++) {
            RawClient client = new RawClient(served.machineSocket());
            client.get("/_ping").readUntil("OK");
            clients.add(client);
        }

        assertThat(get("/_ping")).startsWith("HTTP/1.1 503 ").contains("too many connections: this socket serves 64 at a time");

        for (RawClient client : clients) {
            client.close();
        }
    }

    @Test
    void socketsAreForTheirUsersAlone() throws Exception {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(served.machineSocket()))).isEqualTo("rw-rw----");
    }

    @Test
    void aMachinesSocketComesAndGoesWithIt() throws Exception {
        done(served.engine.stopMachines());
        assertThat(served.machineSocket()).doesNotExist();

        Files.createFile(served.machineSocket());
        done(served.engine.admin().containers().start("alice"));
        assertThat(get("/_ping")).endsWith("OK");
    }

    @Test
    void aTerminalsStreamBeginsWithItsOffset() throws Exception {
        try (RawClient client = new RawClient(served.adminSocket())) {
            String created = client.post("/berth/machines/alice/terminals", "{}").readUntil("}\n");
            assertThat(created).startsWith("HTTP/1.1 201 ");
            String id = created.substring(created.indexOf("\"Id\":\"") + 6, created.lastIndexOf('"'));
            FakeProcess shell = served.host.runtime().process(id);
            shell.print("welcome");
            Waiting.until("what the shell printed is kept", () -> terminal(id).contains("\"End\":7,"));
            client.upgrade("/berth/terminals/" + id + "/attach?offset=3", "");
            assertThat(client.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 101 UPGRADED\r\n").contains("Upgrade: tcp\r\n");
            assertThat(client.readUntil("come")).isEqualTo("\0\0\0\0\0\0\0\u0003come");

            client.send("typed");
            Waiting.until("the shell has what was typed", () -> shell.input().equals("typed"));
            shell.print("exit");
            shell.end(0);

            assertThat(client.readAll()).isEqualTo("exit");
        }
    }

    @Test
    void aTerminalIsFoundByTheNameThatItsOpenerGaveIt() throws Exception {
        try (RawClient client = new RawClient(served.adminSocket())) {
            assertThat(client.post("/berth/machines/alice/terminals", "{\"Name\": \"second\"}").readUntil("}\n")).startsWith("HTTP/1.1 201 ");

            assertThat(client.get("/berth/machines/alice/terminals").readUntil("]\n")).contains("\"Name\":\"second\"");
            assertThat(client.post("/berth/machines/alice/terminals", "{\"Name\": \"a/b\"}").readUntil("}\n"))
                    .startsWith("HTTP/1.1 400 ").contains("invalid \\\"Name\\\" \\\"a/b\\\" of a terminal");
        }
    }

    @Test
    void answersAnAttachWithoutUpgradeAsOlderClientsWantIt() throws Exception {
        served.docker("run", "-d", "--name", "old", "debian", "sh", "-c", "sleep 0.3; echo late");
        try (RawClient client = new RawClient(served.machineSocket())) {
            client.post("/containers/old/attach?stream=1&stdout=1", "");

            assertThat(client.readAll()).startsWith("HTTP/1.1 200 OK\r\nContent-Type: application/vnd.docker.raw-stream\r\n\r\n")
                    .endsWith("\u0001\0\0\0\0\0\0\u0005late\n");
        }
    }

    /** docker-py lost the log of a container that had ended: it reads the head through a buffer, and the rest past it. */
    @Test
    void outputWaitsUntilTheClientHasReadTheHead() throws Exception {
        served.docker("run", "--name", "ended", "debian", "echo", "said");
        try (RawClient client = new RawClient(served.machineSocket())) {
            client.upgrade("/containers/ended/attach?logs=1&stdout=1", "");
            for (int turn = 0; turn < 50; turn++) {
                get("/_ping");
            }

            assertThat(client.readOnce()).startsWith("HTTP/1.1 101 UPGRADED\r\n").endsWith("\r\n\r\n");
            assertThat(client.readAll()).isEqualTo("\u0001\0\0\0\0\0\0\u0005said\n");
        }
    }

    /** The docker command ends its input at once: the connection was closed with all that still waited for the head to be read, such as why an exec failed. */
    @Test
    void outputThatWaitsForTheHeadIsSentToWhoHasEndedTheirInput() throws Exception {
        served.docker("run", "--name", "ended", "debian", "echo", "said");
        try (RawClient client = new RawClient(served.machineSocket())) {
            client.upgrade("/containers/ended/attach?logs=1&stdout=1", "");
            for (int turn = 0; turn < 50; turn++) {
                get("/_ping");
            }
            client.endInput();
            for (int turn = 0; turn < 50; turn++) {
                get("/_ping");
            }

            assertThat(client.readOnce()).startsWith("HTTP/1.1 101 UPGRADED\r\n").endsWith("\r\n\r\n");
            assertThat(client.readAll()).isEqualTo("\u0001\0\0\0\0\0\0\u0005said\n");
        }
    }

    @Test
    void aWaitSaysAtOnceThatItHasBegun() throws Exception {
        served.docker("run", "-d", "--name", "awaited", "debian", "sleep", "60");
        try (RawClient client = new RawClient(served.machineSocket())) {
            client.post("/containers/awaited/wait", "");
            assertThat(client.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 200 OK\r\n").containsIgnoringCase("transfer-encoding: chunked");

            served.docker("kill", "awaited");

            assertThat(client.readUntil("}\n")).endsWith("{\"StatusCode\":137}\n");
        }
    }

    @Test
    void forgetsAClientOfEventsThatHasGone() throws Exception {
        try (RawClient client = new RawClient(served.machineSocket())) {
            client.get("/events").readUntil("\r\n\r\n");
            assertThat(served.engine.subscriptions).hasSize(1);
        }
        Waiting.until("nobody listens", served.engine.subscriptions::isEmpty);
    }

    @Test
    void noticesThatAClientWhichHadEndedItsInputHasGone() throws Exception {
        served.docker("run", "-dit", "--name", "silent", "debian", "sleep", "60");
        try (RawClient events = new RawClient(served.machineSocket()); RawClient client = new RawClient(served.machineSocket())) {
            events.get("/events?filters=%7B%22event%22%3A%5B%22detach%22%5D%7D").readUntil("\r\n\r\n");
            client.upgrade("/containers/silent/attach?stream=1&stdin=1&stdout=1", "").readUntil("\r\n\r\n");

            client.endInput();
            client.close();

            assertThat(events.readUntil("}\n")).contains("\"Action\":\"detach\"");
        }
    }

    @Test
    void detachKeysOfTheServerEndTheSession() throws Exception {
        served.docker("run", "-dit", "--name", "attended", "debian", "cat");
        try (RawClient client = new RawClient(served.machineSocket())) {
            client.upgrade("/containers/attended/attach?stream=1&stdin=1&stdout=1&detachKeys=ctrl-a,d", "").readUntil("\r\n\r\n");

            client.send("\u0001d");

            assertThat(client.readAll()).isEmpty();
        }
        assertThat(served.docker("inspect", "--format", "{{.State.Running}}", "attended").output()).isEqualTo("true\n");
    }

    @Test
    void losesNothingOfALargeOutputThatIsReadLate() throws Exception {
        served.docker("run", "-di", "--name", "flood", "debian", "sh", "-c", "read go; head -c 30000000 /dev/zero; echo done >&2; sleep 60");
        try (RawClient client = new RawClient(served.machineSocket())) {
            client.upgrade("/containers/flood/attach?stream=1&stdin=1&stdout=1&stderr=1", "").readUntil("\r\n\r\n");
            client.send("go\n");

            assertThat(client.readUntil("done\n")).hasSizeGreaterThan(29_000_000);
        }
    }
}
