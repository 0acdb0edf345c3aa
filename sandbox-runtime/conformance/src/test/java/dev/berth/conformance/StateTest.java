package dev.berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code State} of inspect, field by field, over all that can happen to a container. */
@ExtendWith(EngineUnderTest.class)
class StateTest {
    private static final String IMAGE = SmallImage.NAME;
    private static final String NEVER = "0001-01-01T00:00:00Z";
    private static final String FLAGS =
            "{{with .State}}{{.Status}} {{.Running}} {{.Paused}} {{.Restarting}} {{.OOMKilled}} {{.Dead}} {{.ExitCode}} {{printf \"%q\" .Error}}{{end}} {{.RestartCount}}";
    private final Docker docker;

    StateTest(Docker docker) {
        this.docker = docker;
    }

    private String flags(String name) {
        return docker.inspect(name, FLAGS);
    }

    private String startedAt(String name) {
        return docker.inspect(name, "{{.State.StartedAt}}");
    }

    private String finishedAt(String name) {
        return docker.inspect(name, "{{.State.FinishedAt}}");
    }

    private void polite(String name, String... options) {
        List<String> command = new ArrayList<>(List.of("create", "--name", name));
        command.addAll(List.of(options));
        command.addAll(List.of(IMAGE, "sh", "-c", "trap 'exit 7' TERM; echo ready; while :; do sleep 0.05; done"));
        docker.succeed(command.toArray(String[]::new));
    }

    /** Its program listens when it has said so: a signal before would be lost. */
    private void start(String name, int runs) {
        docker.succeed("start", name);
        awaitReady(name, runs);
    }

    private void awaitReady(String name, int runs) {
        String wanted = "ready\n".repeat(runs);
        Instant limit = Instant.now().plusSeconds(20);
        while (!docker.succeed("logs", name).output().equals(wanted)) {
            assertThat(Instant.now()).isBefore(limit);
        }
    }

    @Test
    void aNewOneHasNeitherStartedNorFinished() {
        polite("new");

        assertThat(flags("new")).isEqualTo("created false false false false false 0 \"\" 0");
        assertThat(docker.inspect("new", "{{.State.Pid}} {{.State.StartedAt}} {{.State.FinishedAt}}")).isEqualTo("0 " + NEVER + " " + NEVER);
    }

    @Test
    void theFirstRunHasNotFinishedAndAnEndHas() {
        polite("once");
        start("once", 1);
        String started = startedAt("once");

        assertThat(flags("once")).isEqualTo("running true false false false false 0 \"\" 0");
        assertThat(finishedAt("once")).isEqualTo(NEVER);

        docker.succeed("stop", "once");
        assertThat(flags("once")).isEqualTo("exited false false false false false 7 \"\" 0");
        assertThat(startedAt("once")).isEqualTo(started);
        assertThat(Instant.parse(finishedAt("once"))).isAfter(Instant.parse(started));
    }

    @Test
    void oneThatRunsAgainSaysWhenItsLastRunFinished() {
        polite("twice");
        start("twice", 1);
        docker.succeed("stop", "twice");
        String finished = finishedAt("twice");

        start("twice", 2);
        assertThat(flags("twice")).isEqualTo("running true false false false false 0 \"\" 0");
        assertThat(finishedAt("twice")).isEqualTo(finished);
        assertThat(Instant.parse(startedAt("twice"))).isAfter(Instant.parse(finished));

        docker.succeed("pause", "twice");
        assertThat(flags("twice")).isEqualTo("paused true true false false false 0 \"\" 0");
        assertThat(finishedAt("twice")).isEqualTo(finished);

        docker.succeed("unpause", "twice");
        assertThat(flags("twice")).isEqualTo("running true false false false false 0 \"\" 0");
        assertThat(finishedAt("twice")).isEqualTo(finished);

        docker.succeed("kill", "twice");
        docker.succeed("wait", "twice");
        assertThat(flags("twice")).isEqualTo("exited false false false false false 137 \"\" 0");
    }

    @Test
    void aRestartIsAnEndAndAStart() {
        polite("again");
        start("again", 1);
        String started = startedAt("again");

        docker.succeed("restart", "again");

        assertThat(flags("again")).isEqualTo("running true false false false false 0 \"\" 0");
        assertThat(Instant.parse(finishedAt("again"))).isAfter(Instant.parse(started)).isBefore(Instant.parse(startedAt("again")));
    }

    @Test
    void aPolicyCountsItsStartsAndForgetsNoEnd() {
        docker.succeed("run", "-d", "--name", "steady", "--restart", "always", IMAGE, "sh", "-c", "[ -e /second ] && exec sleep 1000; touch /second; exit 5");
        docker.await("steady", "{{.RestartCount}} {{.State.Status}}", "1 running");

        assertThat(flags("steady")).isEqualTo("running true false false false false 0 \"\" 1");
        assertThat(Instant.parse(finishedAt("steady"))).isBefore(Instant.parse(startedAt("steady")));

        docker.succeed("stop", "-t", "0", "steady");
        assertThat(flags("steady")).isEqualTo("exited false false false false false 137 \"\" 1");

        docker.succeed("start", "steady");
        assertThat(flags("steady")).isEqualTo("running true false false false false 0 \"\" 0");
    }

    @Test
    void oneThatNeverStartedSaysWhyNot() {
        docker.succeed("create", "--name", "missing", IMAGE, "nosuch");
        docker.run("start", "missing");

        assertThat(docker.inspect("missing", "{{.State.Status}} {{.State.ExitCode}} {{.State.StartedAt}} {{.State.FinishedAt}}"))
                .isEqualTo("created 127 " + NEVER + " " + NEVER);
    }

    @Test
    void theRootOfOneThatIsRemovedWhenItEndsIsVolatile() {
        String root = docker.succeed("run", "--rm", IMAGE, "grep", " / ", "/proc/mounts").line();

        assertThat(root.contains("volatile")).isEqualTo(Difference.between("volatile-root", false, true));
    }

    /** Its root is mounted once more: the kernel refuses that for a volatile one unless its mark is removed. */
    @Test
    void oneThatIsRemovedWhenItEndsHasItsFilesAfterARestart() {
        assumeTrue(!EngineUnderTest.STOCK, "a stock Docker now and then has removed it before it would start again");
        docker.succeed("run", "-d", "--rm", "--name", "once", IMAGE, "sh", "-c", "echo started >>/starts; exec sleep 1000");

        docker.succeed("restart", "-t", "0", "once");

        docker.succeed("exec", "once", "sh", "-c", "for try in $(seq 200); do [ $(wc -l </starts) = 2 ] && exit; sleep 0.1; done; exit 1");
    }
}
