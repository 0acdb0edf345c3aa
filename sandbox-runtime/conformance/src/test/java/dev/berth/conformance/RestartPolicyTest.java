package dev.berth.conformance;

import static dev.berth.conformance.DockerCommand.words;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.conformance.Docker.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Restart policies: when they start again, how often, and when they do not. */
@ExtendWith(EngineUnderTest.class)
class RestartPolicyTest {
    private static final String IMAGE = SmallImage.NAME;
    private final Docker docker;

    RestartPolicyTest(Docker docker) {
        this.docker = docker;
    }

    @Test
    void onFailureStartsAgainAsOftenAsSaid() {
        docker.succeed("run", "-d", "--name", "failing", "--restart", "on-failure:2", IMAGE, "sh", "-c", "echo try; exit 3");

        docker.await("failing", "{{.RestartCount}} {{.State.Status}} {{.State.ExitCode}}", "2 exited 3");
        assertThat(docker.succeed("logs", "failing").output()).isEqualTo("try\ntry\ntry\n");
    }

    @Test
    void onFailureLeavesASuccessAlone() {
        docker.succeed("run", "-d", "--name", "well", "--restart", "on-failure", IMAGE, "true");

        docker.succeed("wait", "well");

        assertThat(docker.inspect("well", "{{.RestartCount}} {{.State.Status}}")).isEqualTo("0 exited");
    }

    @Test
    void alwaysStartsASuccessAgain() {
        docker.succeed("run", "-d", "--name", "steady", "--restart", "always", IMAGE, "sh", "-c", "[ -e /second ] || { touch /second; exit 0; }; echo again; sleep 1000");

        docker.await("steady", "{{.RestartCount}} {{.State.Status}}", "1 running");
    }

    @Test
    void whatWasStoppedStaysSo() {
        docker.succeed("run", "-d", "--name", "steady", "--restart", "always", IMAGE, "sleep", "1000");

        docker.succeed("stop", "-t", "0", "steady");

        assertThat(docker.inspect("steady", "{{.RestartCount}} {{.State.Status}} {{.State.Restarting}}")).isEqualTo("0 exited false");
    }

    @Test
    void whatWasKilledStaysSo() {
        docker.succeed("run", "-d", "--name", "steady", "--restart", "unless-stopped", IMAGE, "sleep", "1000");

        docker.succeed("kill", "steady");

        docker.succeed("wait", "steady");
        assertThat(docker.inspect("steady", "{{.RestartCount}} {{.State.Status}} {{.State.ExitCode}}")).isEqualTo("0 exited 137");
    }

    @Test
    void waitingForTheNextTrySaysSo() {
        docker.succeed("run", "-d", "--name", "failing", "--restart", "always", IMAGE, "false");
        for (String status = ""; !status.startsWith("Restarting (1) "); status = docker.succeed("ps", "-a", "--format", "{{.Status}}").line()) {
            Thread.onSpinWait();
        }

        assertThat(docker.succeed("ps", "-aq", "--filter", "status=restarting", "--filter", "status=running").output()).isNotEmpty();
        docker.succeed("stop", "failing");
        assertThat(docker.inspect("failing", "{{.State.Status}}")).isEqualTo("exited");
    }

    @Test
    void removeAndRestartContradict() {
        Result result = docker.run("create", "--rm", "--restart", "always", IMAGE);

        assertThat(result.errors()).contains(
                words("Conflicting options: --restart and --rm").since(28, "conflicting options: cannot specify both --restart and --rm").said());
        assertThat(docker.wire().post("/containers/create", "{\"Image\": \"" + IMAGE + "\", \"HostConfig\": {\"AutoRemove\": true, \"RestartPolicy\": {\"Name\": \"always\"}}}").error())
                .isEqualTo("400 can't create 'AutoRemove' container with restart policy");
    }

    @Test
    void aPolicyThatDoesNotExist() {
        assertThat(docker.run("create", "--restart", "sometimes", IMAGE).errors()).contains("invalid restart policy 'sometimes'");
    }

    @Test
    void anUpdateRefusesThemAsWell() {
        docker.succeed("create", "--name", "own", IMAGE);

        assertThat(docker.run("update", "--restart", "always:3", "own").errors()).contains("maximum retry count cannot be used with restart policy 'always'");
    }

    @Test
    void aCountIsForFailuresOnly() {
        assertThat(docker.run("create", "--restart", "always:3", IMAGE).errors()).contains("maximum retry count cannot be used with restart policy 'always'");
        assertThat(docker.wire().post("/containers/create", "{\"Image\": \"" + IMAGE + "\", \"HostConfig\": {\"RestartPolicy\": {\"Name\": \"on-failure\", \"MaximumRetryCount\": -1}}}").error())
                .isEqualTo("400 maximum retry count cannot be negative");
    }
}
