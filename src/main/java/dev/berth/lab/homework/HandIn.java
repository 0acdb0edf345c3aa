package dev.berth.lab.homework;

import dev.berth.lab.account.Student;
import dev.berth.lab.account.Students;
import dev.berth.lab.check.GivenAnswer;
import dev.berth.lab.homework.Submission.Finding;
import dev.berth.lab.homework.Submission.Way;
import dev.berth.lab.homework.SubmissionRefusedException.Reason;
import dev.berth.lab.machine.DockerException;
import dev.berth.lab.machine.MachineName;
import dev.berth.lab.machine.Machines;
import dev.berth.lab.progress.Progress;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Takes submissions: checks them, stores them whole, and only then says so. */
public final class HandIn {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String PLACE = "/root/" + Intake.FOLDER;
    private static final Duration WAKING = Duration.ofSeconds(40);
    private static final Duration COPYING = Duration.ofSeconds(60);
    private static final int ID_BYTES = 12;
    /** A tar of nothing. */
    private static final byte[] NO_FILES = new byte[1024];

    /** Each holds some buffers, and a class hands in during its last minutes. */
    private static final int AT_ONCE = 2;

    private static final String LEFT = "you are not in this class any more";

    private final Homeworks homeworks;
    private final Submissions submissions;
    private final SubmissionFiles files;
    private final GradingQueue queue;
    private final Students students;
    private final Progress progress;
    private final Machines machines;
    private final LoopCalls calls;
    private final StudentImages images;
    private final StudentFilesSource source;
    private final Examination examination;
    private final StudentWork submitting = new StudentWork("hand-in", AT_ONCE);
    private final StudentWork loading = new StudentWork("student-images", AT_ONCE);

    /** Copies a path of a student's machine into a tar file. */
    @FunctionalInterface
    public interface StudentFilesSource {
        Future<Void> copy(MachineName machine, String path, Path file, long limit);
    }

    HandIn(Homeworks homeworks, Submissions submissions, SubmissionFiles files, GradingQueue queue, Students students, Progress progress, Machines machines,
            LoopCalls calls, StudentImages images, StudentFilesSource source, Examination examination) {
        this.homeworks = homeworks;
        this.submissions = submissions;
        this.files = files;
        this.queue = queue;
        this.students = students;
        this.progress = progress;
        this.machines = machines;
        this.calls = calls;
        this.images = images;
        this.source = source;
        this.examination = examination;
    }

    /**
     * Hands in the answers that the student has given on the page, and the files in {@code ~/homework} of their machines. Blocks on the database, and not on the machines.
     *
     * @return the submission, once it is stored; a {@link SubmissionRefusedException} with a sentence for the student if it is not taken
     * @throws SubmissionRefusedException likewise
     */
    public CompletionStage<Submission> fromMachine(Student student, Homework homework, long now) {
        submissions.refuseTooMany(student.id(), homework, now);
        return submitting.begin(student.id(), () -> {
            Map<String, Path> received = new LinkedHashMap<>();
            try {
                Map<String, Finding> findings = examined(student, homework);
                for (String machine : homework.machines()) {
                    Path file = files.newIncoming();
                    received.put(homework.stage().isPresent() ? machine : "", file);
                    if (!copied(new MachineName(student.id(), machine), file)) {
                        Files.write(file, NO_FILES);
                    }
                }
                return store(student, homework, Way.PAGE, now, kept -> new Content(givenAnswers(student, homework), Intake.take(received, kept), findings));
            } finally {
                for (Path file : received.values()) {
                    Files.deleteIfExists(file);
                }
            }
        }).orElseThrow(HandIn::isSubmitting);
    }

    /**
     * Hands in what a program of the student's has sent; of the student's machines, only how they are, where the homework asks for that.
     *
     * @param body a file of {@link #newBody}
     * @param now  when it began to come, in milliseconds since 1970
     * @return as {@link #fromMachine}
     * @throws SubmissionRefusedException likewise
     */
    public CompletionStage<Submission> fromBody(Student student, Homework homework, BodyType type, Path body, long now) {
        return submitting.begin(student.id(), () -> {
            if (!students.has(student.id())) {
                throw new SubmissionRefusedException(Reason.NOT_NOW, LEFT);
            }
            AnswerSheet answers = new AnswerSheet(homework.lesson());
            Map<String, Finding> findings = examined(student, homework);
            return store(student, homework, Way.API, now, kept -> {
                Map<String, Long> sizes = type.boundary().isPresent() ? Intake.takeForm(body, type.boundary().get(), answers, kept) : Intake.takeTar(body, answers, kept);
                if (sizes.isEmpty() && answers.answers().isEmpty()) {
                    throw new SubmissionRefusedException(Reason.CONTENT, "neither an answer nor a file was sent: send what is to be graded");
                }
                return new Content(answers.answers(), sizes, findings);
            });
        }).orElseThrow(HandIn::isSubmitting);
    }

