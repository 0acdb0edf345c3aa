package dev.berth.lab.homework;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.lab.account.SqliteFile;
import dev.berth.lab.account.Student;
import dev.berth.lab.account.StudentName;
import dev.berth.lab.account.Students;
import dev.berth.lab.lesson.LessonLibrary;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubmissionsTest {

    private static final Report REPORT = new Report(20, 26, List.of());

    @TempDir
    private Path folder;

    private final Homework homework = new Homeworks(LessonLibrary.load(SubmissionsTest.class.getClassLoader()), new byte[32]).find("homework-1").orElseThrow();
    private Submissions submissions;
    private Student ada;

    @BeforeEach
    void open() {
        Jdbi database = SqliteFile.open(folder);
        submissions = new Submissions(database);
        ada = new Students(database, 10).join(StudentName.parse("Ada"), "here", 0);
    }

    @Test
    void aFailureWithoutAReportIsOne() {
        store("first");

        submissions.failed("first", "the grading failed", 1);

        assertThat(find("first").state()).isEqualTo(Submission.State.FAILED);
    }

    @Test
    void aRegradingThatFailsKeepsTheReport() {
        store("first");
        submissions.graded("first", REPORT, false, 20, 1);
        submissions.regrade(homework.id(), 2);
        submissions.begin(3);

        submissions.failed("first", "the grading failed", 4);

        assertThat(find("first").state()).isEqualTo(Submission.State.GRADED);
        assertThat(find("first").report()).contains(REPORT);
        assertThat(find("first").points()).isEqualTo(20);
        assertThat(find("first").message()).isEqualTo("the grading failed");
    }

    @Test
    void aRegradingDecidesAnewWhatIsLate() {
        store("first");
        submissions.graded("first", REPORT, true, 10, 1);

        submissions.graded("first", REPORT, false, 20, 2);

        assertThat(find("first").late()).isFalse();
        assertThat(Submission.best(submissions.of(ada.id(), homework.id()))).map(Submission::points).contains(20);
    }

    @Test
    void aSubmissionThatIsBeingGradedIsNotBeforeItself() {
        store("first");
        submissions.begin(1);

        assertThat(submissions.before(find("first"))).isZero();
    }

    private void store(String id) {
        submissions.store(new Submissions.Draft(id, ada.id(), homework, Submission.Way.PAGE, Map.of(), Map.of(), Map.of()), 0);
    }

    private Submission find(String id) {
        return submissions.find(id).orElseThrow();
    }
}
