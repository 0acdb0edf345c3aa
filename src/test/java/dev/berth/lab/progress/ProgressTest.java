package dev.berth.lab.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.lab.account.SqliteFile;
import dev.berth.lab.account.StudentName;
import dev.berth.lab.account.Students;
import dev.berth.lab.check.GivenAnswer;
import dev.berth.lab.progress.Progress.Visit;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
        progress.pass(ada, "lesson", Set.of("greet"), 100);
        progress.pass(ada, "lesson", Set.of("greet"), 200);

        assertThat(progress.passed(ada, "lesson")).containsExactlyEntriesOf(Map.of("greet", 100L));
    }

    @Test
    void mixesUpNeitherStudentsNorLessons() {
        progress.pass(ada, "lesson", Set.of("greet"), 100);

        assertThat(progress.passed(bob, "lesson")).isEmpty();
        assertThat(progress.passed(ada, "another")).isEmpty();
    }

    @Test
    void remembersTheLastAnswerToEachBlock() {
        progress.answer(ada, "lesson", "recap", new GivenAnswer("1", false, Instant.ofEpochMilli(100)));
        progress.answer(ada, "lesson", "recap", new GivenAnswer("0", true, Instant.ofEpochMilli(200)));

        assertThat(progress.answers(ada, "lesson")).containsExactlyEntriesOf(Map.of("recap", new GivenAnswer("0", true, Instant.ofEpochMilli(200))));
    }

    @Test
    void remembersWhereAStudentWas() {
        progress.visit(ada, "lesson", 300);

        assertThat(progress.lastVisit(ada)).contains(new Visit(Optional.of("lesson"), 300));
        assertThat(progress.lastVisit(bob)).contains(new Visit(Optional.empty(), 1));
    }

    @Test
    void keepsTheFirstStartOfALesson() {
        assertThat(progress.start(ada, "lesson")).isEmpty();

        assertThat(progress.begin(ada, "lesson", 100)).isEqualTo(100);
        assertThat(progress.begin(ada, "lesson", 200)).isEqualTo(100);

        assertThat(progress.start(ada, "lesson")).contains(100L);
        assertThat(progress.start(bob, "lesson")).isEmpty();
        assertThat(progress.start(ada, "another")).isEmpty();
    }

    /** Who looks at all lessons of a course first had begun all of them: what was then made in one counted in the others. */
    @Test
    void beginsALessonAnewThatWasOnlyLookedAt() {
        progress.visit(ada, "lesson", 100);
        progress.begin(ada, "lesson", 100);
        assertThat(progress.visit(ada, "lesson", 200)).isFalse();
        assertThat(progress.start(ada, "lesson")).contains(100L);

        progress.visit(ada, "another", 300);
        assertThat(progress.visit(ada, "lesson", 400)).isTrue();

        assertThat(progress.start(ada, "lesson")).isEmpty();
    }

    @Test
    void goesOnWithALessonOfWhichATaskIsPassed() {
        progress.visit(ada, "lesson", 100);
        progress.begin(ada, "lesson", 100);
        progress.pass(ada, "lesson", Set.of("greet"), 150);
        progress.visit(ada, "another", 300);

        assertThat(progress.visit(ada, "lesson", 400)).isFalse();

        assertThat(progress.start(ada, "lesson")).contains(100L);
    }

    /** Whoever was in the middle of a lesson when starts began to be kept: all that they have made goes on counting. */
    @Test
    void letsALessonBeginWithItsStudentThatWasBegunBeforeStartsWereKept() {
        Path older = folder.resolve("older.db");
        Jdbi database = SqliteFile.open(older, "2");
        database.useHandle(handle -> {
            handle.execute("insert into student (id, name, name_key, joined_at, seen_at, lesson) values ('s1', 'Cy', 'cy', 100, 900, 'visited')");
            handle.execute("insert into passed_task (student_id, lesson, task, passed_at) values ('s1', 'passed', 'greet', 500)");
            handle.execute("insert into answer (student_id, lesson, block, attempt, value, correct, answered_at) values ('s1', 'answered', 'b', 1, 'x', 1, 500)");
        });

        Progress migrated = new Progress(SqliteFile.open(older, "latest"));

        assertThat(List.of("visited", "passed", "answered")).allSatisfy(lesson -> assertThat(migrated.start("s1", lesson)).contains(100L));
        assertThat(migrated.start("s1", "never opened")).isEmpty();
    }

    @Test
    void isOnDiskWhenItSaysSo() {
        progress.pass(ada, "lesson", Set.of("greet"), 100);

        assertThat(new Progress(SqliteFile.open(folder)).passed(ada, "lesson")).containsKey("greet");
    }
}
