package dev.berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.conformance.Docker.Result;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A container from its creation to its removal: start, stop, kill, restart, pause, wait, rename, rm, and what ps and inspect say meanwhile. */
@ExtendWith(EngineUnderTest.class)
class LifeTest {
    private static final String IMAGE = SmallImage.NAME;
    private final Docker docker;

    LifeTest(Docker docker) {
        this.docker = docker;
    }

    private void sleeper(String name) {
        docker.succeed("run", "-d", "--name", name, IMAGE, "sleep", "1000");
    }

    private String status(String name) {
        return docker.inspect(name, "{{.State.Status}}");
    }

    @Test
    void itsOwnNameIsNoLink() {
        docker.succeed("create", "--name", "single", IMAGE);

        assertThat(docker.wire().delete("/containers/single?link=1").error()).isEqualTo("500 Conflict, cannot remove the default link name of the container");
        assertThat(docker.run("rm", "-l", "nosuch").errors()).contains("No such container: nosuch");
        assertThat(docker.inspect("single", "{{.Name}}")).isEqualTo("/single");
    }

    @Test
    void signalsHaveNamesAndNumbers() {
        docker.succeed("run", "-d", "--name", "listening", IMAGE, "sh", "-c", "trap 'echo user' USR1; echo ready; while :; do sleep 0.05; done");
        awaitLogs("listening", "ready");

        for (String signal : new String[] {"USR1", "SIGUSR1", "sigusr1", "usr1", "10"}) {
            int before = docker.run("logs", "listening").output().length();
            docker.succeed("kill", "-s", signal, "listening");
            awaitLogs("listening", "user\n".repeat(before / 5 - 1) + "user");
        }
        docker.succeed("kill", "-s", "WINCH", "listening");
        docker.succeed("kill", "-s", "RTMAX-2", "listening");
    }

    private void awaitLogs(String container, String wanted) {
        while (!docker.run("logs", container).output().contains(wanted)) {
            Thread.onSpinWait();
        }
    }

    @Test
    void signalsThatAreNone() {
        sleeper("asleep");

        assertThat(killedBy("asleep", "NOPE")).isEqualTo("400 Invalid signal: NOPE");
        assertThat(killedBy("asleep", "0")).isEqualTo("400 Invalid signal: 0");
        assertThat(killedBy("asleep", "99")).isEqualTo("500 Cannot kill container: asleep: The linux daemon does not support signal 99");
        assertThat(killedBy("asleep", "-1")).isEqualTo("500 Cannot kill container: asleep: The linux daemon does not support signal 18446744073709551615");
        assertThat(docker.inspect("asleep", "{{.State.Running}}")).isEqualTo("true");
    }

    private String killedBy(String container, String signal) {
        return docker.wire().post("/containers/" + container + "/kill?signal=" + signal).error();
    }

    @Test
    void namesThatARenameRefuses() {
        docker.succeed("create", "--name", "own", IMAGE);

        assertThat(docker.wire().post("/containers/own/rename?name=a/b").error())
                .isEqualTo("400 Error when allocating new name: Invalid container name (/a/b), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed");
        assertThat(docker.wire().post("/containers/own/rename?name=/own").error()).isEqualTo("400 Renaming a container with the same name as its current name");
        assertThat(docker.wire().post("/containers/own/rename?name=").error()).isEqualTo("400 Neither old nor new names may be empty");
    }

    @Test
    void aCheckpointIsNothingToStartFrom() {
        docker.succeed("create", "--name", "own", IMAGE);

        assertThat(docker.wire().post("/containers/own/start?checkpoint=x").error()).isEqualTo("400 checkpoint is only supported in experimental mode");
    }

    @Test
    void ofTwoRemovalsAtOnceOneRemoves() {
        docker.succeed("run", "-d", "--name", "twice", IMAGE, "sleep", "1000");

        List<String> answers = IntStream.range(0, 2).parallel().mapToObj(each -> docker.wire().delete("/containers/twice?force=1").error()).sorted().toList();

        assertThat(answers.get(0)).isEqualTo("204 ");
        assertThat(answers.get(1)).isIn("409 removal of container twice is already in progress", "404 No such container: twice");
    }

    @Test
    void psListsWhatRunsAndWithAllWhatHasEnded() {
        docker.succeed("run", "--name", "over", IMAGE, "true");
        sleeper("on");

        assertThat(docker.run("ps", "--format", "{{.Names}}").output()).isEqualTo("on\n");
        assertThat(docker.run("ps", "-a", "--format", "{{.Names}} {{.Image}} {{.Command}}").output())
                .isEqualTo("on " + IMAGE + " \"sleep 1000\"\nover " + IMAGE + " \"true\"\n");
    }

