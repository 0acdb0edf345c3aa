package dev.berth.lab.lesson;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.lab.check.Evaluation;
import dev.berth.lab.check.FakeMachine;
import dev.berth.lab.check.Task;
import dev.berth.lab.source.Mistakes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What docs/lesson-authoring.md asks of every lesson, as far as a program can tell. */
class CourseTextTest {

    private static final int MOST_WORDS = 80;
    private static final byte[] SECRET = "sixteen bytes or more".getBytes(StandardCharsets.UTF_8);

    /** What a student does something at: a line to run, a task, a question, something to open. */
    private static final String SOMETHING_TO_DO = "(?s)<(pre|section|form|details)\\b.*?</\\1>";

    /** The words in a picture, and those of a card that is not open. */
    private static final String BESIDE_THE_TEXT = "(?s)<svg\\b.*?</svg>|<span class=\"term-card\"(?:<span>.*?</span>|.)*?</span>";

    static Stream<Lesson> lessons() {
        return LessonLibrary.load(LessonSources.written()).lessons().stream().filter(lesson -> lesson.grading().isEmpty());
    }

    /** A lesson with a mistake is left out of the course, so that nothing else here would see it. */
    @Test
    void noLessonIsLeftOut() {
        assertThat(LessonLibrary.load(LessonSources.written()).broken()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("lessons")
    void hasScriptsThatProveSomething(final Lesson lesson) throws IOException {
        final Mistakes mistakes = new Mistakes();

        ProofScripts.check(LessonSources.written().resolve(lesson.folder()), mistakes);

        assertThat(mistakes.found()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("lessons")
    void neverTalksForLongBeforeThereIsSomethingToDo(final Lesson lesson) {
        for (final String part : page(lesson).replaceAll(BESIDE_THE_TEXT, "").split(SOMETHING_TO_DO)) {
            final String text = part.replaceAll("<[^>]*>", "").strip();

            assertThat(text.split("\\s+")).as(text).hasSizeLessThanOrEqualTo(MOST_WORDS);
        }
    }

    @ParameterizedTest
    @MethodSource("lessons")
    void asksForValuesOfOnesOwnInMostTasks(final Lesson lesson) {
        final long own = lesson.tasks().stream().filter(CourseTextTest::isOnesOwn).count();

        assertThat(own).isGreaterThanOrEqualTo(lesson.tasks().size() * 2L / 3);
    }

    @ParameterizedTest
    @MethodSource("lessons")
    void passesNothingOnAnEmptyMachine(final Lesson lesson) {
        assertThat(onEmptyMachines(lesson).values()).allSatisfy(evaluation ->
                assertThat(evaluation.verdict().word()).isEqualTo("not-yet"));
    }

    /** A page shows a task without a hint as untried, and one with a hint as missed. */
    @ParameterizedTest
    @MethodSource("lessons")
    void blamesNobodyForWhatTheyHaveNotTried(final Lesson lesson) {
        assertThat(onEmptyMachines(lesson)).allSatisfy((task, evaluation) ->
                assertThat(evaluation.verdict().hint()).as(task).isEmpty());
    }

    @ParameterizedTest
    @MethodSource("lessons")
    void leavesNoPlaceUnfilled(final Lesson lesson) {
        assertThat(page(lesson)).doesNotContain("${");
    }

    /** How tasks stand where nobody has done anything. */
    private static Map<String, Evaluation> onEmptyMachines(final Lesson lesson) {
        final Map<String, FakeMachine> machines = new LinkedHashMap<>();
        for (final String name : lesson.machines()) {
            final FakeMachine machine = new FakeMachine().withImage("debian").withImage("busybox");
            lesson.images().forEach(machine::withImage);
            machines.put(name, machine);
        }
        return FakeMachine.evaluate(machines, lesson.tasks(), lesson.values(SECRET, "ada", "Ada"));
    }

    private static boolean isOnesOwn(final Task task) {
        final String conditions = task.title().source() + task.done().source() + task.misses().stream()
                .map(miss -> miss.say().source())
                .collect(Collectors.joining());
        return conditions.contains("${student.");
    }

    private static String page(final Lesson lesson) {
        return lesson.render(lesson.values(SECRET, "ada", "Ada"), LessonState.fresh("ada")).html();
    }
}
