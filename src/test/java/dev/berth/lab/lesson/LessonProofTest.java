package dev.berth.lab.lesson;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.lab.check.Task;
import dev.berth.lab.homework.ProofGrader;
import dev.berth.lab.homework.Report;
import dev.berth.lab.source.LessonSourceException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every lesson and homework proves itself: its solution.sh passes every task, its mistake-*.sh are told what they expect. On a stock Docker with the images and without
 * containers: {@code BERTH_PROOF_SOCKET=/path/docker.sock mvn test -Dtest=LessonProofTest -DexcludedGroups=}; on machines of an engine that runs:
 * {@code BERTH_RUN} in place of that, and in {@code BERTH_DOCKER} the docker command, if it is not on the path. {@code BERTH_LESSONS}: lessons elsewhere.
 */
@Tag("end-to-end")
class LessonProofTest {

    private static final Path LESSONS = LessonSources.written();

    private static Prover prover;
    private static ExecutorService runs;
    private static final Map<String, Future<Prover.Solved>> SOLVED = new HashMap<>();
    private static final Map<List<String>, Future<LessonProof>> MISTAKEN = new HashMap<>();
    private static Future<Void> course;

    /** Has all scripts run, some at once, since they wait more than they compute; a test waits for those that it is about. */
    @BeforeAll
    static void runAllScripts() throws Exception {
        prover = new Prover(LESSONS);
        runs = Executors.newFixedThreadPool(Prover.atOnce(), run -> {
            final Thread thread = new Thread(run, "proof");
            thread.setDaemon(true); // the script of a run that nobody waits for any more may never end
            return thread;
        });
        final List<String> folders = folders().toList();
        course = runs.submit(() -> {
            final List<Lesson> lessons = new ArrayList<>();
            for (final String folder : lessons().toList()) {
                lessons.add(prover.lesson(folder));
            }
            prover.solveInOrder(lessons);
            return null;
        });
        for (final String folder : folders) {
            SOLVED.put(folder, runs.submit(() -> prover.solve(prover.lesson(folder))));
        }
        for (final String folder : folders) {
            for (final String script : Prover.mistakes(LESSONS.resolve(folder))) {
                MISTAKEN.put(List.of(folder, script), runs.submit(() -> prover.prove(prover.lesson(folder), script)));
            }
        }
    }

    @AfterAll
    static void closeProver() {
        runs.shutdownNow();
        prover.close();
    }

    /** What a script that was run has shown. Throws what it threw, with its output. */
    private static <T> T shown(final Future<T> run) throws Exception {
        try {
            return run.get();
        } catch (final ExecutionException failure) {
            if (failure.getCause() instanceof Error error) {
                throw error;
            }
            throw (Exception) failure.getCause();
        }
    }

    /** Of lessons and homework. */
    static Stream<String> folders() throws Exception {
        return Stream.concat(lessons(), homework());
    }

    static Stream<String> lessons() throws Exception {
        return provable(CourseFile.Section::lessons);
    }

    static Stream<String> homework() throws Exception {
        return provable(CourseFile.Section::homework);
    }

    private static Stream<String> provable(final Function<CourseFile.Section, List<CourseFile.Folder>> folders) throws Exception {
        return CourseFile.read(LESSONS).sections().stream().flatMap(section -> folders.apply(section).stream()).map(CourseFile.Folder::name)
                .filter(LessonProofTest::canBeProved);
    }

    private static boolean canBeProved(final String folder) {
        try {
            final Lesson lesson = prover.lesson(folder);
            if (lesson.grading().isPresent() && !Prover.isGraded(lesson)) {
                return false; // proved by its walk
            }
            final boolean can = Prover.canProve(lesson);
            if (!can) {
                System.out.println("not proved on a stock Docker, since it asks for several machines, their files or processes, or more images: " + folder);
            }
            return can;
        } catch (final IOException | LessonSourceException unreadable) {
            return true; // its tests say why
        }
    }

    @ParameterizedTest
    @MethodSource("folders")
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    void theSolutionPassesEveryTask(final String folder) throws Exception {
        final Lesson lesson = prover.lesson(folder);

        final LessonProof proof = shown(SOLVED.get(folder)).student();

        assertThat(proof.passed()).containsExactlyInAnyOrderElementsOf(lesson.tasks().stream().map(Task::name).toList());
    }

