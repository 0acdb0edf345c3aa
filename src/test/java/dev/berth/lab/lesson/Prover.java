package dev.berth.lab.lesson;

import dev.berth.lab.check.Task;
import dev.berth.lab.homework.ProofGrader;
import dev.berth.lab.homework.Report;
import dev.berth.lab.machine.CheckScripts;
import dev.berth.lab.machine.DockerClient;
import dev.berth.lab.machine.DockerFacts;
import dev.berth.lab.machine.DockerSocket;
import dev.berth.lab.machine.EngineCleanMachines;
import dev.berth.lab.machine.EventStream;
import dev.berth.lab.machine.MachineSize;
import dev.berth.lab.source.Mistakes;
import dev.berth.lab.value.StudentValues;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpClient;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Runs the scripts of lessons, each on a fresh machine, which the environment names: {@code BERTH_PROOF_SOCKET} or {@code BERTH_RUN}. */
final class Prover implements AutoCloseable {

    static final String SOLUTION = "solution.sh";

    /** What a lesson's scripts share; not every lesson has it. */
    private static final String COMMON = "common.sh";

    private static final String STOCK_SOCKET = "BERTH_PROOF_SOCKET";
    private static final Pattern MISTAKE = Pattern.compile("mistake(?:-[a-z0-9-]+)?\\.sh");
    private static final long SCRIPTS_MEMORY = 256L << 20;
    private static final int SCRIPTS_PIDS = 200;
    private static final byte[] SECRET = "known to the proof".getBytes(StandardCharsets.UTF_8);

