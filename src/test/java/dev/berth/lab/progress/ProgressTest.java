package dev.berth.lab.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.lab.account.SqliteFile;
import dev.berth.lab.account.StudentName;
import dev.berth.lab.account.Students;
import dev.berth.lab.check.GivenAnswer;
import dev.berth.lab.progress.Progress.Visit;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgressTest {

    @TempDir
    private Path folder;
    private Progress progress;
    private String ada;
    private String bob;

    @BeforeEach
    void open() {
        Jdbi database = SqliteFile.open(folder);
        Students students = new Students(database, 10);
        ada = students.join(StudentName.parse("Ada"), "192.0.2.1", 1).id();
        bob = students.join(StudentName.parse("Bob"), "192.0.2.1", 1).id();
        progress = new Progress(database);
    }

    @Test
    void knowsWhetherAStudentHadAnotherMachineBefore() {
        assertThat(progress.meet(ada, "vm1", "one")).isFalse();
        assertThat(progress.meet(ada, "vm1", "one")).isFalse();
        assertThat(progress.meet(ada, "vm2", "two")).isFalse();

        assertThat(progress.meet(ada, "vm1", "three")).isTrue();
        assertThat(progress.meet(ada, "vm1", "three")).isFalse();
    }

    @Test
    void keepsTheFirstTimeATaskWasPassed() {
        progress.pass(ada, "lesson", "greet", 100);
        progress.pass(ada, "lesson", "greet", 200);

        assertThat(progress.passed(ada, "lesson")).containsExactlyEntriesOf(Map.of("greet", 100L));
    }

    @Test
    void mixesUpNeitherStudentsNorLessons() {
        progress.pass(ada, "lesson", "greet", 100);

        assertThat(progress.passed(bob, "lesson")).isEmpty();
        assertThat(progress.passed(ada, "another")).isEmpty();
    }

    @Test
    void remembersTheLastAnswerToEachBlock() {
        progress.answer(ada, "lesson", "recap", new GivenAnswer("1", false), 100);
        progress.answer(ada, "lesson", "recap", new GivenAnswer("0", true), 200);

        assertThat(progress.answers(ada, "lesson")).containsExactlyEntriesOf(Map.of("recap", new GivenAnswer("0", true)));
    }

    @Test
    void remembersWhereAStudentWas() {
        progress.visit(ada, "lesson", 300);

        assertThat(progress.lastVisit(ada)).contains(new Visit(Optional.of("lesson"), 300));
        assertThat(progress.lastVisit(bob)).contains(new Visit(Optional.empty(), 1));
    }

    @Test
    void isOnDiskWhenItSaysSo() {
        progress.pass(ada, "lesson", "greet", 100);

        assertThat(new Progress(SqliteFile.open(folder)).passed(ada, "lesson")).containsKey("greet");
    }
}
