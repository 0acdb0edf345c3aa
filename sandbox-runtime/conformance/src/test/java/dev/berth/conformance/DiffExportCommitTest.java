package dev.berth.conformance;

import static dev.berth.conformance.DockerCommand.words;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.conformance.Docker.Result;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a container has changed: shown, exported, made an image. */
@ExtendWith(EngineUnderTest.class)
class DiffExportCommitTest {
    private static final String IMAGE = SmallImage.NAME;
    private final Docker docker;

    DiffExportCommitTest(Docker docker) {
        this.docker = docker;
    }

    private void changed() {
        docker.succeed("run", "--name", "changed", IMAGE, "sh", "-c", "mkdir /new; echo x > /new/file; echo y >> /etc/passwd; rm /etc/group");
    }

    @Test
    void diffTellsWhatWasAddedChangedAndDeleted() {
        changed();

        assertThat(docker.succeed("diff", "changed").output().lines()).containsExactlyInAnyOrder("A /new", "A /new/file", "C /etc", "C /etc/passwd", "D /etc/group");
    }

    @Test
    void diffOfNothingIsNull() {
        docker.succeed("create", "--name", "idle", IMAGE);

        assertThat(docker.wire().get("/containers/idle/changes").text().strip()).isEqualTo("null");
    }

    @Test
    void whatCarriesTheInit() {
        docker.succeed("run", "--name", "minded", "--init", IMAGE, "true");

        assertThat(docker.succeed("diff", "minded").output().lines().sorted().toList()).isEqualTo(Difference.between("init-file", List.of("A /sbin", "A /sbin/docker-init"), List.of()));
    }

    @Test
    void diffNumbersItsKinds() {
        docker.succeed("run", "--name", "one", IMAGE, "touch", "/one");

        assertThat(docker.wire().get("/containers/one/changes").text().strip()).isEqualTo("[{\"Path\":\"/one\",\"Kind\":1}]");
    }

    @Test
    void exportIsTheWholeRoot() {
        changed();

        Map<String, Tar.Entry> entries = Tar.read(docker.wire().get("/containers/changed/export").body());

        assertThat(entries.get("new/file").content()).isEqualTo("x\n");
        assertThat(entries.get("etc/passwd").content()).endsWith("y\n");
        assertThat(entries).containsKeys("bin/busybox", "proc/").doesNotContainKey("etc/group");
        assertThat(entries.get("bin/ls")).extracting(Tar.Entry::type, Tar.Entry::target).containsExactly('2', "busybox");
    }

    @Test
    void whatWasExportedCanBeImported() {
        changed();

        docker.runWith(docker.wire().get("/containers/changed/export").body(), "import", "--change", "ENV PATH=/bin", "-", "moved");

        assertThat(docker.succeed("run", "--rm", "moved", "cat", "/new/file").line()).isEqualTo("x");
    }

    @Test
    void commitMakesAnImageThatRuns() {
        changed();

        assertThat(docker.succeed("commit", "changed", "made:1").line()).matches("sha256:[0-9a-f]{64}");

        assertThat(docker.succeed("run", "--rm", "made:1", "sh", "-c", "cat /new/file; [ -e /etc/group ] || echo gone").line()).isEqualTo("x\ngone");
    }

    @Test
    void commitKeepsAuthorMessageAndParent() {
        changed();

        docker.succeed("commit", "-a", "Ada", "-m", "a change", "changed", "made:1");

        assertThat(docker.inspect("made:1", "{{.Author}} {{.Comment}} {{len .RootFS.Layers}}")).isEqualTo("Ada a change 2");
        assertThat(docker.inspect("made:1", "{{.Parent}}")).isEqualTo(docker.inspect(IMAGE, "{{.Id}}"));
        assertThat(docker.succeed("history", "--format", "{{.Comment}}", "made:1").output()).startsWith("a change\n");
    }