    @Test
    void psSaysForHowLong() {
        docker.run("run", "--name", "over", IMAGE, "sh", "-c", "exit 3");
        sleeper("on");

        assertThat(docker.run("ps", "-a", "--format", "{{.Status}}").output()).containsPattern("^Up .*\nExited \\(3\\) .* ago\n$");
    }

    @Test
    void psShowsSizes() {
        docker.succeed("run", "--name", "writer", IMAGE, "sh", "-c", "head -c 1000 /dev/zero > /file");

        assertThat(docker.run("ps", "-as", "--format", "{{.Size}}").line()).matches("[0-9.]+k?B \\(virtual [0-9.]+MB\\)");
    }

    @Test
    void psFilters() {
        docker.run("run", "--name", "over", "--label", "kind=short", IMAGE, "sh", "-c", "exit 3");
        sleeper("on");

        assertThat(docker.run("ps", "-a", "--filter", "status=exited", "--format", "{{.Names}}").line()).isEqualTo("over");
        assertThat(docker.run("ps", "-a", "--filter", "exited=3", "--format", "{{.Names}}").line()).isEqualTo("over");
        assertThat(docker.run("ps", "-a", "--filter", "label=kind=short", "--format", "{{.Names}}").line()).isEqualTo("over");
        assertThat(docker.run("ps", "-a", "--filter", "name=^on$", "--format", "{{.Names}}").line()).isEqualTo("on");
        assertThat(docker.run("ps", "-a", "--filter", "since=over", "--format", "{{.Names}}").line()).isEqualTo("on");
        assertThat(docker.run("ps", "-l", "--format", "{{.Names}}").line()).isEqualTo("on");
        assertThat(docker.run("ps", "--filter", "nosuch=1").errors()).contains("nvalid filter 'nosuch'");
    }

    @Test
    void stopEndsAProgramThatDoesNotListenAfterTheGivenTime() {
        docker.succeed("run", "-d", "--name", "deaf", IMAGE, "sh", "-c", "trap '' TERM; while :; do sleep 1; done");

        docker.succeed("stop", "-t", "1", "deaf");

        assertThat(docker.inspect("deaf", "{{.State.Status}} {{.State.ExitCode}}")).isEqualTo("exited 137");
    }

    @Test
    void stopLetsAProgramEndByItself() {
        docker.succeed("run", "-d", "--name", "polite", IMAGE, "sh", "-c", "trap 'exit 9' TERM; while :; do sleep 0.1; done");

        docker.succeed("stop", "polite");

        assertThat(docker.inspect("polite", "{{.State.ExitCode}}")).isEqualTo("9");
    }

    @Test
    void killSendsASignal() {
        docker.succeed("run", "-d", "--name", "listener", IMAGE, "sh", "-c", "trap 'exit 12' USR1; echo ready; while :; do sleep 0.1; done");
        awaitLogs("listener", "ready");

        docker.succeed("kill", "-s", "USR1", "listener");

        assertThat(docker.succeed("wait", "listener").line()).isEqualTo("12");
    }

