package dev.berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.conformance.Docker.Result;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code docker run}: output, input, exit codes, names. */
@ExtendWith(EngineUnderTest.class)
class RunTest {
    private static final String IMAGE = SmallImage.NAME;
    private final Docker docker;

    RunTest(Docker docker) {
        this.docker = docker;
    }

    @Test
    void printsWhatTheProgramPrints() {
        assertThat(docker.run("run", "--rm", IMAGE, "echo", "hello world")).isEqualTo(new Result(0, "hello world\n", ""));
    }

    @Test
    void keepsOutputAndErrorsApartAndHandsOnTheExitCode() {
        assertThat(docker.run("run", "--rm", IMAGE, "sh", "-c", "echo out; echo bad >&2; exit 7")).isEqualTo(new Result(7, "out\n", "bad\n"));
    }

    @Test
    void passesInputAndItsEnd() {
        byte[] input = "line\n".repeat(200_000).getBytes(StandardCharsets.US_ASCII);

        Result result = docker.runWith(input, "run", "-i", "--rm", IMAGE, "wc", "-c");

        assertThat(result.line()).isEqualTo("1000000");
    }

    @Test
    void losesNothingOfALargeOutput() {
        Result result = docker.run("run", "--rm", IMAGE, "sh", "-c", "seq 1 300000");

        assertThat(result.output()).endsWith("\n300000\n").hasSize(1_988_895);
    }

    @Test
    void inputThatNobodyReadsTakesNothingFromTheOutput() {
        Result result = docker.runWith(new byte[5_000_000], "run", "-i", "--rm", IMAGE, "echo", "bye");

        assertThat(result).isEqualTo(new Result(0, "bye\n", ""));
    }

    @Test
    void givesTheCodeOfASignal() {
        docker.succeed("run", "-d", "--name", "killed", IMAGE, "sleep", "1000");

        docker.succeed("kill", "killed");

        assertThat(docker.succeed("wait", "killed").line()).isEqualTo("137");
    }

    @Test
    void isFirstInItsProcessList() {
        assertThat(docker.run("run", "--rm", IMAGE, "sh", "-c", "echo $$").line()).isEqualTo("1");
    }

    @Test
    void hasTheHostnameOfItsIdUnlessToldOtherwise() {
        Result own = docker.run("run", "--name", "own-hostname", IMAGE, "hostname");
        assertThat(docker.inspect("own-hostname", "{{.Id}}")).startsWith(own.line());

        assertThat(docker.run("run", "--rm", "-h", "web", IMAGE, "hostname").line()).isEqualTo("web");
    }

    @Test
    void takesEnvironmentDirectoryAndUser() {
        Result result = docker.run("run", "--rm", "-e", "WORD=blue", "-w", "/made/for/it", "-u", "nobody", IMAGE, "sh", "-c", "echo $WORD; pwd; id -u");

        assertThat(result).isEqualTo(new Result(0, "blue\n/made/for/it\n65534\n", ""));
    }

    @Test
    void replacesTheEntrypoint() {
        assertThat(docker.run("run", "--rm", "--entrypoint", "echo", IMAGE, "said").line()).isEqualTo("said");
    }

    @Test
    void detachesAndPrintsTheId() {
        Result result = docker.run("run", "-d", "--name", "detached", IMAGE, "sleep", "1000");

        assertThat(result.line()).isEqualTo(docker.inspect("detached", "{{.Id}}")).hasSize(64);
        docker.succeed("rm", "-f", "detached");
    }

    @Test
    void removesWithRm() {
        docker.succeed("run", "--rm", "--name", "short-lived", IMAGE, "true");

        assertThat(docker.run("inspect", "short-lived").code()).isEqualTo(1);
    }

    @Test
    void refusesANameThatIsTaken() {
        docker.succeed("create", "--name", "taken", IMAGE, "true");

        Result result = docker.run("run", "--name", "taken", IMAGE, "true");

        assertThat(result.code()).isEqualTo(125);
        assertThat(result.errors()).contains("Conflict. The container name \"/taken\" is already in use by container \"" + docker.inspect("taken", "{{.Id}}")
                + "\". You have to remove (or rename) that container to be able to reuse that name.");
    }

    @Test
    void refusesANameWithOtherCharacters() {
        Result result = docker.run("create", "--name", "a b", IMAGE, "true");

        assertThat(result.errors()).contains("Invalid container name (a b), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed");
    }

    @Test
    void exitsWith125ForAnImageThatIsNowhere() {
        Result result = docker.run("run", "localhost:1/nosuch");

        assertThat(result.code()).isEqualTo(125);
        assertThat(result.errors()).contains("Unable to find image 'localhost:1/nosuch:latest' locally").contains("Error response from daemon: ");
    }

    @Test
    void exitsWith127ForAProgramThatIsMissing() {
        Result result = docker.run("run", "--rm", IMAGE, "nosuch");

        assertThat(result.code()).isEqualTo(127);
        assertThat(result.errors()).contains("exec: \"nosuch\": executable file not found in $PATH");
    }

    @Test
    void exitsWith126ForAFileThatIsNoProgram() {
        Result result = docker.run("run", "--rm", IMAGE, "/etc/passwd");

        assertThat(result.code()).isEqualTo(126);
        assertThat(result.errors()).contains("permission denied");
    }

    @Test
    void keepsTheRootReadOnlyWhenAsked() {
        Result result = docker.run("run", "--rm", "--read-only", IMAGE, "touch", "/new");

        assertThat(result.errors()).contains("Read-only file system");
    }

    @Test
    void keepsWhatWasWrittenUntilItIsRemoved() {
        docker.succeed("run", "--name", "writer", IMAGE, "sh", "-c", "echo x >> /kept; cat /kept");

        docker.succeed("start", "-a", "writer");

        assertThat(docker.run("logs", "writer").output()).isEqualTo("x\nx\nx\n");
    }
}
