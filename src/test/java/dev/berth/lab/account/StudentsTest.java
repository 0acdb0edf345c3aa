package dev.berth.lab.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.berth.lab.check.GivenAnswer;
import dev.berth.lab.progress.Progress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StudentsTest {

    @TempDir
    private Path folder;
    private Jdbi database;
    private Students students;

    @BeforeEach
    void open() {
        database = SqliteFile.open(folder);
        students = new Students(database, 3);
    }

    @Test
    void findsWhoHasJoined() {
        Student ada = join("Ada");

        assertThat(students.find(ada.id())).contains(ada);
        Students afterwards = new Students(SqliteFile.open(folder), 3);
        assertThat(afterwards.all()).containsExactly(ada);
        assertThat(afterwards.find(ada.id())).contains(ada);
    }

    @Test
    void givesIdsThatMachinesCanBeNamedBy() {
        assertThat(join("Ada").id()).matches("[a-z0-9]{10}").isNotEqualTo(join("Bob").id());
    }

    @Test
    void refusesANameThatSomebodyHas() {
        join("Ada");

        assertThatExceptionOfType(JoinRefusedException.class).isThrownBy(() -> join("ADA")).withMessageContaining("Somebody called \"ADA\" is here already");
    }

    @Test
    void refusesMoreThanTheClassHolds() {
        join("Ada");
        join("Bob");
        join("Cyd");

        assertThatExceptionOfType(JoinRefusedException.class).isThrownBy(() -> join("Dan")).withMessageContaining("full (3 students)");
    }

    /** A script with the class's link had filled all places before anybody saw it. */
    @Test
    void letsInSoManyAMinuteFromOneAddressAndOthersFromElsewhere() {
        Students hall = new Students(database, 1000);
        for (int guest = 0; guest < 60; guest++) {
            hall.join(StudentName.parse("Guest " + guest), "192.0.2.1", 1_000 + guest);
        }

        assertThatExceptionOfType(JoinRefusedException.class)
                .isThrownBy(() -> hall.join(StudentName.parse("One more"), "192.0.2.1", 60_999))
                .withMessageContaining("try again in a minute");
        assertThat(hall.join(StudentName.parse("Ada"), "192.0.2.2", 60_999).name()).isEqualTo("Ada");
        assertThat(hall.join(StudentName.parse("One more"), "192.0.2.1", 61_000).name()).isEqualTo("One more");
    }

    @Test
    void doesNotFindWhoIsLeavingThoughTheirPlaceIsTaken() {
        Student ada = join("Ada");
        join("Bob");
        join("Cyd");

        assertThat(students.leave(ada.id())).contains(ada);

        assertThat(students.find(ada.id())).isEmpty();
        assertThat(students.has(ada.id())).isFalse();
        assertThat(students.leave(ada.id())).as("asked for again").contains(ada);
        assertThat(students.leave("nobody")).isEmpty();
        assertThatExceptionOfType(JoinRefusedException.class).isThrownBy(() -> join("Dan")).withMessageContaining("full");
    }

    @Test
    void takesOutOfTheClassWithAllThatIsKnown() {
        Student ada = join("Ada");
        join("Bob");
        join("Cyd");
        Progress progress = new Progress(database);
        progress.pass(ada.id(), "lesson", Set.of("greet"), 1);
        progress.begin(ada.id(), "lesson", 1);
        progress.meet(ada.id(), "vm1", "one");
        progress.answer(ada.id(), "lesson", "recap", new GivenAnswer("0", true, Instant.ofEpochMilli(1)));
        Sessions sessions = new Sessions(database);
        Token token = sessions.open(new Visitor.Learner(ada.id()), 1);

        sessions.close(ada.id());
        assertThat(sessions.visitor(token.text())).isEmpty();
        students.remove(ada.id());

        assertThat(students.find(ada.id())).isEmpty();
        assertThat(progress.passed(ada.id(), "lesson")).isEmpty();
        assertThat(join("Ada").id()).isNotEqualTo(ada.id());
    }

    private Student join(String name) {
        return students.join(StudentName.parse(name), "192.0.2.1", 1);
    }
}
