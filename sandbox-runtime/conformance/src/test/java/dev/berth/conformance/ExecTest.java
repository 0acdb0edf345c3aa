package dev.berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.conformance.Docker.Result;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The exec calls. */
@ExtendWith(EngineUnderTest.class)
class ExecTest {
    private final Docker docker;
    private final Wire wire;

    ExecTest(Docker docker) {
        this.docker = docker;
        wire = docker.wire();
    }

    @BeforeAll
    static void startOne(Docker docker) {
        docker.succeed("run", "-d", "--name", "host", "--label", Emptying.KEPT, SmallImage.NAME, "sleep", "1000");
    }

    private String created(String json) {
        return wire.post("/containers/host/exec", json).json().path("Id").asText();
    }

    @Test
    void outputComesInFrames() {
        String exec = created("{\"Cmd\": [\"echo\", \"said\"], \"AttachStdout\": true}");

        Answer answer = wire.post("/exec/" + exec + "/start", "{}");

        assertThat(exec).matches("[0-9a-f]{64}");
        assertThat(new String(answer.body(), StandardCharsets.ISO_8859_1)).isEqualTo("\u0001\0\0\0\0\0\0\u0005said\n");
        assertThat(answer.headers().get("content-type")).isEqualTo("application/vnd.docker.raw-stream");
    }

    @Test
    void aTerminalsOutputHasNoFrames() {
        String exec = created("{\"Cmd\": [\"echo\", \"said\"], \"AttachStdout\": true, \"Tty\": true}");

        assertThat(wire.post("/exec/" + exec + "/start", "{\"Tty\": true}").text()).isEqualTo("said\r\n");
    }

    @Test
    void inspectionTellsHowItEnded() {
        String exec = created("{\"Cmd\": [\"sh\", \"-c\", \"exit 7\"], \"AttachStdout\": true, \"User\": \"nobody\"}");
        JsonNode before = wire.get("/exec/" + exec + "/json").json();
        wire.post("/exec/" + exec + "/start", "{}");

        JsonNode after = wire.get("/exec/" + exec + "/json").json();

        assertThat(before.path("Running").asBoolean()).isFalse();
        assertThat(before.path("ExitCode").toString()).isEqualTo("null");
        assertThat(after.path("ExitCode").asInt()).isEqualTo(7);
        assertThat(after.path("ContainerID").asText()).isEqualTo(docker.inspect("host", "{{.Id}}"));
        assertThat(after.path("ProcessConfig").path("entrypoint").asText()).isEqualTo("sh");
        assertThat(after.path("ProcessConfig").path("arguments").toString()).isEqualTo("[\"-c\",\"exit 7\"]");
        assertThat(after.path("ProcessConfig").path("user").asText()).isEqualTo("nobody");
        assertThat(after.path("ProcessConfig").path("privileged").asBoolean()).isFalse();
    }

    @Test
    void aSecondStartIsRefused() {
        String exec = created("{\"Cmd\": [\"true\"]}");
        wire.post("/exec/" + exec + "/start", "{\"Detach\": true}");
        while (wire.get("/exec/" + exec + "/json").json().path("ExitCode").isNull()) {
            Thread.onSpinWait();
        }

        assertThat(wire.post("/exec/" + exec + "/start", "{\"Detach\": true}").error()).isEqualTo("409 Error: Exec command " + exec + " has already run");
    }

    @Test
    void aCommandIsNeeded() {
        assertThat(wire.post("/containers/host/exec", "{}").error()).isEqualTo("400 No exec command specified");
    }

    @Test
    void nobodyAndNothing() {
        assertThat(wire.post("/containers/nosuch/exec", "{\"Cmd\": [\"true\"]}").error()).isEqualTo("404 No such container: nosuch");
        assertThat(wire.get("/exec/nosuch/json").error()).isEqualTo("404 No such exec instance: nosuch");
        assertThat(wire.post("/exec/nosuch/start", "{}").error()).isEqualTo("404 No such exec instance: nosuch");
    }

    @Test
    void aUserWhoIsUnknown() {
        Result result = docker.run("exec", "-u", "mallory", "host", "true");

        assertThat(result.output() + result.errors()).contains("unable to find user mallory: no matching entries in passwd file");
    }

    @Test
    void aFolderThatIsMissing() {
        Result result = docker.run("exec", "-w", "/nosuch", "host", "true");

        assertThat(result.output() + result.errors()).contains("no such file or directory");
    }

    @Test
    void exitCodesOfSignals() {
        assertThat(docker.run("exec", "host", "sh", "-c", "kill -9 $$").code()).isEqualTo(137);
    }

    @Test
    void environmentFromAFileAndTheContainers() {
        docker.succeed("run", "-d", "--name", "coloured", "-e", "COLOUR=red", SmallImage.NAME, "sleep", "1000");

        assertThat(docker.succeed("exec", "-e", "SHAPE=round", "coloured", "sh", "-c", "echo $COLOUR $SHAPE").line()).isEqualTo("red round");
    }

    @Test
    void environmentFromAFile(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("environment"), "COLOUR=red\n");

        assertThat(docker.succeed("exec", "--env-file", file.toString(), "-e", "SIZE=3", "-u", "nobody", "-w", "/tmp", "host", "sh", "-c", "echo $COLOUR $SIZE; id -u; pwd").line())
                .isEqualTo("red 3\n65534\n/tmp");
    }

    @Test
    void itsProcessIsToldAlsoWhenItHasEnded() {
        String exec = created("{\"Cmd\": [\"sleep\", \"0.2\"], \"AttachStdout\": true}");

        wire.post("/exec/" + exec + "/start", "{}");

        assertThat(wire.get("/exec/" + exec + "/json").json().path("Running").asBoolean()).isFalse();
        assertThat(wire.get("/exec/" + exec + "/json").json().path("Pid").asInt()).isPositive();
    }

    @Test
    void itsProcessMayBeGoneAtOnce() {
        String exec = created("{\"Cmd\": [\"true\"], \"AttachStdout\": true}");

        wire.post("/exec/" + exec + "/start", "{}");

        assertThat(wire.get("/exec/" + exec + "/json").json().path("Pid").asInt()).isGreaterThanOrEqualTo(Difference.between("short-exec", 1, 0));
    }

    @Test
    void resizeNeedsNumbers() {
        String exec = created("{\"Cmd\": [\"sleep\", \"1000\"], \"Tty\": true}");
        wire.post("/exec/" + exec + "/start", "{\"Detach\": true, \"Tty\": true}");

        assertThat(wire.post("/exec/" + exec + "/resize?h=x&w=10").status()).isEqualTo(400);
        assertThat(wire.post("/exec/" + exec + "/resize?h=20&w=10").status()).isEqualTo(200);
    }
}
