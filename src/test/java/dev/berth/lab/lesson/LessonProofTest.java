package dev.berth.lab.lesson;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.lab.check.Task;
import dev.berth.lab.source.LessonSourceException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
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

    private static Prover prover;

    @BeforeAll
    static void openProver() {
        prover = new Prover(LESSONS);
    }

    @AfterAll
    static void closeProver() {
        prover.close();
    }

    static Stream<String> folders() throws Exception {
        return CourseFile.read(LESSONS).sections().stream().flatMap(section -> section.lessons().stream()).map(CourseFile.Folder::name)
                .filter(LessonProofTest::canBeProved);
    }

    private static boolean canBeProved(final String folder) {
        try {
            final boolean can = Prover.canProve(prover.lesson(folder));
            if (!can) {
                System.out.println("not proved on a stock Docker, since it asks for files or processes of a machine, or for more images: " + folder);
            }
            return can;
        } catch (final IOException | LessonSourceException unreadable) {
            return true; // its tests say why
        }
    }

    @ParameterizedTest
    @MethodSource("folders")
    @Timeout(value = 3, unit = TimeUnit.MINUTES)
    void theSolutionPassesEveryTask(final String folder) throws Exception {
        final Lesson lesson = prover.lesson(folder);

        final LessonProof proof = prover.prove(lesson, Prover.SOLUTION);

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
    @Timeout(value = 3, unit = TimeUnit.MINUTES)
    void mistakesAreToldApart(final String folder, final String script) throws Exception {
        final LessonProof proof = prover.prove(prover.lesson(folder), script);

        assertThat(proof.said()).as("what %s expects", script).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("folders")
    @Timeout(value = 3, unit = TimeUnit.MINUTES)
    void aNeighboursCommandsPassFewTasks(final String folder) throws Exception {
        final Lesson lesson = prover.lesson(folder);

        final LessonProof student = prover.solvedByANeighbour(lesson);

        assertThat(student.passed().size()).as("tasks of %s that need nothing of one's own", folder).isLessThanOrEqualTo(lesson.tasks().size() / 4);
    }

    /**
     * On a machine that has seen twenty lessons, the containers of nineteen are nobody's tasks. An answer is given on the lesson's page, never before it. Files and
     * processes of the machine have no age: that they are of this lesson is known by the student's values in them.
     */
    @ParameterizedTest
    @MethodSource("folders")
    @Timeout(value = 3, unit = TimeUnit.MINUTES)
    void whatWasDoneBeforeTheLessonBeganPassesNoTask(final String folder) throws Exception {
        final Lesson lesson = prover.lesson(folder);
        final List<LessonProof> proofs = prover.solvedTooEarly(lesson);

        assertThat(proofs.get(0).passed()).isNotEmpty();
        final Set<String> ageless = lesson.tasks().stream().filter(Task::needsMachine).map(Task::name).collect(Collectors.toSet());
        ageless.addAll(proofs.get(1).passedByAnswersAlone());
        assertThat(proofs.get(1).passed()).isSubsetOf(ageless);
    }
}
