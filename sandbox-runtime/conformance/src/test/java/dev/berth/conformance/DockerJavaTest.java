package dev.berth.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.AsyncDockerCmd;
import com.github.dockerjava.api.command.BuildImageResultCallback;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.BadRequestException;
import com.github.dockerjava.api.exception.DockerClientException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Event;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Statistics;
import com.github.dockerjava.api.model.Volume;
import com.github.dockerjava.api.model.WaitResponse;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** docker-java, with which Java programs and their tests use Docker: what {@link ClientsTest} is for others. */
@ExtendWith(EngineUnderTest.class)
class DockerJavaTest {
    private static final String IMAGE = SmallImage.NAME;
    private final Docker docker;
    private DockerClient client;

    DockerJavaTest(Docker docker) {
        this.docker = docker;
    }

    @BeforeEach
    void connect() {
        URI socket = URI.create("unix://" + docker.socket());
        client = DockerClientImpl.getInstance(
                DefaultDockerClientConfig.createDefaultConfigBuilder().withDockerHost(socket.toString()).withDockerTlsVerify(false).build(),
                new ZerodepDockerHttpClient.Builder().dockerHost(socket).build());
    }

    @AfterEach
    void disconnect() throws IOException {
        client.close();
    }

    /** All that comes, in its order. */
    private static final class Stream<T> extends ResultCallback.Adapter<T> {
        private final BlockingQueue<T> items = new LinkedBlockingQueue<>();

        @Override
        public void onNext(T item) {
            items.add(item);
        }

        T next() throws InterruptedException {
            return items.take();
        }

        List<T> all() throws InterruptedException {
            awaitCompletion();
            return List.copyOf(items);
        }
    }

    private static <C extends AsyncDockerCmd<C, T>, T> Stream<T> stream(AsyncDockerCmd<C, T> command) {
        return command.exec(new Stream<>());
    }

    private static String text(List<Frame> frames) {
        return frames.stream().map(frame -> frame.getStreamType() + " " + new String(frame.getPayload(), UTF_8)).collect(Collectors.joining());
    }

    private String start(String name, String script) {
        String id = client.createContainerCmd(IMAGE).withName(name).withCmd("sh", "-c", script).exec().getId();
        client.startContainerCmd(id).exec();
        return id;
    }

    @Test
    void knowsTheEngine() {
        client.pingCmd().exec();

        assertThat(client.versionCmd().exec().getApiVersion()).isEqualTo("1.41");
        assertThat(client.infoCmd().exec().getOsType()).isEqualTo("linux");
    }

    @Test
    void livesAnOrdinaryLife() throws Exception {
        client.createVolumeCmd().withName("java-volume").withLabels(Map.of("of", "test")).exec();
        String id = client.createContainerCmd(IMAGE).withName("java-life").withCmd("sh", "-c", "echo begun; echo wrong >&2; exec sleep 1000").withEnv("COLOUR=red")
                .withLabels(Map.of("of", "test")).withHostConfig(HostConfig.newHostConfig().withBinds(new Bind("java-volume", new Volume("/data")))).exec().getId();
        client.startContainerCmd(id).exec();

        Stream<Frame> log = stream(client.logContainerCmd(id).withStdOut(true).withStdErr(true).withFollowStream(true));
        assertThat(text(List.of(log.next(), log.next())).lines()).containsExactlyInAnyOrder("STDOUT begun", "STDERR wrong");
        InspectContainerResponse inspected = client.inspectContainerCmd(id).exec();
        assertThat(inspected.getState().getRunning()).isTrue();
        assertThat(inspected.getMounts().get(0).getName()).isEqualTo("java-volume");
        assertThat(client.listContainersCmd().withLabelFilter(Map.of("of", "test")).exec()).singleElement().extracting(each -> each.getNames()[0]).isEqualTo("/java-life");
        assertThat(client.topContainerCmd(id).exec().getProcesses()).hasNumberOfRows(1);
        client.renameContainerCmd(id).withName("java-renamed").exec();
        client.pauseContainerCmd(id).exec();
        assertThat(client.inspectContainerCmd(id).exec().getState().getPaused()).isTrue();
        client.unpauseContainerCmd(id).exec();

        client.stopContainerCmd(id).withTimeout(0).exec();
        assertThat(client.waitContainerCmd(id).start().awaitStatusCode()).isEqualTo(137);
        log.awaitCompletion();
        client.removeContainerCmd(id).withRemoveVolumes(true).exec();
        client.removeVolumeCmd("java-volume").exec();
        assertThatThrownBy(() -> client.inspectContainerCmd(id).exec()).isInstanceOf(NotFoundException.class).hasMessageContaining("No such container: " + id);
    }

    @Test
    void runsOneMoreProgram() throws Exception {
        String id = start("java-exec", "exec sleep 1000");
        String exec = client.execCreateCmd(id).withCmd("sh", "-c", "read line; echo $line $COLOUR; echo wrong >&2; exit 3").withEnv(List.of("COLOUR=red"))
                .withAttachStdin(true).withAttachStdout(true).withAttachStderr(true).exec().getId();

        List<Frame> said = stream(client.execStartCmd(exec).withStdIn(new ByteArrayInputStream("given\n".getBytes(UTF_8)))).all();

        assertThat(text(said).lines()).containsExactlyInAnyOrder("STDOUT given red", "STDERR wrong");
        assertThat(client.inspectExecCmd(exec).exec().getExitCodeLong()).isEqualTo(3);
    }

