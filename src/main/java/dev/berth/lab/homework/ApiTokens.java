package dev.berth.lab.homework;

import dev.berth.lab.account.Token;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** By which a program hands in for its student: each has one at a time, shown once. Blocks on the database. */
public final class ApiTokens {

    private final Jdbi database;

    public ApiTokens(Jdbi database) {
        this.database = database;
    }

    /** A new one; the one before opens nothing any more. */
    public Token make(String student, long now) {
        Token token = Token.random();
        database.useHandle(handle -> handle.createUpdate("insert into api_token (student_id, token_hash, made_at) values (:student, :hash, :now)"
                        + " on conflict (student_id) do update set token_hash = :hash, made_at = :now")
                .bind("student", student).bind("hash", token.hash()).bind("now", now).execute());
        return token;
    }

    public void revoke(String student) {
        database.useHandle(handle -> handle.createUpdate("delete from api_token where student_id = :student").bind("student", student).execute());
    }

    public boolean has(String student) {
        return database.withHandle(handle -> handle.createQuery("select count(*) from api_token where student_id = :student")
                .bind("student", student).mapTo(Integer.class).one()) > 0;
    }

    /** @param offered anything at all. @return the student's id */
    public Optional<String> studentOf(String offered) {
        return database.withHandle(handle -> handle.createQuery("select student_id from api_token where token_hash = :hash")
                .bind("hash", new Token(offered).hash()).mapTo(String.class).findOne());
    }
}