    @Test
    void commitAppliesChanges() {
        docker.succeed("create", "--name", "plain", IMAGE);

        docker.succeed("commit", "-c", "CMD [\"echo\", \"committed\"]", "-c", "ENV COLOUR=red", "-c", "LABEL k=v", "-c", "EXPOSE 80", "-c", "USER nobody", "-c", "WORKDIR /tmp", "plain", "made:1");

        assertThat(docker.inspect("made:1", "{{json .Config.Cmd}} {{json .Config.Env}} {{.Config.Labels.k}} {{json .Config.ExposedPorts}} {{.Config.User}} {{.Config.WorkingDir}}"))
                .isEqualTo("[\"echo\",\"committed\"] [\"PATH=/bin\",\"COLOUR=red\"] v {\"80/tcp\":{}} nobody /tmp");
    }

    @Test
    void whatACommitIsToldOfTheContainer() {
        docker.succeed("create", "--name", "told", "--hostname", "own", "--stop-timeout", "3", IMAGE, "true");

        assertThat(docker.wire().post("/commit?container=told&repo=made&tag=1", "{\"Hostname\": \"other\", \"StopTimeout\": 7, \"Labels\": {\"k\": \"v\"}}").status()).isEqualTo(201);

        assertThat(docker.inspect("made:1", "{{.Config.Labels.k}} {{.Config.Hostname}} {{.Config.StopTimeout}}")).isEqualTo(Difference.between("commit-body", "v other 7", "v own 3"));
    }

    @Test
    void commitRefusesAnUnknownChange() {
        docker.succeed("create", "--name", "plain", IMAGE);

        assertThat(docker.run("commit", "-c", "RUN true", "plain").errors()).contains("run is not a valid change command");
    }

    @Test
    void commitTakesAnEntrypointWithoutTheCommandThatWasForAnother() {
        docker.succeed("create", "--name", "plain", "--entrypoint", "/before", IMAGE, "argument");

        docker.succeed("commit", "-c", "ENTRYPOINT [\"/after\"]", "plain", "made:1");
        assertThat(docker.inspect("made:1", "{{json .Config.Entrypoint}} {{json .Config.Cmd}}")).isEqualTo("[\"/after\"] null");

        docker.succeed("commit", "-c", "CMD [\"given\"]", "-c", "ENTRYPOINT [\"/after\"]", "plain", "made:2");
        assertThat(docker.inspect("made:2", "{{json .Config.Entrypoint}} {{json .Config.Cmd}}")).isEqualTo("[\"/after\"] [\"given\"]");
    }

