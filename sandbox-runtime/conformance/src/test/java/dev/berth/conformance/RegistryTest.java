package dev.berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.conformance.Docker.Result;
import dev.berth.daemon.TypedCommand;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A registry of one's own, in a container, and what is pushed to it and pulled from it. */
@ExtendWith(EngineUnderTest.class)
@EnabledIfEnvironmentVariable(named = "BERTH_IMAGES", matches = ".+", disabledReason = "no images have been made: see docker/README.md")
class RegistryTest {
    private static final String GAME = "localhost:5000/game";
    private static final Pattern PUSHED = Pattern.compile("1: digest: (sha256:[0-9a-f]{64}) size: \\d+");

    private final Docker docker;

    RegistryTest(Docker docker) {
        this.docker = docker;
    }

    @BeforeAll
    static void load(Docker docker) {
        docker.succeed("load", "--quiet", "--input", Path.of(System.getenv("BERTH_IMAGES"), "registry.tar").toString());
    }

    @BeforeEach
    void startRegistry() throws InterruptedException {
        docker.succeed("run", "-d", "--name", "registry", "-p", "5000:5000", "-v", "registry-storage:/var/lib/registry", "registry:2");
        try (TypedCommand logs = docker.type("logs", "-f", "registry")) {
            logs.await("listening on");
        }
        docker.succeed("tag", SmallImage.NAME, GAME + ":1");
    }

    @AfterEach
    void removeAll() {
        docker.succeed("ps", "-aq").output().lines().forEach(id -> docker.succeed("rm", "-f", id));
        docker.succeed("volume", "rm", "registry-storage");
    }

    private String push(String name) {
        return docker.succeed("push", name).output();
    }

    private static String digest(String pushed) {
        Matcher line = PUSHED.matcher(pushed);
        assertThat(line.find()).as(pushed).isTrue();
        return line.group(1);
    }

    private String ask(String path) {
        return docker.succeed("run", "--rm", "--network", "host", SmallImage.NAME, "wget", "-q", "-O", "-", "http://localhost:5000" + path).output().strip();
    }

    private String layer() {
        String diffId = docker.inspect(SmallImage.NAME, "{{index .RootFS.Layers 0}}");
        return diffId.substring("sha256:".length()).substring(0, 12);
    }

    private void removeGame() {
        docker.succeed("image", "rm", GAME + ":1");
    }

    @Test
    void getsAnImageAndTellsItsNames() {
        String pushed = push(GAME + ":1");

        assertThat(pushed.lines()).containsExactly("The push refers to repository [localhost:5000/game]", layer() + ": Preparing", layer() + ": Pushed",
                "1: digest: " + digest(pushed) + " size: " + pushed.substring(pushed.lastIndexOf(' ') + 1).strip());
        assertThat(docker.inspect(GAME + ":1", "{{json .RepoDigests}}")).isEqualTo("[\"" + GAME + "@" + digest(pushed) + "\"]");
        assertThat(docker.succeed("image", "ls", "--digests", "--format", "{{.Tag}} {{.Digest}}", GAME).line()).isEqualTo("1 " + digest(pushed));
        assertThat(ask("/v2/_catalog")).isEqualTo("{\"repositories\":[\"game\"]}");
        assertThat(ask("/v2/game/tags/list")).isEqualTo("{\"name\":\"game\",\"tags\":[\"1\"]}");
    }

    @Test
    void givesBackWhatItGot() {
        String id = docker.inspect(GAME + ":1", "{{.Id}}");
        String digest = digest(push(GAME + ":1"));
        removeGame();

        assertThat(docker.succeed("pull", GAME + ":1").output().lines()).containsExactly(
                "1: Pulling from game", "Digest: " + digest, "Status: Downloaded newer image for " + GAME + ":1", GAME + ":1");
        assertThat(docker.inspect(GAME + ":1", "{{.Id}}")).isEqualTo(id);
        assertThat(docker.succeed("pull", GAME + ":1").output()).contains("Status: Image is up to date for " + GAME + ":1");
        removeGame();
        assertThat(docker.succeed("pull", GAME + "@" + digest).output()).contains("localhost:5000/game@" + digest + ": Pulling from game");
        assertThat(docker.inspect(GAME + "@" + digest, "{{.Id}} {{json .RepoTags}}")).contains(id).doesNotContain(GAME + ":1");
    }

    @Test
    void givesLayersThatAreNotHere() {
        docker.succeed("run", "--name", "made", SmallImage.NAME, "sh", "-c", "echo hello >/greeting");
        docker.succeed("commit", "made", GAME + ":2");
        String id = docker.inspect(GAME + ":2", "{{.Id}}");
        docker.succeed("push", GAME + ":2");
        docker.succeed("rm", "made");
        docker.succeed("image", "rm", GAME + ":2");

        List<String> lines = docker.succeed("pull", GAME + ":2").output().lines().toList();

        assertThat(lines.get(1)).endsWith(": Already exists");
        assertThat(lines.get(2)).endsWith(": Pulling fs layer");
        assertThat(lines).anyMatch(line -> line.endsWith(": Download complete")).anyMatch(line -> line.endsWith(": Pull complete"));
        assertThat(docker.inspect(GAME + ":2", "{{.Id}}")).isEqualTo(id);
        assertThat(docker.succeed("run", "--rm", GAME + ":2", "cat", "/greeting").line()).isEqualTo("hello");
    }

