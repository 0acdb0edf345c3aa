package dev.berth.lab.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.lab.lesson.LessonLibrary;
import dev.berth.lab.lesson.LessonSources;
import dev.berth.lab.page.CourseView.LessonView;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CourseViewTest {

    private static final byte[] SECRET = "sixteen bytes at least".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path root;

    private LessonLibrary library;

    /** Three lessons in two sections, each with the task "greet"; the last one needs the first. */
    @BeforeEach
    void write() throws IOException {
        for (String id : new String[] {"one", "two", "three"}) {
            String text = LessonSources.TEXT.replace("id: sample", "id: " + id).replace("title: A sample", "title: Lesson " + id)
                    .replace("needs: []", id.equals("three") ? "needs: [one]" : "needs: []");
            LessonSources.add(root, id, text, LessonSources.TASKS);
        }
        Files.writeString(root.resolve("course.yaml"), "sections: [ { title: First, lessons: [one, two] }, { title: Second, lessons: [three] } ]\n");
        library = LessonLibrary.load(root);
    }

    @Test
    void aStudentWhoHasJustComeBeginsWithTheFirstLesson() {
        CourseView course = course(Map.of(), Optional.empty());

        assertThat(course.next()).map(LessonView::id).contains("one");
        assertThat(course.begun()).isFalse();
        assertThat(course.sections()).extracting(CourseView.SectionView::title).containsExactly("First", "Second");
        assertThat(course.sections().get(0).totalPoints()).isEqualTo(2);
        assertThat(course.sections().get(0).duration()).isEqualTo("10 minutes");
    }

    @Test
    void aStudentGoesOnWithTheLessonThatTheyOpenedLast() {
        CourseView course = course(Map.of(), Optional.of("two"));

        assertThat(course.next()).map(LessonView::id).contains("two");
    }

    @Test
    void aStudentGoesOnAfterALessonThatIsDone() {
        CourseView course = course(Map.of("two", Set.of("greet")), Optional.of("two"));

        assertThat(course.next()).map(LessonView::id).contains("three");
        assertThat(course.next()).map(LessonView::missing).contains("Lesson one");
        assertThat(course.begun()).isTrue();
    }

    @Test
    void aStudentGoesBackToWhatWasLeftOut() {
        CourseView course = course(Map.of("two", Set.of("greet"), "three", Set.of("greet")), Optional.of("three"));

        assertThat(course.next()).map(LessonView::id).contains("one");
    }

    @Test
    void nothingIsNextWhenEveryLessonIsDone() {
        CourseView course = course(Map.of("one", Set.of("greet"), "two", Set.of("greet"), "three", Set.of("greet")), Optional.of("one"));

        assertThat(course.next()).isEmpty();
        assertThat(course.sections().get(1).lessons().get(0).state()).isEqualTo("done");
    }

    @Test
    void aPassedTaskThatTheLessonNoLongerHasCountsForNothing() {
        CourseView course = course(Map.of("one", Set.of("an-older-task")), Optional.empty());

        assertThat(course.sections().get(0).lessons().get(0).passed()).isZero();
        assertThat(course.sections().get(0).lessons().get(0).stop()).contains("<code>");
    }

    @Test
    void onALearnersOwnComputerALessonAboutFilesIsOnlyToBeRead() throws IOException {
        Files.writeString(root.resolve("one/tasks.yaml"), LessonSources.TASKS.replace("container: { logs: \"${student.word}\" }", "file: { path: \"/tmp/${student.word}\" }"));
        library = LessonLibrary.load(root);

        CourseView course = CourseView.of(library, Map.of(), Optional.empty(), lesson -> lesson.values(SECRET, "student", "Ada"), lesson -> Optional.empty(), true);

        assertThat(course.sections().get(0).lessons()).extracting(LessonView::elsewhere).containsExactly(true, false);
        assertThat(course.next()).map(LessonView::id).contains("two");
    }

    private CourseView course(Map<String, Set<String>> passed, Optional<String> last) {
        return CourseView.of(library, passed, last, lesson -> lesson.values(SECRET, "student", "Ada"), lesson -> Optional.empty(), false);
    }
}
