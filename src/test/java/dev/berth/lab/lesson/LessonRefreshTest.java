package dev.berth.lab.lesson;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LessonRefreshTest {

    @TempDir
    private Path root;

    private final List<String> reports = new ArrayList<>();
    private int changes;
    private LessonLibrary library;
    private LessonRefresh refresh;

    @BeforeEach
    void readLessons() throws IOException {
        LessonSources.write(root, LessonSources.TEXT, LessonSources.TASKS);
        library = LessonLibrary.load(root);
        refresh = new LessonRefresh(root, library, () -> changes++, reports::add);
        refresh.look();
        changes = 0;
    }

    @Test
    void showsWhatAnAuthorWrites() throws IOException {
        LessonSources.write(root, LessonSources.TEXT.replace("A sample", "Another title"), LessonSources.TASKS);

        refresh.look();

        assertThat(library.lesson("sample").orElseThrow().title()).isEqualTo("Another title");
        assertThat(changes).isEqualTo(1);
        assertThat(reports).containsExactly("the lessons have been read again");
    }

    @Test
    void leavesLessonsAloneThatNobodyChanges() {
        final Lesson before = library.lesson("sample").orElseThrow();

        refresh.look();

        assertThat(library.lesson("sample").orElseThrow()).isSameAs(before);
        assertThat(changes).isZero();
    }

    @Test
    void keepsTheFormerLessonAndSaysOnceWhatIsWrong() throws IOException {
        LessonSources.write(root, LessonSources.TEXT, LessonSources.TASKS.replace("points", "poins"));

        refresh.look();
        refresh.look();
        refresh.look();

        assertThat(library.lesson("sample")).isPresent();
        assertThat(library.mistakes(library.lesson("sample").orElseThrow())).hasSize(1);
        assertThat(changes).as("an open page shows them").isEqualTo(1);
        assertThat(reports).containsExactly("""
                sample/tasks.yaml:3:5: unknown key "poins"; known here are beyondRepair, done, ever, misses, needs, now, open, points; did you mean "points"?
                  3 |     poins: 1
                    |     ^""",
                "what has mistakes stays as it was until they are mended");
    }

    @Test
    void readsTheOtherLessonsBesideOneWithAMistake() throws IOException {
        LessonSources.write(root, LessonSources.TEXT, LessonSources.TASKS.replace("points", "poins"));
        LessonSources.add(root, "other", LessonSources.TEXT.replace("id: sample", "id: other"), LessonSources.TASKS);
        Files.writeString(root.resolve(CourseFile.NAME), "sections: [ { title: First, lessons: [sample, other] } ]\n");

        refresh.look();
        refresh.look();

        assertThat(library.lessons()).extracting(Lesson::id).containsExactly("sample", "other");
        assertThat(library.broken()).extracting(BrokenSource::name).containsExactly("sample");
    }

    @Test
    void saysThatAMistakeIsMended() throws IOException {
        LessonSources.write(root, LessonSources.TEXT, LessonSources.TASKS.replace("points", "poins"));
        refresh.look();
        refresh.look();
        LessonSources.write(root, LessonSources.TEXT, LessonSources.TASKS);

        refresh.look();

        assertThat(library.broken()).isEmpty();
        assertThat(reports).last().isEqualTo("the lessons have been read again");
    }

    @Test
    void saysNothingOfAFileThatIsHalfWritten() throws IOException {
        LessonSources.write(root, LessonSources.TEXT, "tasks:\n  said");
        refresh.look();
        LessonSources.write(root, LessonSources.TEXT.replace("A sample", "Another title"), LessonSources.TASKS);

        refresh.look();

        assertThat(library.lesson("sample").orElseThrow().title()).isEqualTo("Another title");
        assertThat(reports).containsExactly("the lessons have been read again");
    }

    /** Emacs marks a file that is not saved yet by a link that leads nowhere: nothing else that was saved was seen. */
    @Test
    void seesWhatIsSavedBesideALinkThatLeadsNowhere() throws IOException {
        Files.createSymbolicLink(root.resolve("sample").resolve(".#lesson.md"), Path.of("author@host.1234"));
        LessonSources.write(root, LessonSources.TEXT.replace("A sample", "Another title"), LessonSources.TASKS);

        refresh.look();

        assertThat(library.lesson("sample").orElseThrow().title()).isEqualTo("Another title");
    }

    @Test
    void saysOfAFileThatCannotBeReadThatItCannot() throws IOException {
        Files.write(root.resolve(CourseFile.NAME), new byte[] {(byte) 0xff});

        refresh.look();
        refresh.look();
        refresh.look();

        assertThat(reports).first().isEqualTo("course.yaml:1: this file is not UTF-8; save it so");
        assertThat(library.lessons()).hasSize(1);
    }

    @Test
    void waitsForAFolderThatIsBeingWritten() throws IOException {
        final Path aside = root.resolveSibling(root.getFileName() + "-aside");
        Files.move(root, aside);

        refresh.look();
        Files.move(aside, root);
        LessonSources.write(root, LessonSources.TEXT.replace("A sample", "Another title"), LessonSources.TASKS);
        refresh.look();

        assertThat(library.lesson("sample").orElseThrow().title()).isEqualTo("Another title");
    }
}
