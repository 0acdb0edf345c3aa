package dev.berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.conformance.Docker.Result;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Where output is kept, how much of it, and how it is given back. */
@ExtendWith(EngineUnderTest.class)
class LogDriversTest {
    private static final String IMAGE = SmallImage.NAME;
    private final Docker docker;

    LogDriversTest(Docker docker) {
        this.docker = docker;
    }

    @Test
    void withOneFileRotationStartsAnew() {
        docker.succeed("run", "--name", "wordy", "--log-opt", "max-size=10k", IMAGE, "seq", "1", "5000");

        assertThat(docker.succeed("logs", "--tail", "1", "wordy").output()).isEqualTo("5000\n");
    }

    @Test
    void jsonFileIsTheDefault() {
        docker.succeed("create", "--name", "plain", IMAGE);

        assertThat(docker.inspect("plain", "{{.HostConfig.LogConfig.Type}} {{json .HostConfig.LogConfig.Config}}")).isEqualTo("json-file {}");
    }

    @Test
    void theLocalDriverKeepsBothStreams() {
        docker.succeed("run", "--name", "local", "--log-driver", "local", IMAGE, "sh", "-c", "echo one; echo two >&2");

        assertThat(docker.run("logs", "local")).isEqualTo(new Result(0, "one\n", "two\n"));
    }

