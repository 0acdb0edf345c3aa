package dev.berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Other clients than the docker command, each with the ordinary life of a container. */
@ExtendWith(EngineUnderTest.class)
class ClientsTest {
    private final Docker docker;

    /** Of files that are built. */
    @TempDir
    private Path context;

    ClientsTest(Docker docker) {
        this.docker = docker;
    }

    /** What the client said; it ended well. */
    private static String said(String... command) throws Exception {
        return said(Map.of(), command);
    }

    private static String said(Map<String, String> environment, String... command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process client = builder.start();
        String said = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(client.waitFor()).as("exit code of %s; it said: %s", String.join(" ", command), said).isZero();
        return said;
    }

    @Test
    void dockerPy() throws Exception {
        said("python3", "src/test/clients/life.py", docker.socket().toString(), SmallImage.NAME);
    }

    /** It reads the head of an answer through a buffer, and what follows past that buffer. */
    @Test
    void dockerPyAttachedToAContainerThatHasEnded() throws Exception {
        String lost = said("python3", "src/test/clients/attach.py", docker.socket().toString(), SmallImage.NAME);

        assertThat(lost.equals("0 0\n")).as("lost: %s", lost).isEqualTo(Difference.between("first-output", false, true));
    }

    @Test
    void dockerode() throws Exception {
        said("node", "src/test/clients/life.mjs", docker.socket().toString(), SmallImage.NAME);
    }

    private String compose(String... arguments) throws Exception {
        return composeOf("compose.yml", arguments);
    }

    private String composeOf(String project, String... arguments) throws Exception {
        return said(Stream.concat(
                Stream.of("docker-compose", "-H", "unix://" + docker.socket(), "-p", "life", "-f", "src/test/clients/" + project),
                Stream.of(arguments)).toArray(String[]::new));
    }

    @Test
    void dockerComposeWithServicesThatFindEachOther() throws Exception {
        composeOf("names.yml", "up", "-d", "--scale", "web=3");

        for (String name : new String[] {"db", "database", "life_db_1"}) {
            assertThat(composeOf("names.yml", "exec", "-T", "web", "sh", "-c", "nc -w 5 " + name + " 5432 < /dev/null")).as(name).isEqualTo("data\n");
        }
        String script = "for name in web page; do nslookup -type=a $name | grep -c '^Address: '; done";
        assertThat(composeOf("names.yml", "exec", "-T", "db", "sh", "-c", script)).isEqualTo("3\n3\n");
        assertThat(composeOf("names.yml", "exec", "-T", "db", "sh", "-c", "wget -q -O - http://web").strip()).matches("[0-9a-f]{12}");
        composeOf("names.yml", "up", "-d", "--scale", "web=1", "-t", "0");
        assertThat(composeOf("names.yml", "exec", "-T", "db", "sh", "-c", script)).isEqualTo("1\n1\n");
        composeOf("names.yml", "down", "-t", "0");
        assertThat(docker.succeed("network", "ls", "-q", "--filter", "type=custom").output()).isEmpty();
    }

    @Test
    void dockerCompose() throws Exception {
        compose("up", "-d");

        docker.await("life_web_1", "{{.State.Health.Status}}", "healthy");
        assertThat(compose("ps")).contains("life_web_1").contains("Up (healthy)");
        assertThat(compose("logs", "web")).contains("begun");
        assertThat(compose("exec", "-T", "web", "sh", "-c", "echo $COLOUR; echo kept > /data/file")).isEqualTo("red\n");

        compose("up", "-d", "--force-recreate", "-t", "0");
        assertThat(compose("exec", "-T", "web", "cat", "/data/file")).isEqualTo("kept\n");

        compose("stop", "-t", "0");
        assertThat(docker.inspect("life_web_1", "{{.State.Status}}")).isEqualTo("exited");
        compose("rm", "-v", "-f");
        compose("down", "-v");
        assertThat(docker.succeed("ps", "-aq").output() + docker.succeed("volume", "ls", "-q").output()).isEmpty();
    }

    @Test
    void dockerPyBuilds() throws Exception {
        said("python3", "src/test/clients/build.py", docker.socket().toString(), SmallImage.NAME, context.toString());
    }

    @Test
    void dockerodeBuilds() throws Exception {
        said("node", "src/test/clients/build.mjs", docker.socket().toString(), SmallImage.NAME, context.toString());
    }

    /** @param byCommand 1: builds by the docker command, which finds its engine by the environment alone; 0: by itself */
    private String composeOfBuilds(String byCommand, String... arguments) throws Exception {
        Map<String, String> environment = Map.of("SITE", context.toString(), "DOCKER_HOST", "unix://" + docker.socket(), "COMPOSE_DOCKER_CLI_BUILD", byCommand, "DOCKER_BUILDKIT", "0",
                "PATH", Path.of(DockerCommand.PROGRAM).toAbsolutePath().getParent() + ":" + System.getenv("PATH"));
        return said(environment, Stream.concat(Stream.of("docker-compose", "-p", "life", "-f", "src/test/clients/build.yml"), Stream.of(arguments)).toArray(String[]::new));
    }

    private void writeSite(String page) throws IOException {
        Files.writeString(context.resolve("page"), page + "\n");
        Files.writeString(context.resolve("Dockerfile"), "FROM " + SmallImage.NAME + "\nARG COLOUR=blue\nCOPY page /srv/\nRUN echo $COLOUR >>/srv/page\nCMD [\"sleep\", \"1000\"]\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1"})
    void dockerComposeBuilds(String byCommand) throws Exception {
        writeSite("first");
        assertThat(composeOfBuilds(byCommand, "up", "-d", "--build")).contains("Step 1/5 : FROM " + SmallImage.NAME).contains("Successfully tagged own/site:latest").contains("Successfully tagged life_other:latest");
        assertThat(composeOfBuilds(byCommand, "exec", "-T", "site", "cat", "/srv/page")).isEqualTo("first\nred\n");
        assertThat(composeOfBuilds(byCommand, "exec", "-T", "other", "cat", "/srv/page")).isEqualTo("first\nblue\n");
        String before = docker.inspect("life_other_1", "{{.Id}}");

        assertThat(composeOfBuilds(byCommand, "up", "-d", "--build")).contains("Using cache").contains("up-to-date");
        assertThat(docker.inspect("life_other_1", "{{.Id}}")).isEqualTo(before);
        writeSite("second");
        composeOfBuilds(byCommand, "up", "-d", "--build", "-t", "0");

        assertThat(composeOfBuilds(byCommand, "exec", "-T", "site", "cat", "/srv/page")).isEqualTo("second\nred\n");
        composeOfBuilds(byCommand, "down", "--rmi", "all", "-t", "0");
        assertThat(docker.succeed("ps", "-aq").output() + docker.succeed("image", "ls", "-q", "own/site").output()).isEmpty();
    }
}
