package dev.berth.lab.homework;

import dev.berth.lab.homework.GradePart.Answered;
import dev.berth.lab.homework.GradePart.CommandRun;
import dev.berth.lab.homework.GradePart.Observed;
import dev.berth.lab.homework.GradePart.Saying;
import dev.berth.lab.lesson.Lesson;
import dev.berth.lab.machine.CleanMachines;
import dev.berth.lab.machine.DockerClient;
import dev.berth.lab.value.StudentValues;
import dev.berth.lab.value.Template;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Grades what the scripts of a homework hand in, as the lab does, in machines of an engine that runs; without queue and database. */
public final class ProofGrader implements AutoCloseable {

    private final Path folder;
    private final SubmissionFiles files;
    private final StudentImages images;
    private final HomeworkGrader grader;
    private final LoopCalls calls;
    private final AtomicInteger submissions = new AtomicInteger();
    /** Of machines that were used; on the loop alone. */
    private final List<Future<Void>> removals = new ArrayList<>();

    public ProofGrader(CleanMachines machines, Context loop) {
        try {
            folder = Files.createTempDirectory("grading");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        files = new SubmissionFiles(folder);
        files.open(Set.of());
        calls = new LoopCalls(loop);
        images = new StudentImages(new CatalogImages(folder.resolve("images"), files, machines, calls), calls, files);
        grader = new HomeworkGrader(new Remembered(machines), calls, images, files);
    }

    /** Knows when the machines that it has made are gone: the grader does not wait for that, and a proof ends soon. */
    private final class Remembered implements CleanMachines {

        private final CleanMachines machines;

        Remembered(CleanMachines machines) {
            this.machines = machines;
        }

        @Override
        public Future<CleanMachine> make() {
            return machines.make().map(made -> new CleanMachine() {
                @Override
                public DockerClient docker() {
                    return made.docker();
                }

                @Override
                public Future<DockerClient.Exec> shell(String script, Map<String, String> environment, int outputLimit, int seconds) {
                    return made.shell(script, environment, outputLimit, seconds);
                }

                @Override
                public Future<Void> putFiles(String folder, Path tar) {
                    return made.putFiles(folder, tar);
                }

                @Override
                public Future<Void> remove() {
                    Future<Void> removal = made.remove();
                    removals.add(removal);
                    return removal;
                }
            });
        }

        @Override
        public Future<List<CleanMachine>> makeJoined(List<String> names) {
            throw new UnsupportedOperationException("only homework on one machine is proved here");
        }

        @Override
        public Future<Void> removeAll() {
            return machines.removeAll();
        }

        @Override
        public Future<Void> saveImage(String image, Path file, long limit) {
            return machines.saveImage(image, file, limit);
        }

        @Override
        public Future<JsonObject> inspectImage(String image) {
            return machines.inspectImage(image);
        }
    }

    private static Homework read(Lesson lesson) {
        return GradingFile.read(lesson, lesson.grading().orElseThrow());
    }

    /** Loads the student's own images into their machine. */
    public void provideImages(Lesson lesson, StudentValues student, DockerClient docker) {
        images.provide(read(lesson), student, docker);
    }

    /** @param received a tar of the folder with the student's files */
    public Report grade(Lesson lesson, StudentValues student, Map<String, String> answers, Path received) throws IOException {
        String id = "proof-" + submissions.incrementAndGet();
        Map<String, Long> sizes = Intake.take(Map.of("", received), files.of(id));
        try {
            Submission submission = new Submission(id, "student", lesson.id(), 1, 0, false, Submission.Way.PAGE, answers, sizes, Map.of(), Submission.State.RUNNING, 0, Optional.empty(), "");
            return grader.grade(read(lesson), submission, student, 1);
        } finally {
            files.remove(id);
        }
    }

    /** What a homework's author has to say of wrong submissions, by task. */
    public static Map<String, List<Template>> misses(Lesson lesson) {
        Map<String, List<Template>> misses = new LinkedHashMap<>();
        read(lesson).tasks().forEach(task -> misses.put(task.name(), task.parts().stream().flatMap(ProofGrader::sayings).map(Saying::say).toList()));
        return misses;
    }

    private static Stream<Saying> sayings(GradePart part) {
        if (part instanceof Answered answered) {
            return answered.misses().stream().map(Answered.Miss::saying);
        }
        if (part instanceof CommandRun command) {
            return command.misses().stream().map(CommandRun.Miss::saying);
        }
        return part instanceof Observed observed ? observed.miss().stream() : Stream.of();
    }

    @Override
    public void close() {
        calls.await(Duration.ofSeconds(60), () -> Future.join(removals));
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