    /** Before anything is read of what a program sends. @throws SubmissionRefusedException if the student may not hand in now */
    public void refuseTooMany(Student student, Homework homework, long now) {
        submissions.refuseTooMany(student.id(), homework, now);
    }

    /** A file for what a program sends. Whoever asks for it removes it; one that is left is removed at the next start. */
    public Path newBody() throws IOException {
        return files.newIncoming();
    }

    /** More than this is no submission, whatever is in it. */
    public static long mostBodyBytes() {
        return Intake.MOST_TAR_BYTES;
    }

    private static SubmissionRefusedException isSubmitting() {
        return new SubmissionRefusedException(Reason.NOT_NOW, "you are submitting already: wait until that submission is stored");
    }

    /** Ends what waits for machines. */
    void close() {
        submitting.close();
        loading.close();
    }

    /** The files of a submission: a tar. */
    public Path filesOf(Submission submission) {
        return files.of(submission.id());
    }

    /** Removes the files of all that the student has handed in; the rest goes with the student. */
    public void forget(String student) {
        submissions.idsOf(student).forEach(files::remove);
    }

    /**
     * Loads the student's own images into their machine, those that are not there.
     *
     * @return how it ends; empty while images of theirs are being loaded already
     */
    public Optional<CompletionStage<Void>> provideImages(Student student, Homework homework) {
        return loading.begin(student.id(), () -> {
            MachineName machine = new MachineName(student.id(), homework.lesson().machines().get(0));
            calls.await(WAKING, () -> ready(machine));
            images.provide(homework, homeworks.values(homework, student), machines.docker(machine));
            return null;
        });
    }

    /** Asked on the loop, on which machines are removed: one whose student leaves is not made again. */
    private Future<Void> ready(MachineName machine) {
        return students.has(machine.student()) ? machines.ready(machine) : Future.failedFuture(new SubmissionRefusedException(Reason.NOT_NOW, LEFT));
    }

    private Map<String, String> givenAnswers(Student student, Homework homework) {
        Map<String, String> answers = new HashMap<>();
        for (Map.Entry<String, GivenAnswer> given : progress.answers(student.id(), homework.id()).entrySet()) {
            answers.put(given.getKey(), given.getValue().value());
        }
        return answers;
    }

    /** How the student's machines are now; they are not asked where the homework does not want to know. */
    private Map<String, Finding> examined(Student student, Homework homework) {
        if (homework.examined().isEmpty()) {
            return Map.of();
        }
        try {
            for (String machine : homework.lesson().machines()) {
                calls.await(WAKING, () -> ready(new MachineName(student.id(), machine)));
            }
            return examination.findings(student, homework, homeworks.values(homework, student));
        } catch (LoopCalls.CallFailedException failure) {
            if (failure.getCause() instanceof SubmissionRefusedException left) {
                throw left;
            }
            throw new SubmissionRefusedException(Reason.NOT_NOW, "your machines cannot be looked at at the moment: " + failure.getMessage() + "; please try again");
        }
    }

    private boolean copied(MachineName machine, Path received) {
        try {
            calls.await(WAKING, () -> ready(machine));
            calls.await(COPYING, () -> source.copy(machine, PLACE, received, Intake.MOST_TAR_BYTES));
            return true;
        } catch (LoopCalls.CallFailedException failure) {
            if (failure.getCause() instanceof DockerException refused && refused.isNotFound()) {
                return false;
            }
            if (failure.getCause() instanceof DockerException refused && refused.isTooLarge()) {
                return true; // there is enough of it to say what is too much
            }
            if (failure.getCause() instanceof SubmissionRefusedException left) {
                throw left;
            }
            throw new SubmissionRefusedException(Reason.NOT_NOW, "your machine does not give its files at the moment: " + failure.getMessage() + "; please try again");
        }
    }

    /** What is handed in. @param files sizes by paths */
    private record Content(Map<String, String> answers, Map<String, Long> files, Map<String, Finding> findings) {
    }

    /** Writes the files that are handed in into a file of ours. */
    @FunctionalInterface
    private interface Taking {
        Content take(Path kept) throws IOException;
    }

    private Submission store(Student student, Homework homework, Way way, long now, Taking taking) throws IOException {
        String id = newId();
        try {
            Content content = taking.take(files.of(id));
            files.sync();
            Submission stored = submissions.store(new Submissions.Draft(id, student.id(), homework, way, content.answers(), content.files(), content.findings()), now);
            queue.wake();
            return stored;
        } catch (RuntimeException | IOException failure) {
            files.remove(id);
            throw failure;
        }
    }

    private static String newId() {
        byte[] bytes = new byte[ID_BYTES];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