    @Test
    void killRefusesWhatDoesNotRun() {
        docker.succeed("create", "--name", "idle", IMAGE, "true");

        Result result = docker.run("kill", "idle");

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.errors()).contains("annot kill container: idle: ").contains("is not running");
    }

    @Test
    void startRunsItAgain() {
        docker.succeed("run", "--name", "twice", IMAGE, "echo", "once more");

        assertThat(docker.succeed("start", "-a", "twice").output()).isEqualTo("once more\n");
        assertThat(docker.succeed("logs", "twice").output()).isEqualTo("once more\nonce more\n");
    }

    @Test
    void restartGivesANewProcess() {
        sleeper("again");
        String before = docker.inspect("again", "{{.State.StartedAt}}");

        docker.succeed("restart", "-t", "0", "again");

        assertThat(docker.inspect("again", "{{.State.StartedAt}}")).isNotEqualTo(before);
        assertThat(status("again")).isEqualTo("running");
    }

    @Test
    void pauseStopsTimeAndUnpauseLetsItGoOn() {
        sleeper("frozen");

        docker.succeed("pause", "frozen");
        assertThat(status("frozen")).isEqualTo("paused");
        assertThat(docker.run("ps", "--format", "{{.Status}}").output()).contains("(Paused)");
        assertThat(docker.run("exec", "frozen", "true").errors()).contains("is paused, unpause the container before exec");
        assertThat(docker.run("pause", "frozen").errors()).contains("is already paused");

        docker.succeed("unpause", "frozen");
        assertThat(status("frozen")).isEqualTo("running");
        assertThat(docker.run("unpause", "frozen").errors()).contains("is not paused");
    }

    @Test
    void aPausedContainerCanBeRemovedByForce() {
        sleeper("cold");
        docker.succeed("pause", "cold");

        docker.succeed("rm", "-f", "cold");

        assertThat(docker.run("ps", "-aq").output()).isEmpty();
    }

    @Test
    void waitGivesTheExitCode() {
        docker.succeed("run", "-d", "--name", "awaited", IMAGE, "sh", "-c", "sleep 0.3; exit 6");

        assertThat(docker.succeed("wait", "awaited").line()).isEqualTo("6");
    }

    @Test
    void renameGivesAnotherName() {
        docker.succeed("create", "--name", "first", IMAGE, "true");

        docker.succeed("rename", "first", "second");

        assertThat(docker.inspect("second", "{{.Name}}")).isEqualTo("/second");
        assertThat(docker.run("inspect", "first").code()).isEqualTo(1);
    }

    @Test
    void rmRefusesWhatRunsUnlessForced() {
        sleeper("alive");

        Result refused = docker.run("rm", "alive");
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.errors()).contains("annot remove ").contains("container");

        assertThat(docker.succeed("rm", "-f", "alive").line()).isEqualTo("alive");
    }

    @Test
    void rmTakesSeveralAndSaysWhichAreUnknown() {
        docker.succeed("create", "--name", "one", IMAGE, "true");
        docker.succeed("create", "--name", "two", IMAGE, "true");

        Result result = docker.run("rm", "one", "nosuch", "two");

        assertThat(result.output()).isEqualTo("one\ntwo\n");
        assertThat(result.errors()).contains("No such container: nosuch");
    }

    @Test
    void anIdsBeginningIsEnough() {
        docker.succeed("create", "--name", "named", IMAGE, "true");
        String id = docker.inspect("named", "{{.Id}}");

        assertThat(docker.inspect(id.substring(0, 6), "{{.Name}}")).isEqualTo("/named");
    }

    @Test
    void topListsItsProcesses() {
        sleeper("busy");

        assertThat(docker.succeed("top", "busy").output()).startsWith("UID ").contains("sleep 1000");
        assertThat(docker.succeed("top", "busy", "-o", "pid,args").output()).startsWith("PID ");
    }

    @Test
    void inspectTellsWhatWasAskedFor() {
        docker.succeed("create", "--name", "told", "-it", "-e", "A=b", "-w", "/tmp", "--label", "k=v", "--stop-signal", "SIGINT", IMAGE, "sh", "-c", "true");

        assertThat(docker.inspect("told", "{{.Config.Tty}} {{.Config.OpenStdin}} {{.Config.WorkingDir}} {{.Config.Labels.k}} {{.Config.StopSignal}}"))
                .isEqualTo("true true /tmp v SIGINT");
        assertThat(docker.inspect("told", "{{.Path}} {{json .Args}} {{json .Config.Cmd}}")).isEqualTo("sh [\"-c\",\"true\"] [\"sh\",\"-c\",\"true\"]");
        assertThat(docker.inspect("told", "{{json .Config.Env}}")).contains("\"A=b\"");
        assertThat(docker.inspect("told", "{{.State.Status}} {{.State.Pid}} {{.State.StartedAt}}")).isEqualTo("created 0 0001-01-01T00:00:00Z");
    }

    @Test
    void whatHasEndedSaysHow() {
        docker.succeed("create", "--name", "missing", IMAGE, "nosuch");
        docker.run("start", "missing");

        assertThat(docker.inspect("missing", "{{.State.Status}} {{.State.ExitCode}}")).isEqualTo("created 127");
        assertThat(docker.inspect("missing", "{{.State.Error}}")).contains("executable file not found");
    }

    /** The command asks for containers, images, networks, volumes and plugins in turn, and needs a 404 from each. */
    @Test
    void saysThatThereIsNoSuchObject() {
        assertThat(docker.run("inspect", "nobody")).isEqualTo(new Result(1, "[]\n", "Error: No such object: nobody\n"));
    }
}
