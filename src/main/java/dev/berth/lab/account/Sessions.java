package dev.berth.lab.account;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Who is signed in, by the token in their cookie. The database has them, so they outlive the lab; asking never waits for it, since all
 * are in memory as well: a person has at most {@value #PER_PERSON}, the oldest gives way.
 */
public final class Sessions {

    private static final int PER_PERSON = 8;

    private final Jdbi database;
    private final Map<String, Visitor> visitors = new ConcurrentHashMap<>();

    public Sessions(Jdbi database) {
        this.database = database;
        database.useHandle(handle -> handle.createQuery("select token_hash, student_id from session")
                .map((row, context) -> Map.entry(row.getString("token_hash"), owner(row.getString("student_id"))))
                .forEach(session -> visitors.put(session.getKey(), session.getValue())));
    }

    /** Blocks on the database; fails for a student who has been removed. */
    public synchronized Token open(Visitor visitor, long now) {
        Token token = Token.random();
        List<String> outdated = database.inTransaction(handle -> {
            handle.createUpdate("insert into session (token_hash, student_id, opened_at) values (:hash, :student, :now)")
                    .bind("hash", token.hash())
                    .bind("student", studentOf(visitor))
                    .bind("now", now)
                    .execute();
            return dropOldest(handle, studentOf(visitor));
        });
        visitors.put(token.hash(), visitor);
        outdated.forEach(visitors::remove);
        return token;
    }

    /** Ends all sessions of a student; blocks on the database. */
    public synchronized void close(String studentId) {
        database.useHandle(handle -> handle.createUpdate("delete from session where student_id = :student").bind("student", studentId).execute());
        visitors.values().removeIf(new Visitor.Learner(studentId)::equals);
    }

    /** @param token from a cookie; anything at all */
    public Optional<Visitor> visitor(String token) {
        return visitorOf(new Token(token).hash());
    }

    /** @param tokenHash {@link Token#hash} of a session; anything at all */
    public Optional<Visitor> visitorOf(String tokenHash) {
        return Optional.ofNullable(visitors.get(tokenHash));
    }

    private static List<String> dropOldest(Handle handle, String student) {
        List<String> outdated = handle.createQuery("select token_hash from session where student_id is :student"
                        + " order by opened_at desc, rowid desc limit -1 offset :kept")
                .bind("student", student)
                .bind("kept", PER_PERSON)
                .mapTo(String.class)
                .list();
        outdated.forEach(hash -> handle.createUpdate("delete from session where token_hash = :hash").bind("hash", hash).execute());
        return outdated;
    }

    private static String studentOf(Visitor visitor) {
        return visitor instanceof Visitor.Learner learner ? learner.studentId() : null;
    }

    private static Visitor owner(String student) {
        return student == null ? new Visitor.Instructor() : new Visitor.Learner(student);
    }
}