    @Test
    void commitTakesAHealthCheckAndPorts() {
        docker.succeed("create", "--name", "plain", IMAGE);

        docker.succeed("commit", "-c", "HEALTHCHECK --interval=1m30s --retries=3 CMD test -e /tmp", "-c", "EXPOSE 80-81 53/UDP", "plain", "made:1");

        assertThat(docker.inspect("made:1", "{{json .Config.Healthcheck}} {{json .Config.ExposedPorts}}"))
                .isEqualTo("{\"Test\":[\"CMD-SHELL\",\"test -e /tmp\"],\"Interval\":90000000000,\"Retries\":3} {\"53/udp\":{},\"80/tcp\":{},\"81/tcp\":{}}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            STOPSIGNAL SIGQUIT              | stopsignal is not a valid change command
            SHELL ["sh"]                    | shell is not a valid change command
            HEALTHCHECK FOO x               | Unknown type "FOO" in HEALTHCHECK (try CMD)
            HEALTHCHECK --retries=0 CMD x   | --retries must be at least 1 (not 0)
            HEALTHCHECK --interval=5 CMD x  | time: missing unit in duration "5"
            EXPOSE 99999                    | Invalid containerPort: 99999
            EXPOSE 80/foo                   | Invalid proto: foo
            USER                            | USER requires exactly one argument
            """)
    void commitRefusesChangesInTheseWords(String change, String words) {
        docker.succeed("create", "--name", "plain", IMAGE);

        assertThat(docker.run("commit", "-c", change, "plain").errors().strip()).isEqualTo("Error response from daemon: " + words);
    }

    @Test
    void onBuildBelongsToBuilds() {
        docker.succeed("create", "--name", "plain", IMAGE);

        assertThat(docker.run("commit", "-c", "ONBUILD RUN true", "plain").code()).isEqualTo(Difference.between("on-build", 0, 1));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            container=nosuch&repo=UPPER                   | 404 No such container: nosuch
            container=nosuch&changes=RUN%20true           | 404 No such container: nosuch
            container=plain&repo=UPPER&changes=RUN%20true | 400 run is not a valid change command
            container=plain&repo=UPPER                    | 500 invalid reference format: repository name must be lowercase
            container=plain&repo=sha256                   | 400 refusing to create an ambiguous tag using digest algorithm as name
            container=&repo=UPPER                         | 400 invalid name or ID supplied: ""
            """)
    void ofSeveralMistakesInACommitOneIsTold(String query, String answer) {
        docker.succeed("create", "--name", "plain", IMAGE);

        assertThat(docker.wire().post("/commit?" + query).error()).isEqualTo(answer);
    }

    @Test
    void commitTakesTheContainersConfiguration() {
        docker.succeed("create", "--name", "plain", "-e", "WORD=blue", "-w", "/srv", IMAGE, "env");

        docker.succeed("commit", "plain", "made:1");

        assertThat(docker.succeed("run", "--rm", "made:1").output()).contains("WORD=blue\n");
        assertThat(docker.inspect("made:1", "{{.Config.WorkingDir}}")).isEqualTo("/srv");
    }

    @Test
    void commitWithoutANameIsDangling() {
        docker.succeed("create", "--name", "plain", IMAGE);

        String id = docker.succeed("commit", "plain").line();

        assertThat(docker.succeed("image", "ls", "--no-trunc", "-q", "--filter", "dangling=true").line()).isEqualTo(id);
    }

    @Test
    void commitOfNobody() {
        assertThat(docker.run("commit", "nosuch")).isEqualTo(new Result(1, "", "Error response from daemon: No such container: nosuch\n"));
    }

    @Test
    void commitToANameThatIsNone() {
        docker.succeed("create", "--name", "plain", IMAGE);

        assertThat(docker.run("commit", "plain", "UPPER").errors()).contains(
                words("invalid reference format: repository name must be lowercase").since(26, "invalid reference format: repository name (library/UPPER) must be lowercase").said());
    }

    @Test
    void commitDoesNotPauseWhenSaidSo() {
        docker.succeed("run", "-d", "--name", "steady", IMAGE, "sleep", "1000");

        docker.succeed("commit", "--pause=false", "steady", "made:1");

        String until = String.valueOf(Instant.now().getEpochSecond() + 1);
        assertThat(docker.succeed("events", "--since", "0", "--until", until, "--filter", "container=steady", "--format", "{{.Action}}").output()).contains("commit").doesNotContain("pause");
    }

    @Test
    void commitOfWhatRunsPausesItMeanwhile() {
        docker.succeed("run", "-d", "--name", "busy", IMAGE, "sleep", "1000");

        docker.succeed("commit", "busy", "made:1");

        assertThat(docker.inspect("busy", "{{.State.Status}}")).isEqualTo("running");
        String until = String.valueOf(Instant.now().getEpochSecond() + 1);
        assertThat(docker.succeed("events", "--since", "0", "--until", until, "--filter", "container=busy", "--format", "{{.Action}}").output()).endsWith("pause\ncommit\nunpause\n");
    }

    private String committed(String format, String... changes) {
        List<String> command = new ArrayList<>(List.of("commit"));
        for (String change : changes) {
            command.addAll(List.of("-c", change));
        }
        command.addAll(List.of("idle", "own/changed"));
        Docker.Result result = docker.run(command.toArray(String[]::new));
        return result.code() == 0 ? docker.inspect("own/changed", "{{json ." + format + "}}") : result.errors().strip().replace("Error response from daemon: ", "");
    }

    @Test
    void changesOfTheProgram() {
        docker.succeed("create", "--name", "idle", IMAGE, "own", "words");

        assertThat(committed("Config.Cmd", "CMD []")).isEqualTo("[\"own\",\"words\"]");
        assertThat(committed("Config.Cmd", "CMD")).isEqualTo("[\"/bin/sh\",\"-c\"]");
        assertThat(committed("Config.Cmd", "ENTRYPOINT []")).isEqualTo("[\"own\",\"words\"]");
        assertThat(committed("Config.Cmd", "ENTRYPOINT [\"x\"]")).isEqualTo("null");
        assertThat(committed("Config.Cmd", "ENTRYPOINT [\"x\"]", "CMD []")).isEqualTo("[]");
        assertThat(committed("Config.Cmd", "CMD a \\", "# nothing", "b")).isEqualTo("[\"/bin/sh\",\"-c\",\"a b\"]");
        assertThat(committed("Config.Cmd", "CMD [\"x\", 5]")).isEqualTo("when using JSON array syntax, arrays must be comprised of strings only");
        assertThat(committed("Config.Cmd", "# nothing")).isEqualTo("file with no instructions");
    }

    @Test
    void changesThatRemoveAnEntrypointKeepTheContainers() {
        docker.succeed("create", "--name", "idle", "--entrypoint", "/entry", "-u", "7", IMAGE, "words");

        assertThat(committed("Config.Entrypoint", "ENTRYPOINT []")).isEqualTo("[\"/entry\"]");
        assertThat(committed("Config.Cmd", "CMD []")).isEqualTo("[]");
        assertThat(committed("Config.User", "USER \"\"")).isEqualTo("\"7\"");
    }

    @Test
    void changesWithVariables() {
        docker.succeed("create", "--name", "idle", "-e", "PATH=/bin", "-w", "/work", IMAGE);

        assertThat(committed("Config.Env", "ENV A=1", "ENV PATH=$PATH:/opt/bin B=${A}2 C=${NONE:-other} D=${A:+then} E='$A' F=\"$A \\$A\" G=\\$A H=$NONE$"))
                .isEqualTo("[\"PATH=/bin:/opt/bin\",\"A=1\",\"B=12\",\"C=other\",\"D=then\",\"E=$A\",\"F=1 $A\",\"G=$A\",\"H=$\"]");
        assertThat(committed("Config.Labels.a", "ENV A=1", "LABEL a=$A")).isEqualTo("\"1\"");
        assertThat(committed("Config.WorkingDir", "ENV A=1", "WORKDIR ../$A/x")).isEqualTo("\"/1/x\"");
        assertThat(committed("Config.ExposedPorts", "ENV PORTS=\"80 90-91/udp\"", "EXPOSE $PORTS")).isEqualTo("{\"80/tcp\":{},\"90/udp\":{},\"91/udp\":{}}");
        assertThat(committed("Config.Volumes", "ENV A=1", "VOLUME [\"/v$A\"]")).isEqualTo("{\"/v1\":{}}");
        assertThat(committed("Config.Cmd", "CMD echo $A")).isEqualTo("[\"/bin/sh\",\"-c\",\"echo $A\"]");
        assertThat(committed("Config.Env", "ENV B=${A")).isEqualTo("failed to process \"${A\": missing ':' in substitution");
        assertThat(committed("Config.Env", "ENV B=${A!x}")).isEqualTo("failed to process \"${A!x}\": missing ':' in substitution");
        assertThat(committed("Config.Env", "ENV =x")).isEqualTo("ENV names can not be blank");
        assertThat(committed("Config.Volumes", "VOLUME []")).isEqualTo("VOLUME requires at least one argument");
        assertThat(committed("Config.ExposedPorts", "EXPOSE 80:")).isEqualTo("No port specified: 80:<empty>");
    }
}
