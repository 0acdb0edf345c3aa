package dev.berth.lab.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionsTest {

    @TempDir
    private Path folder;
    private Jdbi database;
    private Students students;
    private Visitor.Learner ada;

    @BeforeEach
    void open() {
        database = SqliteFile.open(folder);
        students = new Students(database, 10);
        ada = new Visitor.Learner(students.join(StudentName.parse("Ada"), "192.0.2.1", 1).id());
    }

    @Test
    void knowsWhoHasTheToken() {
        Sessions sessions = new Sessions(database);

        Token token = sessions.open(ada, 1);

        assertThat(sessions.visitor(token.text())).contains(ada);
        assertThat(sessions.visitor("guessed")).isEmpty();
    }

    @Test
    void outlivesTheLab() {
        Token student = new Sessions(database).open(ada, 1);
        Token instructor = new Sessions(database).open(new Visitor.Instructor(), 1);

        Sessions afterwards = new Sessions(SqliteFile.open(folder));

        assertThat(afterwards.visitor(student.text())).contains(ada);
        assertThat(afterwards.visitor(instructor.text())).contains(new Visitor.Instructor());
    }

    @Test
    void keepsNoTokenThatCouldBeStolenFromTheDatabase() {
        Token token = new Sessions(database).open(ada, 1);

        List<String> stored = database.withHandle(handle -> handle.createQuery("select token_hash from session").mapTo(String.class).list());

        assertThat(stored).hasSize(1).doesNotContain(token.text());
    }

    @Test
    void opensNoneForSomebodyWhoWasRemoved() {
        Sessions sessions = new Sessions(database);
        students.remove(ada.studentId());

        assertThatThrownBy(() -> sessions.open(ada, 1)).hasMessageContaining("FOREIGN KEY");
    }

    @Test
    void letsTheOldestGoWhenAPersonHasTooMany() {
        Sessions sessions = new Sessions(database);
        List<Token> tokens = new ArrayList<>();

        for (int i = 0; i < 9; i++) {
            tokens.add(sessions.open(ada, i));
        }

        assertThat(sessions.visitor(tokens.get(0).text())).isEmpty();
        assertThat(tokens.subList(1, 9)).allSatisfy(token -> assertThat(sessions.visitor(token.text())).contains(ada));
        assertThat(new Sessions(database).visitor(tokens.get(0).text())).isEmpty();
    }
}
