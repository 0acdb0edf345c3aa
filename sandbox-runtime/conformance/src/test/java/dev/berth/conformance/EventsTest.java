package dev.berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What {@code docker events} tells of what is past. */
@ExtendWith(EngineUnderTest.class)
class EventsTest {
    private static final String IMAGE = SmallImage.NAME;
    private final Docker docker;
    private final String begin = now();

    @TempDir
    private Path folder;

    EventsTest(Docker docker) {
        this.docker = docker;
    }

    /** With nanoseconds: what other tests did before does not belong here. */
    private static String now() {
        Instant now = Instant.now();
        return now.getEpochSecond() + "." + String.format("%09d", now.getNano());
    }

    private List<String> events(String format, String... filters) {
        List<String> command = new ArrayList<>(List.of("events", "--since", begin, "--until", now(), "--format", format));
        for (String filter : filters) {
            command.addAll(List.of("--filter", filter));
        }
        return docker.succeed(command.toArray(String[]::new)).output().lines().toList();
    }

    @Test
    void aLifeIsToldInItsOrder() {
        docker.succeed("run", "-d", "--name", "told", "-v", "kept:/v", IMAGE, "sleep", "1000");
        docker.run("exec", "told", "sh", "-c", "exit 7");
        docker.succeed("stop", "-t", "0", "told");
        docker.succeed("rm", "told");
        docker.succeed("volume", "rm", "kept");

        List<String> told = events("{{.Type}} {{.Action}}");

        assertThat(told.stream().filter(each -> !each.equals("volume create") && !each.equals("container kill"))).containsExactly(
                "container create",
                "network connect",
                "volume mount",
                "container start",
                "container exec_create: sh -c exit 7",
                "container exec_start: sh -c exit 7",
                "container exec_die",
                "container die",
                "network disconnect",
                "volume unmount",
                "container stop",
                "container destroy",
                "volume destroy");
        assertThat(events("{{.Actor.Attributes.exitCode}}", "event=exec_die")).containsExactly("7");
        assertThat(events("{{.Actor.Attributes.name}} {{.Actor.Attributes.type}}", "type=network", "event=connect")).containsExactly("bridge bridge");
    }

    @Test
    void theCreationOfWhatRemovesItselfSaysSo() {
        docker.succeed("run", "--rm", "--name", "brief", IMAGE, "true");
        docker.succeed("create", "--name", "lasting", "--label", "autoRemove=true", "--label", "other=label", IMAGE);

        assertThat(events("{{.Actor.Attributes.autoRemove}}", "event=create", "container=brief")).containsExactly(Difference.between("auto-remove-event", "<no value>", "true"));
        assertThat(events("{{.Actor.Attributes.autoRemove}} {{.Actor.Attributes.other}}", "event=create", "container=lasting"))
                .containsExactly(Difference.between("auto-remove-event", "true label", "<no value> label"));
    }

    @Test
    void filtersOfOneNameAreAlternativesAndNamesAddUp() {
        docker.succeed("run", "--name", "one", IMAGE, "true");
        docker.succeed("run", "--name", "two", IMAGE, "true");

        assertThat(events("{{.Action}}", "container=two", "event=start", "event=die")).containsExactly("start", "die");
    }

