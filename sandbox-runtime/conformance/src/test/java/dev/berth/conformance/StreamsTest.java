package dev.berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.conformance.Docker.Result;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Logs, attach, exec and events. */
@ExtendWith(EngineUnderTest.class)
class StreamsTest {
    private static final String IMAGE = SmallImage.NAME;
    private final Docker docker;

    StreamsTest(Docker docker) {
        this.docker = docker;
    }

    @Test
    void logsKeepOutputAndErrorsApart() {
        docker.succeed("run", "--name", "talker", IMAGE, "sh", "-c", "echo one; echo two >&2");

        assertThat(docker.run("logs", "talker")).isEqualTo(new Result(0, "one\n", "two\n"));
    }

    @Test
    void logsShowTheLastLines() {
        docker.succeed("run", "--name", "counter", IMAGE, "seq", "1", "100");

        assertThat(docker.run("logs", "--tail", "2", "counter").output()).isEqualTo("99\n100\n");
        assertThat(docker.run("logs", "--tail", "0", "counter").output()).isEmpty();
    }

    @Test
    void logsTellWhen() {
        docker.succeed("run", "--name", "clock", IMAGE, "echo", "tick");

        assertThat(docker.run("logs", "-t", "clock").output()).matches(Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d+Z tick\n"));
        assertThat(docker.run("logs", "--since", String.valueOf(Instant.now().getEpochSecond() + 60), "clock").output()).isEmpty();
    }

    @Test
    void logsFollowUntilTheEnd() {
        docker.succeed("run", "-d", "--name", "slow", IMAGE, "sh", "-c", "for i in 1 2 3; do echo $i; sleep 0.2; done");

        assertThat(docker.run("logs", "-f", "slow").output()).isEqualTo("1\n2\n3\n");
    }

    @Test
    void logsOfNothing() {
        assertThat(docker.run("logs", "nosuch").errors()).contains("No such container: nosuch");
    }

    @Test
    void attachSeesWhatComesAndTheExitCode() {
        docker.succeed("run", "-d", "--name", "later", IMAGE, "sh", "-c", "sleep 1; echo late; exit 4");

        assertThat(docker.run("attach", "--no-stdin", "later")).isEqualTo(new Result(4, "late\n", ""));
    }

    @Test
    void attachRefusesWhatDoesNotRun() {
        docker.succeed("create", "--name", "idle", IMAGE, "true");

        assertThat(docker.run("attach", "idle").errors()).contains("You cannot attach to a stopped container, start it first");
    }

    @Test
    void startAttachedPassesInput() {
        docker.succeed("create", "-i", "--name", "reader", IMAGE, "cat");

        Result result = docker.runWith("typed\n".getBytes(StandardCharsets.US_ASCII), "start", "-ai", "reader");

        assertThat(result).isEqualTo(new Result(0, "typed\n", ""));
    }

    @Test
    void execRunsBesideTheFirstProcess() {
        docker.succeed("run", "-d", "--name", "host", IMAGE, "sleep", "1000");

        assertThat(docker.run("exec", "host", "sh", "-c", "echo in; echo bad >&2; exit 8")).isEqualTo(new Result(8, "in\n", "bad\n"));
        assertThat(docker.run("exec", "host", "ps").output()).contains("1 root").contains("sleep 1000");
    }

    @Test
    void execTakesInputEnvironmentDirectoryAndUser() {
        docker.succeed("run", "-d", "--name", "host", IMAGE, "sleep", "1000");

        Result result = docker.runWith("typed".getBytes(StandardCharsets.US_ASCII),
                "exec", "-i", "-e", "WORD=red", "-w", "/tmp", "-u", "nobody", "host", "sh", "-c", "cat; echo; echo $WORD; pwd; id -u");

        assertThat(result).isEqualTo(new Result(0, "typed\nred\n/tmp\n65534\n", ""));
    }

    @Test
    void execDetached() {
        docker.succeed("run", "-d", "--name", "host", IMAGE, "sleep", "1000");

        docker.succeed("exec", "-d", "host", "sh", "-c", "echo done > /tmp/mark");

        assertThat(docker.succeed("exec", "host", "sh", "-c", "until [ -s /tmp/mark ]; do :; done; cat /tmp/mark").line()).isEqualTo("done");
    }

    @Test
    void execOfAProgramThatIsMissing() {
        docker.succeed("run", "-d", "--name", "host", IMAGE, "sleep", "1000");

        Result result = docker.run("exec", "host", "nosuch");

        assertThat(result.code()).isIn(126, 127);
        assertThat(result.output() + result.errors()).contains("exec: \"nosuch\": executable file not found in $PATH");
    }

    @Test
    void execRefusesWhatDoesNotRun() {
        docker.succeed("create", "--name", "idle", IMAGE, "true");

        Result result = docker.run("exec", "idle", "true");

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.errors()).contains("is not running");
    }

    @Test
    void eventsTellALife() {
        String before = String.valueOf(Instant.now().getEpochSecond());
        docker.run("run", "--rm", "--name", "eventful", IMAGE, "sh", "-c", "exit 2");

        Result result = docker.succeed("events", "--since", before, "--until", String.valueOf(Instant.now().getEpochSecond() + 1),
                "--filter", "container=eventful", "--filter", "event=create", "--filter", "event=start", "--filter", "event=die",
                "--filter", "event=destroy", "--format", "{{.Action}} {{.Actor.Attributes.name}} {{.Actor.Attributes.exitCode}}");

        assertThat(result.output()).isEqualTo("create eventful <no value>\nstart eventful <no value>\ndie eventful 2\ndestroy eventful <no value>\n");
    }
}