    /** Each script of mistakes, with its folder. */
    static Stream<Arguments> mistakes() throws Exception {
        final List<Arguments> mistakes = new ArrayList<>();
        for (final String folder : folders().toList()) {
            Prover.mistakes(LESSONS.resolve(folder)).forEach(script -> mistakes.add(Arguments.of(folder, script)));
        }
        return mistakes.stream();
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    void mistakesAreToldApart(final String folder, final String script) throws Exception {
        final LessonProof proof = shown(MISTAKEN.get(List.of(folder, script)));

        assertThat(Stream.concat(proof.said().stream(), proof.reported().stream())).as("what %s expects", script).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("lessons")
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    void aNeighboursCommandsPassFewTasks(final String folder) throws Exception {
        final Lesson lesson = prover.lesson(folder);

        final LessonProof neighbour = shown(SOLVED.get(folder)).neighbour();

        assertThat(neighbour.passed().size()).as("tasks of %s that need nothing of one's own", folder).isLessThanOrEqualTo(lesson.tasks().size() / 4);
    }

    /**
     * On a machine that has seen twenty lessons, the containers of nineteen are nobody's tasks. An answer is given on the lesson's page, never before it. Files and
     * processes of the machine have no age: that they are of this lesson is known by the student's values in them.
     */
    @ParameterizedTest
    @MethodSource("lessons")
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    void whatWasDoneBeforeTheLessonBeganPassesNoTask(final String folder) throws Exception {
        final Lesson lesson = prover.lesson(folder);
        final LessonProof proof = shown(SOLVED.get(folder)).tooEarly();

        final Set<String> ageless = lesson.tasks().stream().filter(Task::needsMachine).map(Task::name).collect(Collectors.toSet());
        ageless.addAll(proof.passedByAnswersAlone());
        assertThat(proof.passed()).isSubsetOf(ageless);
    }

    /** What a page says of answers is no more than that there are some. What they are worth is the same each time. */
    @DisabledIfEnvironmentVariable(named = "BERTH_PROOF_SOCKET", matches = ".+", disabledReason = "homework is graded in machines")
    @ParameterizedTest
    @MethodSource("homework")
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    void aHomeworksSolutionGetsAllPointsEachTimeThatItIsGraded(final String folder) throws Exception {
        final List<Report> reports = shown(SOLVED.get(folder)).reports();

        assertThat(reports.get(0).points()).as(reports.get(0).tasks().toString()).isEqualTo(reports.get(0).outOf());
        assertThat(reports.get(1)).isEqualTo(reports.get(0));
    }

    @DisabledIfEnvironmentVariable(named = "BERTH_PROOF_SOCKET", matches = ".+", disabledReason = "homework is graded in machines")
    @ParameterizedTest
    @MethodSource("homework")
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    void whoHandsInANeighboursWorkGetsAtMostAQuarterOfThePoints(final String folder) throws Exception {
        final Report neighbour = shown(SOLVED.get(folder)).reports().get(2);

        assertThat(neighbour.points()).as(neighbour.tasks().toString()).isLessThanOrEqualTo(neighbour.outOf() / 4);
    }

    /** A student keeps one machine for the whole course. */
    @Test
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    void theSolutionsPassInCourseOrderOnOneMachine() throws Exception {
        shown(course);
    }

    /** A hint that no mistake is told is one that nobody knows to be said. */
    @DisabledIfEnvironmentVariable(named = "BERTH_PROOF_SOCKET", matches = ".+", disabledReason = "a stock Docker does not tell who has left by Ctrl+P, Ctrl+Q")
    @ParameterizedTest
    @MethodSource("folders")
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    void eachMissIsSaidToAMistake(final String folder) throws Exception {
        final Lesson lesson = prover.lesson(folder);
        final List<LessonProof.Said> said = new ArrayList<>(shown(SOLVED.get(folder)).student().said());
        final List<LessonProof.Said> reported = new ArrayList<>();
        for (final String script : Prover.mistakes(LESSONS.resolve(folder))) {
            said.addAll(shown(MISTAKEN.get(List.of(folder, script))).said());
            reported.addAll(shown(MISTAKEN.get(List.of(folder, script))).reported());
        }

        assertThat(LessonProof.unproved(lesson, said)).isEmpty();
        assertThat(lesson.grading().isEmpty() ? List.of() : LessonProof.unproved(lesson, ProofGrader.misses(lesson), reported)).isEmpty();
    }
}