    @Test
    void isSentNoLayerThatItHas() {
        push(GAME + ":1");
        assertThat(push(GAME + ":1")).contains(layer() + ": Layer already exists");

        docker.succeed("tag", SmallImage.NAME, "localhost:5000/other/game:1");
        assertThat(push("localhost:5000/other/game:1")).contains(layer() + ": Mounted from game");
    }

    @Test
    void getsAndGivesAllTags() {
        docker.succeed("tag", SmallImage.NAME, GAME + ":2");
        assertThat(docker.succeed("push", "-a", GAME).output()).contains("1: digest: ", "2: digest: ");
        docker.succeed("image", "rm", GAME + ":1", GAME + ":2");

        assertThat(docker.succeed("pull", "-a", GAME).output()).contains("1: Pulling from game", "2: Pulling from game", "Status: Downloaded newer image for " + GAME + "\n");
        assertThat(docker.succeed("image", "ls", "--format", "{{.Tag}}", GAME).output().lines()).containsExactlyInAnyOrder("1", "2");
    }

    @Test
    void hasNotWhatNobodyHasPushed() {
        assertThat(docker.run("pull", "localhost:5000/nope:1").errors())
                .isEqualTo("Error response from daemon: manifest for localhost:5000/nope:1 not found: manifest unknown: manifest unknown\n");
        assertThat(docker.run("push", "localhost:5000/nope:1")).isEqualTo(new Result(
                1, "The push refers to repository [localhost:5000/nope]\n", "An image does not exist locally with the tag: localhost:5000/nope\n"));
        assertThat(docker.run("push", GAME + ":nope").errors()).isEqualTo("tag does not exist: " + GAME + ":nope\n");
    }

    @Test
    void mayNotBeThere() {
        docker.succeed("tag", SmallImage.NAME, "localhost:5001/game:1");
        String refused = "Get \"http://localhost:5001/v2/\": dial tcp 127.0.0.1:5001: connect: connection refused\n";

        assertThat(docker.run("push", "localhost:5001/game:1").errors()).isEqualTo(refused);
        assertThat(docker.run("pull", "localhost:5001/game:1").errors()).isEqualTo("Error response from daemon: " + refused);
    }

    @Test
    void isNotTheDockerHub() {
        assertThat(docker.run("push", SmallImage.NAME).errors()).startsWith(
                Difference.between("default-registry", "Get \"https://registry-1.docker.io/v2/\": ", "denied: requested access to the resource is denied"));
        assertThat(docker.run("search", "game").errors()).startsWith("Error response from daemon: " + Difference.between("default-registry", "Get \"https://index.docker.io/v1/search", "docker search asks the Docker Hub"));
        assertThat(auth("{\"username\": \"bob\", \"password\": \"secret\"}")).contains(Difference.between("default-registry", "https://registry-1.docker.io/v2/", "name a registry"));
    }

    /** With a password, which is {@code secret}. */
    private void startLocked() throws InterruptedException {
        String script = "echo 'bob:$2b$05$abcdefghijklmnopqrstuuOQiyCxlgf/oeuTqixKmWdcYUh4Hjl0a' >/passwords && exec /entrypoint.sh /etc/docker/registry/config.yml";
        docker.succeed("run", "-d", "--name", "locked", "-p", "5003:5000", "-e", "REGISTRY_AUTH=htpasswd", "-e", "REGISTRY_AUTH_HTPASSWD_REALM=game", "-e", "REGISTRY_AUTH_HTPASSWD_PATH=/passwords",
                "--entrypoint", "sh", "registry:2", "-c", script);
        try (TypedCommand logs = docker.type("logs", "-f", "locked")) {
            logs.await("listening on");
        }
    }

    private String auth(String json) {
        Answer answer = docker.wire().post("/auth", json);
        return answer.status() + " " + answer.text().strip();
    }

    @Test
    void asksForAPassword() throws InterruptedException {
        startLocked();
        docker.succeed("tag", SmallImage.NAME, "localhost:5003/game:1");
        assertThat(docker.run("push", "localhost:5003/game:1").errors()).isEqualTo("no basic auth credentials\n");

        assertThat(auth("{\"username\": \"bob\", \"password\": \"secret\", \"serveraddress\": \"localhost:5003\"}")).isEqualTo("200 {\"IdentityToken\":\"\",\"Status\":\"Login Succeeded\"}");
        assertThat(auth("{\"username\": \"bob\", \"password\": \"wrong\", \"serveraddress\": \"localhost:5003\"}")).isEqualTo(
                "500 {\"message\":\"login attempt to http://localhost:5003/v2/ failed with status: 401 Unauthorized\"}");
        assertThat(docker.run("pull", "localhost:5003/game:1").errors()).matches("Error response from daemon: (Head|Get) \"http://localhost:5003/v2/game/manifests/1\": no basic auth credentials\n");
    }

