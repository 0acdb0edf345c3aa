package dev.berth.lab.account;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Personal tokens, by which a student's own programs hand in homework. The database has their checksums, so they outlive the lab; asking whose one is never waits for it, since all are in
 * memory as well: wrong ones cost no more than their checksum, however many come.
 */
public final class ApiTokens {

    /** So many a student has at most. */
    public static final int PER_STUDENT = 5;

    /** What a token begins with, so that people and programs that look for secrets know it. */
    private static final String PREFIX = "berth_";
    private static final int SHOWN = PREFIX.length() + 4;

    /** When it was used is kept to the minute: each time is a write to the disk. */
    private static final long MINUTE_MILLIS = 60_000;

    private final Jdbi database;
    private final Map<String, Known> known = new ConcurrentHashMap<>();

    private record Known(String id, String student) {
    }

    /**
     * A token as its student sees it later.
     *
     * @param beginning of its text
     * @param madeAt    milliseconds since 1970, as {@code usedAt}
     * @param usedAt    to the minute; empty if it never was
     */
    public record Listed(String id, String beginning, long madeAt, OptionalLong usedAt) {
    }

    public ApiTokens(Jdbi database) {
        this.database = database;
        database.useHandle(handle -> handle.createQuery("select id, student_id, token_hash from api_token")
                .map((row, context) -> Map.entry(row.getString("token_hash"), new Known(row.getString("id"), row.getString("student_id"))))
                .forEach(token -> known.put(token.getKey(), token.getValue())));
    }

    /**
     * Blocks on the database; fails for a student who has been removed.
     *
     * @return the token, which nobody can be told a second time; empty if the student has {@link #PER_STUDENT} already
     */
    public synchronized Optional<Token> create(String student, long now) {
        Token token = new Token(PREFIX + Token.random().text());
        String id = Token.random().text();
        boolean created = database.inTransaction(handle -> {
            if (list(handle, student).size() >= PER_STUDENT) {
                return false;
            }
            handle.createUpdate("insert into api_token (id, student_id, token_hash, beginning, made_at) values (:id, :student, :hash, :beginning, :now)")
                    .bind("id", id)
                    .bind("student", student)
                    .bind("hash", token.hash())
                    .bind("beginning", token.text().substring(0, SHOWN))
                    .bind("now", now)
                    .execute();
            return true;
        });
        if (!created) {
            return Optional.empty();
        }
        known.put(token.hash(), new Known(id, student));
        return Optional.of(token);
    }

    /** The newest first; blocks on the database. */
    public List<Listed> list(String student) {
        return database.withHandle(handle -> list(handle, student));
    }

    private static List<Listed> list(Handle handle, String student) {
        return handle.createQuery("select id, beginning, made_at, used_at from api_token where student_id = :student order by made_at desc, id")
                .bind("student", student)
                .map((row, context) -> {
                    long used = row.getLong("used_at");
                    OptionalLong usedAt = row.wasNull() ? OptionalLong.empty() : OptionalLong.of(used);
                    return new Listed(row.getString("id"), row.getString("beginning"), row.getLong("made_at"), usedAt);
                })
                .list();
    }

    /** From now on it opens nothing; blocks on the database. @return false if the student has no such token */
    public synchronized boolean revoke(String student, String id) {
        boolean theirs = known.values().removeIf(new Known(id, student)::equals);
        database.useHandle(handle -> handle.createUpdate("delete from api_token where id = :id and student_id = :student").bind("id", id).bind("student", student).execute());
        return theirs;
    }

    /** Revokes all of a student's; blocks on the database. */
    public synchronized void revokeAll(String student) {
        known.values().removeIf(token -> token.student().equals(student));
        database.useHandle(handle -> handle.createUpdate("delete from api_token where student_id = :student").bind("student", student).execute());
    }

    /**
     * Waits for nothing.
     *
     * @param offered anything at all
     * @return the id of the student whose token it is
     */
    public Optional<String> student(String offered) {
        return Optional.ofNullable(known.get(new Token(offered).hash())).map(Known::student);
    }

    /** Keeps that a token was used; blocks on the database. */
    public void used(String offered, long now) {
        database.useHandle(handle -> handle.createUpdate("update api_token set used_at = :now where token_hash = :hash and (used_at is null or used_at <= :before)")
                .bind("now", now)
                .bind("hash", new Token(offered).hash())
                .bind("before", now - MINUTE_MILLIS)
                .execute());
    }
}
