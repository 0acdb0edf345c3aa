package dev.berth.lab.lesson;

import dev.berth.lab.machine.DockerClient;
import dev.berth.lab.machine.DockerFacts;
import dev.berth.lab.machine.DockerSocket;
import dev.berth.lab.machine.EventStream;
import dev.berth.lab.source.Mistakes;
import dev.berth.lab.value.StudentValues;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpClient;
import java.io.IOException;
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

/** Runs the scripts of lessons, each on a fresh machine, which the environment names: {@code BERTH_PROOF_SOCKET} or {@code BERTH_RUN}. */
final class Prover implements AutoCloseable {

    static final String SOLUTION = "solution.sh";

    private static final String STOCK_SOCKET = "BERTH_PROOF_SOCKET";
    private static final Pattern MISTAKE = Pattern.compile("mistake(?:-[a-z0-9-]+)?\\.sh");
    private static final byte[] SECRET = "known to the proof".getBytes(StandardCharsets.UTF_8);

    private final Path lessons;
    private final Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(1));
    private final HttpClient http = DockerSocket.newHttpClient(vertx);

    /** @param lessons the folder of the course */
    Prover(final Path lessons) {
        this.lessons = lessons;
    }

    Lesson lesson(final String folder) throws IOException {
        return new LessonFolder(lessons.resolve(folder), Glossary.read(lessons, new Mistakes())).read();
    }

    /** The names of the scripts of mistakes in the folder of a lesson. */
    static List<String> mistakes(final Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(path -> path.getFileName().toString()).filter(MISTAKE.asMatchPredicate()).sorted().toList();
        }
    }

    /** Runs a script of a lesson as one student. */
    LessonProof prove(final Lesson lesson, final String script) throws Exception {
        return prove(lesson, script, student(lesson), Duration.ZERO, List.of()).get(0);
    }

    /** Runs the solution as somebody else, and gives how this student stands then. */
    LessonProof solvedByANeighbour(final Lesson lesson) throws Exception {
        final StudentValues neighbour = lesson.values(SECRET, "neighbour", "Ben");
        return prove(lesson, SOLUTION, neighbour, Duration.ZERO, List.of(student(lesson))).get(1);
    }

    /** Runs the solution, and gives the proof of it, and that of the same student in a lesson that begins only an hour later. */
    List<LessonProof> solvedTooEarly(final Lesson lesson) throws Exception {
        return prove(lesson, SOLUTION, student(lesson), Duration.ofHours(1), List.of(student(lesson)));
    }

    private static StudentValues student(final Lesson lesson) {
        return lesson.values(SECRET, "student", "Ada");
    }

    /** @param later how much later than the first one's the lesson of the others begins */
    private List<LessonProof> prove(final Lesson lesson, final String script, final StudentValues first, final Duration later, final List<StudentValues> others)
            throws Exception {
        try (ProofMachine machine = machine()) {
            final Context loop = vertx.getOrCreateContext();
            final DockerClient docker = new DockerClient(new DockerSocket(http, machine.socket()));
            final Instant start = await(docker.time());
            final List<LessonProof> proofs = new ArrayList<>();
            proofs.add(new LessonProof(lesson, first, docker, machine.facts(http), start, loop));
            for (final StudentValues other : others) {
                final LessonProof beside = new LessonProof(lesson, other, docker, machine.facts(http), start.plus(later), loop);
                proofs.get(0).besides(beside);
                proofs.add(beside);
            }
            final Path file = lessons.resolve(lesson.folder()).resolve(script);
            final EventStream stream = await(docker.events(message -> proofs.forEach(proof -> proof.happened(DockerFacts.event(message))), () -> {}));
            try {
                proofs.get(0).run(machine, lesson.folder() + "/" + script, Files.readString(file));
            } finally {
                stream.close();
            }
            return proofs;
        }
    }

    /** Whether a lesson can be proved here: on a stock Docker none that asks for files or processes of a machine, or for images that only machines have. */
    static boolean canProve(final Lesson lesson) {
        return System.getenv(STOCK_SOCKET) == null || !lesson.needsMachine() && StockProofMachine.IMAGES.containsAll(lesson.images());
    }

    private static ProofMachine machine() throws IOException {
        final String socket = System.getenv(STOCK_SOCKET);
        if (socket != null) {
            return new StockProofMachine(Path.of(socket));
        }
        final String run = System.getenv("BERTH_RUN");
        if (run == null) {
            throw new IllegalStateException("one of BERTH_PROOF_SOCKET and BERTH_RUN says where to prove lessons");
        }
        return new EngineProofMachine(Path.of(run), "lesson-proof-" + ProcessHandle.current().pid());
    }

    @Override
    public void close() {
        await(http.close());
        await(vertx.close());
    }

    private static <T> T await(final Future<T> future) {
        final Promise<T> promise = Promise.promise();
        future.onComplete(promise);
        return promise.future().toCompletionStage().toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
    }
}