    @Test
    void noDriverKeepsNothing() {
        assertThat(docker.run("run", "--name", "silent", "--log-driver", "none", IMAGE, "echo", "heard").output()).isEqualTo("heard\n");

        Result result = docker.run("logs", "silent");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.errors()).isEqualTo("Error response from daemon: configured logging driver does not support reading\n");
    }

    @Test
    void aDriverThatDoesNotExist() {
        assertThat(docker.run("create", "--log-driver", "nosuch", IMAGE).errors()).contains("error looking up logging plugin nosuch: plugin \"nosuch\" not found");
    }

    @Test
    void anOptionThatDoesNotExist() {
        assertThat(docker.run("create", "--log-opt", "nosuch=1", IMAGE).errors()).contains("unknown log opt 'nosuch' for json-file log driver");
    }

    @Test
    void aSizeThatIsNone() {
        docker.run("create", "--name", "sized", "--log-opt", "max-size=often", IMAGE, "true");

        assertThat(docker.run("start", "sized").errors()).contains("failed to initialize logging driver: invalid size: 'often'");
    }

    @Test
    void rotationKeepsTheNewest() {
        docker.succeed("run", "--name", "wordy", "--log-opt", "max-size=10k", "--log-opt", "max-file=2", IMAGE, "seq", "1", "5000");

        String output = docker.succeed("logs", "wordy").output();

        assertThat(output).endsWith("\n4999\n5000\n").doesNotContain("\n1000\n");
        assertThat(output.length()).isLessThan(2 * 10_000);
    }

    @Test
    void detailsShowLabelsAndEnvironmentAsAsked() {
        docker.succeed("run", "--name", "detailed", "--label", "kind=test", "-e", "COLOUR=red", "--log-opt", "labels=kind", "--log-opt", "env=COLOUR", IMAGE, "echo", "said");

        assertThat(docker.succeed("logs", "--details", "detailed").output()).isEqualTo("COLOUR=red,kind=test said\n");
    }

    @Test
    void detailsShowWhatExpressionsChooseAndTheTag() {
        docker.succeed("run", "--name", "detailed", "--label", "one=1", "--label", "two=x y", "--label", "three=3", "-e", "COLOUR=red", "--log-opt", "labels-regex=^t.o",
                "--log-opt", "env-regex=^COL", "--log-opt", "tag={{.Name}}/{{.ImageName}}/{{.DaemonName}}", IMAGE, "echo", "said");

        assertThat(docker.succeed("logs", "--details", "detailed").output()).isEqualTo("COLOUR=red,tag=detailed%2Fconformance%3Alatest%2Fdocker,two=x+y said\n");
    }

    @Test
    void aTagsFieldsAreKnown() {
        docker.run("create", "--name", "tagged", "--log-opt", "tag={{.Nope}}", IMAGE, "true");

        assertThat(docker.run("start", "tagged").errors())
                .contains("failed to initialize logging driver: template: log-tag:1:2: executing \"log-tag\" at <.Nope>: can't evaluate field Nope in type *logger.Info");
    }

    @Test
    void aTagIsNoProgram() {
        docker.run("create", "--name", "tagged", "--log-opt", "tag={{if .Name}}x{{end}}", IMAGE, "true");

        assertThat(docker.run("start", "tagged").code()).isEqualTo(Difference.between("log-patterns", 0, 1));
    }

    @Test
    void anExpressionThatIsNone() {
        docker.run("create", "--name", "chosen", "--log-opt", "labels-regex=(", IMAGE, "true");

        assertThat(docker.run("start", "chosen").errors())
                .contains("failed to initialize logging driver: error parsing regexp: " + Difference.between("log-patterns", "missing closing ): `(`", "Unclosed group: `(`"));
    }

    @Test
    void untilATime() {
        docker.succeed("run", "--name", "timed", IMAGE, "sh", "-c", "echo early; sleep 1.2; echo late");
        String started = docker.inspect("timed", "{{.State.StartedAt}}");

        assertThat(docker.succeed("logs", "--until", Instant.parse(started).plusMillis(900).toString(), "timed").output()).isEqualTo("early\n");
        assertThat(docker.succeed("logs", "--since", Instant.parse(started).plusMillis(900).toString(), "timed").output()).isEqualTo("late\n");
    }

    @Test
    void theTailAndTimesReachOverRotatedFiles() {
        docker.succeed("run", "--name", "wordy", "--log-opt", "max-size=2k", "--log-opt", "max-file=3", IMAGE, "seq", "1", "200");

        String all = docker.succeed("logs", "wordy").output();
        assertThat(docker.succeed("logs", "--tail", "30", "wordy").output().lines()).hasSize(Math.min(30, (int) all.lines().count())).last().isEqualTo("200");
        assertThat(docker.succeed("logs", "--tail", "0", "wordy").output()).isEmpty();
        assertThat(docker.succeed("logs", "--tail", "all", "wordy").output()).isEqualTo(all);
        assertThat(docker.succeed("logs", "--since", "1h", "wordy").output()).isEqualTo(all);
        assertThat(docker.succeed("logs", "--until", "1h", "wordy").output()).isEmpty();
        assertThat(docker.succeed("logs", "-t", "--tail", "1", "wordy").line()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{9}Z 200");
        assertThat(docker.wire().get("/containers/wordy/logs?stdout=1&since=never").status()).isEqualTo(Difference.between("mistakes-500", 500, 400));
    }

    /** Ours read on for as long as the container wrote. */
    @Test
    void theLogOfAContainerThatWritesWithoutEndHasOne() {
        docker.succeed("run", "-d", "--name", "flood", "--log-opt", "max-size=50k", "--log-opt", "max-file=3", IMAGE, "seq", "1", "1000000000");
        while (!docker.succeed("logs", "--tail", "1", "flood").line().matches("\\d{5,}")) {
            Thread.onSpinWait();
        }

        assertThat(numbers("logs", "flood")).hasSizeGreaterThan(600);
        assertThat(numbers("logs", "--tail", "1000", "flood")).hasSize(1000);
        assertThat(numbers("logs", "--since", "1h", "flood")).hasSizeGreaterThan(600);
        assertThat(docker.succeed("logs", "--tail", "0", "flood").output()).isEmpty();
        assertThat(docker.succeed("logs", "--until", "1h", "flood").output()).isEmpty();
    }

    /** None is missing between the first and the last. */
    private List<Long> numbers(String... command) {
        List<Long> numbers = docker.succeed(command).output().lines().map(Long::valueOf).toList();
        assertThat(numbers).isEqualTo(LongStream.rangeClosed(numbers.get(0), numbers.get(numbers.size() - 1)).boxed().toList());
        return numbers;
    }

    @Test
    void framesSayWhichStream() {
        docker.succeed("run", "--name", "both", IMAGE, "sh", "-c", "echo one; echo two >&2");

        assertThat(docker.wire().get("/containers/both/logs?stdout=1").text()).isEqualTo("\u0001\0\0\0\0\0\0\u0004one\n");
        assertThat(docker.wire().get("/containers/both/logs?stderr=1").text()).isEqualTo("\u0002\0\0\0\0\0\0\u0004two\n");
    }

    @Test
    void aTerminalsOutputHasNoFrames() {
        docker.succeed("run", "--name", "typed", "-t", IMAGE, "echo", "one");

        assertThat(docker.wire().get("/containers/typed/logs?stdout=1").text()).isEqualTo("one\r\n");
    }

    @Test
    void someStreamMustBeAskedFor() {
        docker.succeed("create", "--name", "plain", IMAGE);

        assertThat(docker.wire().get("/containers/plain/logs").error()).isEqualTo("400 Bad parameters: you must choose at least one stream");
    }

    @Test
    void outputWithoutALineEndIsKept() {
        docker.succeed("run", "--name", "open", IMAGE, "printf", "no end");

        assertThat(docker.succeed("logs", "open").output()).isEqualTo("no end");
    }

    @Test
    void aLineLongerThanAnyBufferComesWhole() {
        docker.succeed("run", "--name", "long", IMAGE, "sh", "-c", "head -c 100000 /dev/zero | tr '\\0' x; echo");

        assertThat(docker.succeed("logs", "long").output()).isEqualTo("x".repeat(100_000) + "\n");
    }

    @Test
    void outputThatNobodyReadsBlocksNothing() {
        docker.succeed("run", "--name", "flood", "--log-driver", "none", IMAGE, "sh", "-c", "head -c 50000000 /dev/zero > /dev/stdout");

        assertThat(docker.inspect("flood", "{{.State.ExitCode}}")).isEqualTo("0");
    }

    @Test
    void aReaderThatStopsReadingDoesNotBlockTheContainer() throws Exception {
        docker.succeed("create", "--name", "flood", IMAGE, "sh", "-c", "head -c 20000000 /dev/zero | tr '\\0' x | fold -w 1000");
        try (Conversation attached = docker.wire().open()) {
            attached.send("GET " + Wire.VERSION + "/containers/flood/logs?stdout=1&follow=1 HTTP/1.1\r\nHost: docker\r\n\r\n");
            attached.skipHeaders();
            docker.succeed("start", "flood");

            assertThat(docker.succeed("wait", "flood").line()).isEqualTo("0");
        }
    }
}