    private final Path lessons;
    private final Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(1));
    private final HttpClient http = DockerSocket.newHttpClient(vertx);
    private final Context loop = vertx.getOrCreateContext();
    private final Optional<CheckScripts> scripts = Optional.ofNullable(System.getenv("BERTH_RUN"))
            .map(run -> new CheckScripts(vertx, new EngineCleanMachines(http, Path.of(run), new MachineSize(SCRIPTS_MEMORY, SCRIPTS_PIDS))));
    private final Optional<ProofGrader> grader = Optional.ofNullable(System.getenv("BERTH_RUN"))
            .map(run -> new ProofGrader(new EngineCleanMachines(http, Path.of(run), new MachineSize(SCRIPTS_MEMORY, SCRIPTS_PIDS)), loop));
    private final AtomicInteger machines = new AtomicInteger();
    private final Set<MadeMachines> inUse = ConcurrentHashMap.newKeySet();

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

    /** Whether it is a homework that is graded here: one on several machines is handed in by its walk. */
    static boolean isGraded(final Lesson lesson) {
        return lesson.grading().isPresent() && lesson.machines().size() == 1;
    }

    /** Runs a script of a lesson's mistakes as one student. */
    LessonProof prove(final Lesson lesson, final String script) throws Exception {
        try (MadeMachines made = new MadeMachines()) {
            final Map<String, ProofMachine> there = made.of(lesson);
            prepare(lesson, there);
            final LessonProof proof = proof(lesson, student(lesson), there, now(there));
            if (isGraded(lesson)) {
                proof.gradedBy(grading(lesson, there));
            }
            run(lesson, script, there, List.of(proof));
            return proof;
        }
    }

    /**
     * One run of a lesson's solution, seen by three.
     *
     * @param student who ran it
     * @param neighbour who did nothing, with the same answers
     * @param tooEarly the same student in a lesson that begins only an hour later
     * @param reports of a homework: the student's, the same graded once more, and that of the neighbour, who has handed in the same
     */
    record Solved(LessonProof student, LessonProof neighbour, LessonProof tooEarly, List<Report> reports) {}

    /** Runs the solution of a lesson as one student. */
    Solved solve(final Lesson lesson) throws Exception {
        try (MadeMachines made = new MadeMachines()) {
            final Map<String, ProofMachine> there = made.of(lesson);
            prepare(lesson, there);
            return solve(lesson, there);
        }
    }

    /**
     * Runs the solutions of lessons in this order on the same machines, as a student goes through the course. Throws if a lesson's task is passed by what the lessons
     * before it have left, or is not passed by its solution.
     */
    void solveInOrder(final List<Lesson> course) throws Exception {
        try (MadeMachines made = new MadeMachines()) {
            for (final Lesson lesson : course) {
                final Map<String, ProofMachine> there = made.of(lesson);
                prepare(lesson, there);
                final Set<String> early = proof(lesson, student(lesson), there, now(there)).judge().entrySet().stream()
                        .filter(task -> task.getValue().ever()).map(Map.Entry::getKey).collect(Collectors.toSet());
                if (!early.isEmpty()) {
                    throw new AssertionError(lesson.folder() + ": passed by what the lessons before it have left: " + early);
                }
                final Set<String> missing = lesson.tasks().stream().map(Task::name).collect(Collectors.toSet());
                missing.removeAll(solve(lesson, there).student().passed());
                if (!missing.isEmpty()) {
                    throw new AssertionError(lesson.folder() + ": not passed after the lessons before it: " + missing);
                }
            }
        }
    }

    private Solved solve(final Lesson lesson, final Map<String, ProofMachine> there) throws Exception {
        final Instant start = now(there);
        final LessonProof student = proof(lesson, student(lesson), there, start);
        final LessonProof neighbour = proof(lesson, lesson.values(SECRET, "neighbour", "Ben"), there, start);
        final LessonProof tooEarly = proof(lesson, student(lesson), there, start.plus(Duration.ofHours(1)));
        student.besides(neighbour);
        student.besides(tooEarly);
        run(lesson, SOLUTION, there, List.of(student, neighbour, tooEarly));
        if (!isGraded(lesson)) {
            return new Solved(student, neighbour, tooEarly, List.of());
        }
        student.gradedBy(grading(lesson, there));
        neighbour.gradedBy(grading(lesson, there));
        return new Solved(student, neighbour, tooEarly, List.of(student.submit(), student.submit(), neighbour.submit()));
    }

    private LessonProof.Grading grading(final Lesson lesson, final Map<String, ProofMachine> there) {
        return (student, answers) -> {
            final Path files = Files.createTempFile("homework", ".tar");
            try {
                final Process tar = new ProcessBuilder(there.get(Lesson.FIRST_MACHINE).bash("cd; mkdir -p homework; tar -cf - homework", Map.of()))
                        .redirectOutput(files.toFile()).redirectError(ProcessBuilder.Redirect.INHERIT).start();
                if (tar.waitFor() != 0) {
                    throw new AssertionError(lesson.folder() + ": the machine does not give its files");
                }
                return grader.orElseThrow().grade(lesson, student, answers, files);
            } finally {
                Files.delete(files);
            }
        };
    }

    /** Does what the lab does before a lesson begins. */
    private void prepare(final Lesson lesson, final Map<String, ProofMachine> there) throws Exception {
        final ProofMachine first = there.get(Lesson.FIRST_MACHINE);
        if (!lesson.files().isEmpty()) {
            first.layFiles(lessons.resolve(lesson.folder()).resolve("files"));
        }
        if (isGraded(lesson)) {
            grader.orElseThrow().provideImages(lesson, student(lesson), docker(first));
        }
        if (lesson.setup().isPresent()) {
            final List<String> command = first.bash(lesson.setup().get().program(), student(lesson).environment());
            final Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectInput(new File("/dev/null")).start();
            CompletableFuture.delayedExecutor(SetupScript.SECONDS, TimeUnit.SECONDS).execute(process::destroyForcibly);
            final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError(lesson.folder() + "/" + SetupScript.failure(output, process.exitValue()) + "\nThe script's output:\n" + output);
            }
        }
    }

    private static StudentValues student(final Lesson lesson) {
        return lesson.values(SECRET, "student", "Ada");
    }

    private LessonProof proof(final Lesson lesson, final StudentValues values, final Map<String, ProofMachine> there, final Instant start) {
        final Map<String, DockerClient> dockers = new HashMap<>();
        final Map<String, DockerFacts> facts = new HashMap<>();
        there.forEach((name, machine) -> {
            dockers.put(name, docker(machine));
            facts.put(name, machine.facts(http, scripts));
        });
        return new LessonProof(lesson, values, dockers, facts, start, loop);
    }

    /** @param proofs of what the script does; the first one's student runs it */
    private void run(final Lesson lesson, final String script, final Map<String, ProofMachine> there, final List<LessonProof> proofs) throws Exception {
        final List<EventStream> streams = new ArrayList<>();
        try {
            for (final Map.Entry<String, ProofMachine> each : there.entrySet()) {
                streams.add(await(docker(each.getValue()).events(
                        message -> proofs.forEach(proof -> proof.happened(each.getKey(), DockerFacts.event(message))), () -> {})));
            }
            final Path folder = lessons.resolve(lesson.folder());
            final Path common = folder.resolve(COMMON);
            proofs.get(0).run(there, lesson.folder() + "/" + script, Files.exists(common) ? Files.readString(common) : "", Files.readString(folder.resolve(script)));
        } finally {
            streams.forEach(EventStream::close);
        }
    }

    private DockerClient docker(final ProofMachine machine) {
        return new DockerClient(new DockerSocket(http, machine.socket()));
    }

    private Instant now(final Map<String, ProofMachine> there) {
        return await(docker(there.get(Lesson.FIRST_MACHINE)).time());
    }

    /** How many scripts can run at once here: a stock Docker is one machine. */
    static int atOnce() {
        return System.getenv(STOCK_SOCKET) == null ? 3 : 1;
    }

    /** Whether a lesson can be proved here: on a stock Docker no homework, and none on several machines, that lays files, prepares the machine by a script, asks for files or processes of a machine, or for images that only machines have. */
    static boolean canProve(final Lesson lesson) {
        return System.getenv(STOCK_SOCKET) == null || lesson.grading().isEmpty() && lesson.machines().size() == 1 && !lesson.needsMachine() && lesson.files().isEmpty() && StockProofMachine.IMAGES.containsAll(lesson.images());
    }

    /** Machines of one student, each made when a lesson asks for it. What is closed is gone. */
    private final class MadeMachines implements AutoCloseable {

        private final String student = "lesson-proof-" + ProcessHandle.current().pid() + "-" + machines.incrementAndGet();
        private final Map<String, ProofMachine> made = new LinkedHashMap<>();

        MadeMachines() {
            inUse.add(this);
        }

        /** Those of a lesson, by their names. Whoever closes them waits for one that is being made. */
        synchronized Map<String, ProofMachine> of(final Lesson lesson) throws IOException {
            final Map<String, ProofMachine> asked = new LinkedHashMap<>();
            for (final String name : lesson.machines()) {
                if (!made.containsKey(name)) {
                    made.put(name, machine(name));
                }
                asked.put(name, made.get(name));
            }
            return asked;
        }

        private ProofMachine machine(final String name) throws IOException {
            final String socket = System.getenv(STOCK_SOCKET);
            if (socket != null) {
                return new StockProofMachine(Path.of(socket));
            }
            final String run = System.getenv("BERTH_RUN");
            if (run == null) {
                throw new IllegalStateException("one of BERTH_PROOF_SOCKET and BERTH_RUN says where to prove lessons");
            }
            return new EngineProofMachine(Path.of(run), student, name);
        }

        @Override
        public synchronized void close() throws IOException {
            if (inUse.remove(this)) {
                for (final ProofMachine machine : made.values()) {
                    machine.close();
                }
            }
        }
    }

    /** Removes the machines of proofs that have not ended: this program is told to end. */
    void abandon() {
        for (final MadeMachines each : inUse) {
            try {
                each.close();
            } catch (final IOException | IllegalStateException left) {
                System.err.println("a machine of a proof is left: " + left.getMessage());
            }
        }
    }

    @Override
    public void close() {
        scripts.ifPresent(run -> await(run.close()));
        grader.ifPresent(ProofGrader::close);
        await(http.close());
        await(vertx.close());
    }

    private static <T> T await(final Future<T> future) {
        final Promise<T> promise = Promise.promise();
        future.onComplete(promise);
        return promise.future().toCompletionStage().toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
    }
}
