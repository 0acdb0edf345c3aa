package dev.berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Health checks: their states, their log, their events. */
@ExtendWith(EngineUnderTest.class)
class HealthTest {
    private static final String IMAGE = SmallImage.NAME;
    private final Docker docker;

    HealthTest(Docker docker) {
        this.docker = docker;
    }

    @Test
    void healthyWhenTheCommandSucceeds() {
        docker.succeed("run", "-d", "--name", "fit", "--health-cmd", "echo fine", "--health-interval", "200ms", IMAGE, "sleep", "1000");
        assertThat(docker.inspect("fit", "{{.State.Health.Status}}")).isIn("starting", "healthy");

        docker.await("fit", "{{.State.Health.Status}}", "healthy");

        assertThat(docker.inspect("fit", "{{.State.Health.FailingStreak}} {{with index .State.Health.Log 0}}{{.ExitCode}} {{.Output}}{{end}}")).isEqualTo("0 0 fine");
        assertThat(docker.succeed("ps", "--format", "{{.Status}}").line()).endsWith("(healthy)");
        assertThat(docker.succeed("ps", "-q", "--filter", "health=healthy").output()).isNotEmpty();
        assertThat(docker.succeed("ps", "-q", "--filter", "health=unhealthy").output()).isEmpty();
    }

    @Test
    void unhealthyWhenItHasFailedOftenEnough() {
        docker.succeed("run", "-d", "--name", "ill", "--health-cmd", "exit 1", "--health-interval", "200ms", "--health-retries", "2", IMAGE, "sleep", "1000");

        docker.await("ill", "{{.State.Health.Status}}", "unhealthy");

        assertThat(Integer.parseInt(docker.inspect("ill", "{{.State.Health.FailingStreak}}"))).isGreaterThanOrEqualTo(2);
        assertThat(docker.succeed("ps", "--format", "{{.Status}}").line()).endsWith("(unhealthy)");
    }

    @Test
    void eventsTellChanges() {
        String before = String.valueOf(Instant.now().getEpochSecond());
        docker.succeed("run", "-d", "--name", "improving", "--health-cmd", "true", "--health-interval", "200ms", IMAGE, "sleep", "1000");
        docker.await("improving", "{{.State.Health.Status}}", "healthy");

        String events = docker.succeed("events", "--since", before, "--until", String.valueOf(Instant.now().getEpochSecond() + 1), "--filter", "container=improving", "--filter", "event=health_status", "--format", "{{.Action}}").output();

        assertThat(events).isEqualTo("health_status: healthy\n");
    }

    @Test
    void aCommandThatTakesTooLongFails() {
        docker.succeed("run", "-d", "--name", "slow", "--health-cmd", "sleep 30", "--health-interval", "200ms", "--health-timeout", "300ms", "--health-retries", "1", IMAGE, "sleep", "1000");

        docker.await("slow", "{{.State.Health.Status}}", "unhealthy");

        assertThat(docker.inspect("slow", "{{with index .State.Health.Log 0}}{{.ExitCode}} {{.Output}}{{end}}")).startsWith("-1 Health check exceeded timeout (300ms)");
    }

    @Test
    void checksCanBeSwitchedOff() {
        docker.succeed("run", "-d", "--name", "unchecked", "--no-healthcheck", IMAGE, "sleep", "1000");

        assertThat(docker.inspect("unchecked", "{{json .State.Health}} {{json .Config.Healthcheck.Test}}")).isEqualTo("null [\"NONE\"]");
    }

    @Test
    void whatIsAskedForIsShown() {
        docker.succeed("create", "--name", "told", "--health-cmd", "true", "--health-interval", "3s", "--health-timeout", "2s", "--health-start-period", "1s", "--health-retries", "4", IMAGE);

        assertThat(docker.inspect("told", "{{json .Config.Healthcheck}}"))
                .isEqualTo("{\"Test\":[\"CMD-SHELL\",\"true\"],\"Interval\":3000000000,\"Timeout\":2000000000,\"StartPeriod\":1000000000,\"Retries\":4}");
    }

    @Test
    void timesAreNotTooShort() {
        assertThat(docker.wire().post("/containers/create", "{\"Image\": \"" + IMAGE + "\", \"Healthcheck\": {\"Test\": [\"CMD\", \"true\"], \"Interval\": 10}}").error())
                .isEqualTo("400 Interval in Healthcheck cannot be less than 1ms");
        assertThat(docker.wire().post("/containers/create", "{\"Image\": \"" + IMAGE + "\", \"Healthcheck\": {\"Test\": [\"CMD\", \"true\"], \"Retries\": -1}}").error())
                .isEqualTo("400 Retries in Healthcheck cannot be negative");
    }
}
