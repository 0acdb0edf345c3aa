package dev.berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Where a Docker takes whatever the host can bear, and a machine, which is one of many on its host, has a limit. */
@ExtendWith(EngineUnderTest.class)
class LimitsTest {
    private static final String IMAGE = SmallImage.NAME;
    private final Docker docker;

    LimitsTest(Docker docker) {
        this.docker = docker;
    }

    private static String created(String fields) {
        return "{\"Image\": \"" + IMAGE + "\", \"Cmd\": [\"true\"], " + fields + "}";
    }

    private Answer create(String fields) {
        return docker.wire().post("/containers/create", created(fields));
    }

    @Test
    void ofOutputThatIsKept() {
        docker.succeed("run", "--name", "wordy", "--log-opt", "max-size=100m", IMAGE, "sh", "-c", "head -c 25000000 /dev/zero | tr '\\0' x | fold -w 1000; echo; echo end");

        String output = docker.succeed("logs", "wordy").output();

        assertThat(output).endsWith("\nend\n");
        assertThat(output.length() > 25_000_000).isEqualTo(Difference.between("log-bound", true, false));
    }

    @Test
    void ofOutputThatIsKeptOfAllContainersTogether() {
        String[] wordy = IntStream.rangeClosed(1, 6).mapToObj(number -> "wordy" + number).toArray(String[]::new);
        for (String name : wordy) {
            docker.succeed("run", "-d", "--name", name, IMAGE, "sh", "-c", "head -c 16000000 /dev/zero | tr '\\0' x | fold -w 1000; echo; echo end");
            docker.succeed("wait", name);
        }

        long kept = Stream.of(wordy).map(name -> docker.succeed("logs", name).output()).peek(output -> assertThat(output).endsWith("\nend\n")).mapToLong(String::length).sum();

        assertThat(kept > 85_000_000).isEqualTo(Difference.between("log-bound", true, false));
    }

    @Test
    void ofHowOftenHealthIsChecked() {
        docker.succeed("run", "-d", "--name", "checked", "--health-cmd", "true", "--health-interval", "1ms", IMAGE, "sleep", "1000");
        while (probes().size() < 5) {
            Thread.onSpinWait();
        }

        JsonNode probes = probes();
        Duration least = IntStream.range(1, probes.size())
                .mapToObj(next -> Duration.between(Instant.parse(probes.get(next - 1).path("End").asText()), Instant.parse(probes.get(next).path("Start").asText())))
                .min(Duration::compareTo).orElseThrow();
        assertThat(least.toMillis() < 240).isEqualTo(Difference.between("probe-interval", true, false));
    }

    @Test
    void ofClientsOfAContainer() throws Exception {
        docker.succeed("run", "-d", "--name", "popular", IMAGE, "sleep", "1000");
        List<Conversation> readers = new ArrayList<>();
        String last = "";

        for (int reader = 0; reader < 33; reader++) {
            Conversation conversation = docker.wire().open();
            readers.add(conversation);
            conversation.send("GET " + Wire.VERSION + "/containers/popular/logs?stdout=1&follow=1 HTTP/1.1\r\nHost: docker\r\n\r\n");
            last = conversation.line();
        }

        assertThat(last).startsWith("HTTP/1.1 " + Difference.between("clients", "200", "503"));
        for (Conversation each : readers) {
            each.close();
        }
    }

    private JsonNode probes() {
        return docker.wire().get("/containers/checked/json").json().path("State").path("Health").path("Log");
    }

    @Test
    void ofTheLogsFormat() {
        docker.succeed("run", "--name", "local", "--log-driver", "local", IMAGE, "echo", "said");
        docker.succeed("run", "--name", "plain", IMAGE, "echo", "said");
        Path log = Path.of(docker.inspect("plain", "{{.LogPath}}"));

        assertThat(docker.succeed("logs", "local").line()).isEqualTo("said");
        assertThat(log.getFileName()).hasToString(docker.inspect("plain", "{{.Id}}") + "-json.log");
        assertThat(docker.succeed("run", "--rm", "-v", log.getParent() + ":/log", IMAGE, "sh", "-c", "cat /log/*-json.log 2>/dev/null || true").output().contains("said"))
                .isEqualTo(Difference.between("log-path", true, false));
    }

    @Test
    void ofMountsOfAContainer() {
        String targets = IntStream.range(0, 65).mapToObj(number -> "\"/mount/" + number + "\": \"\"").collect(Collectors.joining(", "));

        assertThat(create("\"HostConfig\": {\"Tmpfs\": {" + targets + "}}").status()).isEqualTo(Difference.between("rooms", 201, 400));
    }

    @Test
    void ofVolumes() {
        Answer last = IntStream.rangeClosed(0, 200).mapToObj(number -> docker.wire().post("/volumes/create", "{\"Name\": \"volume" + number + "\"}"))
                .reduce((before, next) -> next).orElseThrow();

        assertThat(last.status()).isEqualTo(Difference.between("rooms", 201, 503));
    }

    @Test
    void ofWordsInContainers() {
        String words = "\"Labels\": {\"long\": \"" + "x".repeat(100_000) + "\"}";

        Answer last = IntStream.range(0, 25).mapToObj(number -> create(words)).reduce((before, next) -> next).orElseThrow();

        assertThat(last.status()).isEqualTo(Difference.between("rooms", 201, 503));
    }

    @Test
    void ofWhatAnImageSaysOfItself() {
        docker.succeed("create", "--name", "maker", IMAGE);

        Answer answer = docker.wire().post("/commit?container=maker&repo=own/wordy", "{\"Labels\": {\"long\": \"" + "x".repeat(600_000) + "\"}}");

        assertThat(answer.status()).isEqualTo(Difference.between("image-document", 201, 413));
    }

    @Test
    void ofOwners() {
        docker.succeed("create", "--name", "owned", IMAGE);

        Answer answer = docker.wire().putTar("/containers/owned/archive?path=/tmp", new Tar().file("file", "text", 0644, 70_000, 0).bytes());

        assertThat(answer.status()).isEqualTo(Difference.between("owners", 200, 500));
    }

    @Test
    void ofEventsThatAreRemembered() {
        long begin = Instant.now().getEpochSecond();
        String own = docker.inspect(IMAGE, "{{.Id}}");

        IntStream.range(0, 300).forEach(number -> docker.wire().post("/images/" + own + "/tag?repo=own/tagged&tag=" + number));

        long told = docker.succeed("events", "--since", String.valueOf(begin), "--until", String.valueOf(Instant.now().getEpochSecond() + 1), "--filter", "event=tag").output().lines().count();
        IntStream.range(0, 300).forEach(number -> docker.wire().delete("/images/own/tagged:" + number));
        assertThat(told >= 300).isEqualTo(Difference.between("event-room", false, true));
    }

    /** Docker looks among the host's users. */
    @Test
    void ofUsersWhomCopiesKnow(@TempDir Path folder) {
        docker.runWith(new Tar().folder("tmp/").folder("etc/").file("etc/passwd", "onlyhere:x:1234:1234::/:/bin/sh\n").bytes(), "import", "--change", "USER onlyhere", "-", "peopled");
        docker.succeed("create", "--name", "peopled", "peopled", "x");

        assertThat(docker.run("cp", "-a", folder.toString(), "peopled:/tmp/").code()).isEqualTo(Difference.between("copy-owner", 1, 0));
    }
}