    @Test
    void tellsWhatAnImageIs() {
        String digest = digest(push(GAME + ":1"));

        JsonNode told = docker.wire().get("/distribution/" + GAME + ":1/json").json();

        assertThat(told.path("Descriptor").path("digest").asText()).isEqualTo(digest);
        assertThat(told.path("Descriptor").path("mediaType").asText()).isEqualTo("application/vnd.docker.distribution.manifest.v2+json");
        assertThat(told.path("Platforms").toString()).isEqualTo("[{\"architecture\":\"amd64\",\"os\":\"linux\"}]");
    }

    @Test
    void tellsNothingOfWhatItHasNot() {
        assertThat(docker.wire().get("/distribution/localhost:5000/nope:1/json").error()).isEqualTo("404 manifest unknown: manifest unknown");
    }

    private static byte[] dockerfile(String... lines) {
        return (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void buildsOnWhatOnlyThePasswordOpens(@TempDir Path login) throws InterruptedException {
        startLocked();
        docker.succeed("--config", login.toString(), "login", "-u", "bob", "-p", "secret", "localhost:5003");
        docker.succeed("tag", SmallImage.NAME, "localhost:5003/game:1");
        docker.succeed("--config", login.toString(), "push", "localhost:5003/game:1");
        docker.succeed("image", "rm", "localhost:5003/game:1");
        byte[] from = dockerfile("FROM localhost:5003/game:1", "ENV A=b");

        assertThat(docker.runWith(from, "build", "-").errors()).contains("no basic auth credentials");
        Result built = docker.runWith(from, "--config", login.toString(), "build", "--pull", "-t", "built", "-");
        assertThat(built.code()).as(built.errors()).isZero();
        assertThat(built.output()).contains("1: Pulling from game").contains("Status: Downloaded newer image for localhost:5003/game:1");

        docker.succeed("image", "rm", "built", "localhost:5003/game:1");
        byte[] copied = dockerfile("FROM scratch", "COPY --from=localhost:5003/game:1 /bin/busybox /busybox");
        assertThat(docker.runWith(copied, "build", "-").errors()).contains("invalid from flag value localhost:5003/game:1: ").contains("no basic auth credentials");
        assertThat(docker.runWith(copied, "--config", login.toString(), "build", "-").code()).isZero();
    }

    /** What a pull says of a registry that sends whoever asks elsewhere. */
    private String pulledFromOneThatLeadsTo(String place) {
        String liar = "while read -r line && [ ${#line} -gt 1 ]; do :; done; printf 'HTTP/1.1 307 Temporary Redirect\\r\\nLocation: http://" + place
                + "\\r\\nContent-Length: 0\\r\\nConnection: close\\r\\n\\r\\n'";
        docker.succeed("run", "-d", "--name", "liar", "-p", "5004:5000", SmallImage.NAME, "nc", "-ll", "-p", "5000", "-e", "sh", "-c", liar);
        while (docker.run("exec", "liar", "sh", "-c", "echo | nc 127.0.0.1 5000").code() != 0) {
            assertThat(docker.inspect("liar", "{{.State.Running}}")).isEqualTo("true");
        }
        return docker.run("pull", "localhost:5004/game:1").errors();
    }

    /** Where a cloud keeps its credentials. */
    @Test
    void leadsNobodyToTheCloud() {
        assertThat(pulledFromOneThatLeadsTo("169.254.169.254/latest/")).contains("169.254.169.254");
    }

    /** A registry is asked by the machine's network: what is on the host's loopback is not there. */
    @Test
    void leadsNobodyToTheHost() throws IOException {
        try (HostServer host = new HostServer()) {
            assertThat(pulledFromOneThatLeadsTo(host.address() + "/secret")).contains("dial tcp " + host.address() + ": connect: connection refused");
            assertThat(host.asked()).isEmpty();
        }
    }

    @Test
    void tellsEventsOfBoth() {
        String since = docker.inspect("registry", "{{.Created}}");
        push(GAME + ":1");
        docker.succeed("pull", GAME + ":1");

        String until = docker.succeed("run", "--rm", SmallImage.NAME, "date", "+%s").line();
        assertThat(docker.succeed("events", "--since", since, "--until", Long.toString(Long.parseLong(until) + 1), "--filter", "type=image", "--format", "{{.Action}} {{.ID}} {{.Actor.Attributes.name}}").output()
                .lines().filter(line -> line.startsWith("pu"))).containsExactly("push " + GAME + ":1 " + GAME, "pull " + GAME + ":1 " + GAME);
    }
}