    @Test
    void filtersByTypeLabelAndTime() {
        docker.succeed("run", "--name", "one", "--label", "colour=red", "-v", "kept:/v", IMAGE, "true");
        docker.succeed("run", "--name", "plain", IMAGE, "true");

        assertThat(events("{{.Action}} {{.Actor.Attributes.name}}", "type=container", "event=create", "label=colour=red")).containsExactly("create one");
        assertThat(events("{{.Action}} {{.Actor.Attributes.name}}", "event=die", "label=colour")).containsExactly("die one");
        assertThat(events("{{.Action}}", "type=volume", "volume=kept")).containsExactly("create", "mount", "unmount");
        assertThat(events("{{.Action}}", "network=bridge")).containsExactly("connect", "disconnect", "connect", "disconnect");
        assertThat(events("{{.Action}}", "scope=swarm")).isEmpty();
        assertThat(events("{{json .}}", "container=plain", "event=start")).singleElement().asString()
                .contains("\"status\":\"start\"").contains("\"Type\":\"container\"").contains("\"scope\":\"local\"").contains("\"timeNano\":");
        // By its id: another test may have had the name within the hour.
        String plain = "container=" + docker.inspect("plain", "{{.Id}}");
        assertThat(docker.succeed("events", "--since", "1h", "--until", String.valueOf(Instant.now().getEpochSecond() + 1), "--filter", plain, "--filter", "event=start", "--format", "{{.Action}}").line()).isEqualTo("start");
        assertThat(docker.succeed("events", "--since", "2h", "--until", "1h", "--filter", plain).line()).isEmpty();
        assertThat(docker.succeed("events", "--until", String.valueOf(Instant.now().getEpochSecond() + 1), "--filter", plain, "--filter", "event=start", "--format", "{{.Action}}").line())
                .as("all that was, when no beginning is named").isEqualTo("start");
        assertThat(docker.succeed("events", "--until", "1h", "--filter", plain).line()).isEmpty();
    }

    @Test
    void anImagesLifeIsToldByItsNamesAndItsId() {
        docker.succeed("create", "--name", "maker", IMAGE);
        String made = docker.succeed("commit", "-c", "LABEL of=test", "maker", "own/told:1").line();
        docker.succeed("tag", "own/told:1", "own/told:2");
        docker.succeed("rmi", "own/told:2");
        docker.succeed("rmi", "own/told:1");

        String format = "{{.Action}} {{.Actor.Attributes.name}} {{.Actor.Attributes.of}}";
        assertThat(events(format, "image=" + made)).containsExactly(
                "tag own/told:1 test", "tag own/told:2 test", "untag " + made + " test", "untag " + made + " test", "delete " + made + " <no value>");
        assertThat(events(format, "image=own/told")).containsExactly("tag own/told:1 test", "tag own/told:2 test");
        assertThat(events(format, "image=own/told:2")).containsExactly("tag own/told:2 test");
        assertThat(events("{{.Action}}", "image=sha256", "event=delete")).containsExactly("delete");
        assertThat(events("{{.Type}} {{.Action}}", "image=" + IMAGE)).containsExactly("container create", "container commit");
        assertThat(events(format, "image=own/to")).isEmpty();
    }

    @Test
    void whatIsSavedLoadedAndImportedIsToldByItsId() {
        String imported = docker.runWith(new Tar().file("one", "1").bytes(), "import", "-c", "LABEL of=test", "-", "own/told:1").line();
        docker.succeed("save", "-o", folder.resolve("told.tar").toString(), "own/told:1");
        docker.succeed("load", "-i", folder.resolve("told.tar").toString());

        assertThat(events("{{.Action}} {{.Actor.Attributes.name}} {{.Actor.Attributes.of}}", "image=" + imported, "event=import", "event=save", "event=load"))
                .containsExactly("import " + imported + " test", "save " + imported + " test", "load " + imported + " test");
    }

    @Test
    void aKillForMemoryIsToldBeforeTheEnd() {
        docker.run("run", "--name", "greedy", "--memory", "16m", IMAGE, "sh", "-c", "x=a; while true; do x=$x$x; done");

        assertThat(events("{{.Action}}", "container=greedy", "event=oom", "event=die")).containsExactly("oom", "die");
        assertThat(docker.inspect("greedy", "{{.State.OOMKilled}} {{.State.ExitCode}}")).isEqualTo("true 137");
    }

    @Test
    void filtersThatNobodyKnowsAreIgnored() {
        docker.succeed("volume", "create", "told");

        assertThat(events("{{.Action}} {{.Actor.ID}}", "nosuch=1")).containsExactly("create told");
        assertThat(events("{{.Action}}", "node=1")).isEmpty();
        assertThat(events("{{.Action}}", "plugin=x", "nosuch=1")).isEmpty();
    }
}
