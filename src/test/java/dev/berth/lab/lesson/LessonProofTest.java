package dev.berth.lab.lesson;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.lab.check.Task;
import dev.berth.lab.machine.DockerClient;
import dev.berth.lab.machine.DockerFacts;
import dev.berth.lab.machine.DockerSocket;
import dev.berth.lab.machine.EventStream;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every lesson proves itself: its solution.sh passes every task, its mistake-*.sh are told what they expect. On a stock Docker with the images and without
 * containers: {@code BERTH_PROOF_SOCKET=/path/docker.sock mvn test -Dtest=LessonProofTest -DexcludedGroups=}; on machines of an engine that runs:
 * {@code BERTH_RUN} in place of that, and in {@code BERTH_DOCKER} the docker command, if it is not on the path. {@code BERTH_LESSONS}: lessons elsewhere.
 */
@Tag("end-to-end")
class LessonProofTest {

    private static final Path LESSONS = LessonSources.written();
    private static final Pattern MISTAKE = Pattern.compile("mistake(?:-[a-z0-9-]+)?\\.sh");
    private static final byte[] SECRET = "known to the proof".getBytes(StandardCharsets.UTF_8);

    private static Vertx vertx;
    private static HttpClient http;

    @BeforeAll
    static void openClient() {
        vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(1));
        http = DockerSocket.newHttpClient(vertx);
    }

    @AfterAll
    static void closeClient() {
        await(http.close());
        await(vertx.close());
    }

    static Stream<String> folders() throws Exception {
        return CourseFile.read(LESSONS).sections().stream().flatMap(section -> section.lessons().stream()).map(CourseFile.Folder::name);
    }

    @ParameterizedTest
    @MethodSource("folders")
    @Timeout(value = 3, unit = TimeUnit.MINUTES)
    void theSolutionPassesEveryTask(final String folder) throws Exception {
        final Lesson lesson = lesson(folder);

        final LessonProof proof = prove(lesson, folder, "solution.sh");

        assertThat(proof.passed()).containsExactlyInAnyOrderElementsOf(lesson.tasks().stream().map(Task::name).toList());
    }

    /** Each script of mistakes, with its folder. */
    static Stream<Arguments> mistakes() throws Exception {
        final List<Arguments> mistakes = new ArrayList<>();
        for (final String folder : folders().toList()) {
            try (Stream<Path> entries = Files.list(LESSONS.resolve(folder))) {
                entries.map(path -> path.getFileName().toString()).filter(MISTAKE.asMatchPredicate()).sorted()
                        .forEach(script -> mistakes.add(Arguments.of(folder, script)));
            }
        }
        return mistakes.stream();
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    @Timeout(value = 3, unit = TimeUnit.MINUTES)
    void mistakesAreToldApart(final String folder, final String script) throws Exception {
        prove(lesson(folder), folder, script);
    }

    @ParameterizedTest
    @MethodSource("folders")
    @Timeout(value = 3, unit = TimeUnit.MINUTES)
    void aNeighboursCommandsPassFewTasks(final String folder) throws Exception {
        final Lesson lesson = lesson(folder);
        try (ProofMachine machine = machine()) {
            final Context loop = vertx.getOrCreateContext();
            final DockerClient docker = new DockerClient(new DockerSocket(http, machine.socket()));
            final Instant start = await(docker.time());
            final LessonProof neighbour = new LessonProof(lesson, lesson.values(SECRET, "neighbour", "Ben"), docker, start, loop);
            final LessonProof student = new LessonProof(lesson, lesson.values(SECRET, "student", "Ada"), docker, start, loop);
            neighbour.besides(student);

            watched(docker, List.of(neighbour, student), () -> neighbour.run(machine, script(folder, "solution.sh")));

            assertThat(student.passed().size()).as("tasks of %s that need nothing of one's own", folder).isLessThanOrEqualTo(lesson.tasks().size() / 4);
        }
    }

    /** On a machine that has seen twenty lessons, the containers of nineteen are nobody's tasks. */
    @ParameterizedTest
    @MethodSource("folders")
    @Timeout(value = 3, unit = TimeUnit.MINUTES)
    void whatWasDoneBeforeTheLessonBeganPassesNoTask(final String folder) throws Exception {
        final Lesson lesson = lesson(folder);
        try (ProofMachine machine = machine()) {
            final Context loop = vertx.getOrCreateContext();
            final DockerClient docker = new DockerClient(new DockerSocket(http, machine.socket()));
            final Instant start = await(docker.time());
            final LessonProof before = new LessonProof(lesson, lesson.values(SECRET, "student", "Ada"), docker, start, loop);
            final LessonProof after = new LessonProof(lesson, lesson.values(SECRET, "student", "Ada"), docker, start.plus(Duration.ofHours(1)), loop);
            before.besides(after);

            watched(docker, List.of(before, after), () -> before.run(machine, script(folder, "solution.sh")));

            assertThat(before.passed()).isNotEmpty();
            assertThat(after.passed()).isEmpty();
        }
    }

    private static LessonProof prove(final Lesson lesson, final String folder, final String script) throws Exception {
        try (ProofMachine machine = machine()) {
            final DockerClient docker = new DockerClient(new DockerSocket(http, machine.socket()));
            final LessonProof proof = new LessonProof(lesson, lesson.values(SECRET, "student", "Ada"), docker, await(docker.time()), vertx.getOrCreateContext());
            watched(docker, List.of(proof), () -> proof.run(machine, script(folder, script)));
            return proof;
        }
    }

    /** Does something while the proofs hear of every event, as the lab does: first of those that Docker remembers. */
    private static void watched(final DockerClient docker, final List<LessonProof> proofs, final Work work) throws Exception {
        final EventStream stream = await(docker.events(message -> proofs.forEach(proof -> proof.happened(DockerFacts.event(message))), () -> {}));
        try {
            work.run();
        } finally {
            stream.close();
        }
    }

    private static ProofMachine machine() throws Exception {
        final String socket = System.getenv("BERTH_PROOF_SOCKET");
        if (socket != null) {
            return new StockProofMachine(Path.of(socket));
        }
        final String run = System.getenv("BERTH_RUN");
        assertThat(run).as("one of BERTH_PROOF_SOCKET and BERTH_RUN says where to prove lessons").isNotNull();
        return new EngineProofMachine(Path.of(run), "lesson-proof-" + ProcessHandle.current().pid());
    }

    private static Lesson lesson(final String folder) throws Exception {
        return new LessonFolder(LESSONS.resolve(folder), Glossary.read(LESSONS)).read();
    }

    private static String script(final String folder, final String name) throws Exception {
        return Files.readString(LESSONS.resolve(folder).resolve(name));
    }

    private static <T> T await(final Future<T> future) {
        final Promise<T> promise = Promise.promise();
        future.onComplete(promise);
        return promise.future().toCompletionStage().toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
    }

    @FunctionalInterface
    private interface Work {
        void run() throws Exception;
    }
}