    @Test
    void talksToAProgram() throws Exception {
        String id = client.createContainerCmd(IMAGE).withCmd("sh", "-c", "read line; echo $line").withStdinOpen(true).withStdInOnce(true).exec().getId();
        Stream<Frame> attached = stream(client.attachContainerCmd(id).withStdIn(new ByteArrayInputStream("typed\n".getBytes(UTF_8))).withStdOut(true).withStdErr(true)
                .withFollowStream(true));
        attached.awaitStarted();
        Stream<WaitResponse> ended = stream(client.waitContainerCmd(id));
        client.startContainerCmd(id).exec();

        assertThat(text(attached.all())).isEqualTo("STDOUT typed\n");
        assertThat(ended.next().getStatusCode()).isZero();
    }

    @Test
    void copiesBothWays() throws Exception {
        String id = start("java-copy", "exec sleep 1000");

        client.copyArchiveToContainerCmd(id).withRemotePath("/tmp").withTarInputStream(new ByteArrayInputStream(new Tar().file("letter", "dear").bytes())).exec();

        try (var archive = client.copyArchiveFromContainerCmd(id, "/tmp/letter").exec()) {
            assertThat(Tar.read(archive.readAllBytes()).get("letter").content()).isEqualTo("dear");
        }
        assertThat(client.containerDiffCmd(id).exec()).extracting(change -> change.getPath()).contains("/tmp/letter");
    }

    @Test
    void watches() throws Exception {
        String since = String.valueOf(Instant.now().getEpochSecond());
        String id = start("java-watched", "exec sleep 1000");

        try (Stream<Statistics> numbers = stream(client.statsCmd(id))) {
            assertThat(numbers.next().getPidsStats().getCurrent()).isEqualTo(1);
            assertThat(numbers.next().getMemoryStats().getUsage()).isPositive();
        }
        client.killContainerCmd(id).exec();
        try (Stream<Event> events = stream(client.eventsCmd().withSince(since).withContainerFilter(id))) {
            assertThat(List.of(events.next(), events.next(), events.next(), events.next())).extracting(Event::getAction).containsExactly("create", "start", "kill", "die");
        }
    }

    @Test
    void makesAnImage() throws Exception {
        String id = start("java-made", "echo kept > /file");
        client.waitContainerCmd(id).start().awaitStatusCode();

        String made = client.commitCmd(id).withRepository("own/java").withTag("1").withMessage("by docker-java").exec();
        client.tagImageCmd(made, "own/java", "2").exec();

        assertThat(client.inspectImageCmd("own/java:1").exec().getRepoTags()).containsExactlyInAnyOrder("own/java:1", "own/java:2");
        assertThat(client.listImagesCmd().withFilter("reference", List.of("own/java")).exec()).singleElement().extracting(image -> image.getId()).isEqualTo(made);
        byte[] archive;
        try (var saved = client.saveImageCmd("own/java").withTag("1").exec()) {
            archive = saved.readAllBytes();
        }
        client.removeContainerCmd(id).exec();
        client.removeImageCmd("own/java:2").exec();
        client.removeImageCmd("own/java:1").exec();
        assertThatThrownBy(() -> client.inspectImageCmd("own/java:1").exec()).isInstanceOf(NotFoundException.class);
        client.loadImageCmd(new ByteArrayInputStream(archive)).exec();
        assertThat(client.inspectImageCmd("own/java:1").exec().getId()).isEqualTo(made);
    }

    private String build(String dockerfile, String colour) throws IOException {
        byte[] context = new Tar().file("Dockerfile", dockerfile).file("page", "written\n").bytes();
        return client.buildImageCmd(new ByteArrayInputStream(context)).withTags(Set.of("java/site:1")).withBuildArg("COLOUR", colour).withLabels(Map.of("of", "test")).withForcerm(true)
                .exec(new BuildImageResultCallback()).awaitImageId();
    }

    @Test
    void buildsAnImage() throws Exception {
        String dockerfile = "FROM " + IMAGE + "\nARG COLOUR\nCOPY page /srv/\nRUN echo $COLOUR >>/srv/page\nCMD [\"cat\", \"/srv/page\"]\n";

        String built = build(dockerfile, "red");

        assertThat(client.inspectImageCmd("java/site:1").exec().getId()).startsWith("sha256:" + built.replace("sha256:", ""));
        assertThat(client.inspectImageCmd("java/site:1").exec().getConfig().getLabels()).isEqualTo(Map.of("of", "test"));
        String id = client.createContainerCmd("java/site:1").exec().getId();
        client.startContainerCmd(id).exec();
        client.waitContainerCmd(id).start().awaitStatusCode();
        assertThat(text(stream(client.logContainerCmd(id).withStdOut(true)).all()).replace("STDOUT ", "")).isEqualTo("written\nred\n");
        assertThat(build(dockerfile, "red")).isEqualTo(built);
        assertThat(build(dockerfile, "blue")).isNotEqualTo(built);
    }

    @Test
    void hearsWhyABuildFails() {
        assertThatThrownBy(() -> build("FROM " + IMAGE + "\nRUN exit 3\n", "red")).isInstanceOf(DockerClientException.class)
                .hasMessageContaining("The command '/bin/sh -c exit 3' returned a non-zero code: 3");
        assertThatThrownBy(() -> build("FROM " + IMAGE + "\nNOSUCH\n", "red")).isInstanceOf(BadRequestException.class)
                .hasMessageContaining("dockerfile parse error line 2: unknown instruction: NOSUCH");
    }

    @Test
    void hearsOfWhatHappens() throws Exception {
        try (Stream<Event> events = stream(client.eventsCmd().withEventFilter("destroy"))) {
            events.awaitStarted();

            HostConfig removed = HostConfig.newHostConfig().withAutoRemove(true);
            client.startContainerCmd(client.createContainerCmd(IMAGE).withName("java-brief").withCmd("true").withHostConfig(removed).exec().getId()).exec();

            assertThat(events.next().getActor().getAttributes()).containsEntry("name", "java-brief");
        }
    }
}
