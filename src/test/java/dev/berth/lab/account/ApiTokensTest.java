package dev.berth.lab.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApiTokensTest {

    @TempDir
    private Path folder;
    private Jdbi database;
    private Students students;
    private String ada;
    private String bob;

    @BeforeEach
    void open() {
        database = SqliteFile.open(folder);
        students = new Students(database, 10);
        ada = students.join(StudentName.parse("Ada"), "192.0.2.1", 1).id();
        bob = students.join(StudentName.parse("Bob"), "192.0.2.1", 1).id();
    }

    @Test
    void knowsWhoseTokenItIsAlsoInTheNextLab() {
        Token token = create(ada);

        assertThat(new ApiTokens(database).student(token.text())).contains(ada);
        assertThat(new ApiTokens(database).student("berth_guessed")).isEmpty();
    }

    @Test
    void keepsNoTokenThatCouldBeStolenFromTheDatabase() {
        Token token = create(ada);

        List<String> stored = database.withHandle(handle -> handle.createQuery("select token_hash || ' ' || beginning || ' ' || id from api_token").mapTo(String.class).list());

        assertThat(stored).hasSize(1).noneMatch(row -> row.contains(token.text().substring(0, 12)));
    }

    @Test
    void givesAStudentAFew() {
        ApiTokens tokens = new ApiTokens(database);
        for (int i = 0; i < ApiTokens.PER_STUDENT; i++) {
            assertThat(tokens.create(ada, i)).isPresent();
        }

        assertThat(tokens.create(ada, 10)).isEmpty();
        assertThat(tokens.create(bob, 10)).isPresent();
    }

    @Test
    void aRevokedOneOpensNothingAndMakesRoom() {
        ApiTokens tokens = new ApiTokens(database);
        Token token = tokens.create(ada, 1).orElseThrow();

        assertThat(tokens.revoke(ada, tokens.list(ada).get(0).id())).isTrue();

        assertThat(tokens.student(token.text())).isEmpty();
        assertThat(new ApiTokens(database).student(token.text())).isEmpty();
        assertThat(tokens.list(ada)).isEmpty();
    }

    @Test
    void nobodyRevokesAnothers() {
        ApiTokens tokens = new ApiTokens(database);
        Token token = tokens.create(ada, 1).orElseThrow();

        assertThat(tokens.revoke(bob, tokens.list(ada).get(0).id())).isFalse();

        assertThat(tokens.student(token.text())).contains(ada);
        assertThat(tokens.list(ada)).hasSize(1);
    }

    @Test
    void goWithTheirStudent() {
        ApiTokens tokens = new ApiTokens(database);
        Token token = tokens.create(ada, 1).orElseThrow();

        tokens.revokeAll(ada);
        students.remove(ada);

        assertThat(tokens.student(token.text())).isEmpty();
        assertThatThrownBy(() -> tokens.create(ada, 2)).hasMessageContaining("FOREIGN KEY");
    }

    /** Each time that is kept is a write to the disk. */
    @Test
    void keepsTheMinuteInWhichOneWasUsed() {
        ApiTokens tokens = new ApiTokens(database);
        Token token = tokens.create(ada, 1).orElseThrow();
        assertThat(tokens.list(ada).get(0).usedAt()).isEmpty();

        tokens.used(token.text(), 1_000_000);
        tokens.used(token.text(), 1_030_000);
        assertThat(tokens.list(ada).get(0).usedAt()).isEqualTo(OptionalLong.of(1_000_000));
        tokens.used(token.text(), 1_060_000);

        assertThat(tokens.list(ada).get(0).usedAt()).isEqualTo(OptionalLong.of(1_060_000));
    }

    private Token create(String student) {
        return new ApiTokens(database).create(student, 1).orElseThrow();
    }
}
