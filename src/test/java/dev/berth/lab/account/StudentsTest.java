package dev.berth.lab.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
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
        assertThat(new Students(SqliteFile.open(folder), 3).all()).containsExactly(ada);
    }

    @Test
    void givesIdsThatMachinesCanBeNamedBy() {
        assertThat(join("Ada").id()).matches("[a-z0-9]{10}").isNotEqualTo(join("Bob").id());
    }

    @Test
    void refusesANameThatSomebodyHas() {
        join("Ada");

        assertThatExceptionOfType(JoinRefusedException.class).isThrownBy(() -> join("ADA")).withMessageContaining("\"ADA\" is here already");
    }

    @Test
    void refusesMoreThanTheClassHolds() {
        join("Ada");
        join("Bob");
        join("Cyd");

        assertThatExceptionOfType(JoinRefusedException.class).isThrownBy(() -> join("Dan")).withMessageContaining("full (3 students)");
    }

    private Student join(String name) {
        return students.join(StudentName.parse(name), 1);
    }
}
