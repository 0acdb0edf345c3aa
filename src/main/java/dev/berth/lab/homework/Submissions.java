package dev.berth.lab.homework;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.lab.homework.Submission.Finding;
import dev.berth.lab.homework.Submission.State;
import dev.berth.lab.homework.Submission.Way;
import dev.berth.lab.homework.SubmissionRefusedException.Reason;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** What is handed in, and the queue of what is to be graded. Blocks on the database; when a method returns, it is on disk. */
public final class Submissions {

    static final int MOST_A_DAY = 20;
    private static final long DAY_MILLIS = 24 * 3_600_000L;
    private static final int MEASURED = 10;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<Map<String, String>> ANSWERS = new TypeReference<>() {
    };
    private static final TypeReference<Map<String, Long>> FILES = new TypeReference<>() {
    };
    private static final TypeReference<Map<String, Finding>> FINDINGS = new TypeReference<>() {
    };

    private final Jdbi database;

    public Submissions(Jdbi database) {
        this.database = database;
    }

    /** What is new of a submission when it is stored. */
    record Draft(String id, String student, Homework homework, Way way, Map<String, String> answers, Map<String, Long> files,
            Map<String, Finding> findings) {
    }

    /** @throws SubmissionRefusedException if the student may not hand in now */
    void refuseTooMany(String student, Homework homework, long now) {
        database.useHandle(handle -> refuseTooMany(handle, student, homework, now));
    }

    private static void refuseTooMany(Handle handle, String student, Homework homework, long now) {
        if (count(handle, student, homework, "and state in ('queued', 'running')") > 0) {
            throw new SubmissionRefusedException(Reason.NOT_NOW, "your last submission is not graded yet: its report comes first");
        }
        if (count(handle, student, homework, "and state <> 'failed'") >= homework.attempts()) {
            throw new SubmissionRefusedException(Reason.NOT_NOW, "all " + homework.attempts() + " attempts are used up: the best of them counts");
        }
        int today = handle.createQuery("select count(*) from submission where student_id = :student and submitted_at > :since")
                .bind("student", student).bind("since", now - DAY_MILLIS).mapTo(Integer.class).one();
        if (today >= MOST_A_DAY) {
            throw new SubmissionRefusedException(Reason.TOO_OFTEN, "there were " + MOST_A_DAY + " submissions of yours in the last 24 hours: please go on tomorrow");
        }
    }

    private static int count(Handle handle, String student, Homework homework, String condition) {
        return handle.createQuery("select count(*) from submission where student_id = :student and homework = :homework " + condition)
                .bind("student", student).bind("homework", homework.id()).mapTo(Integer.class).one();
    }

    /** @throws SubmissionRefusedException as {@link #refuseTooMany} */
    Submission store(Draft draft, long now) {
        return database.inTransaction(handle -> {
            refuseTooMany(handle, draft.student(), draft.homework(), now);
            int number = count(handle, draft.student(), draft.homework(), "") + 1;
            handle.createUpdate("insert into submission (id, student_id, homework, number, submitted_at, late, way, answers, files, findings, state, queued_at)"
                            + " values (:id, :student, :homework, :number, :now, :late, :way, :answers, :files, :findings, 'queued', :now)")
                    .bind("id", draft.id())
                    .bind("student", draft.student())
                    .bind("homework", draft.homework().id())
                    .bind("number", number)
                    .bind("now", now)
                    .bind("late", draft.homework().isLate(now) ? 1 : 0)
                    .bind("way", draft.way().word())
                    .bind("answers", json(draft.answers()))
                    .bind("files", json(draft.files()))
                    .bind("findings", json(draft.findings()))
                    .execute();
            return find(handle, draft.id()).orElseThrow();
        });
    }

    public Optional<Submission> find(String id) {
        return database.withHandle(handle -> find(handle, id));
    }

    private static Optional<Submission> find(Handle handle, String id) {
        return handle.createQuery("select * from submission where id = :id").bind("id", id).map((row, context) -> submission(row)).findOne();
    }

    /** One of the student's submissions of a homework. */
    public Optional<Submission> find(String student, String homework, int number) {
        return database.withHandle(handle -> handle.createQuery("select * from submission where student_id = :student and homework = :homework and number = :number")
                .bind("student", student).bind("homework", homework).bind("number", number).map((row, context) -> submission(row)).findOne());
    }

    /** The student's submissions of a homework, the newest first. */
    public List<Submission> of(String student, String homework) {
        return database.withHandle(handle -> handle.createQuery("select * from submission where student_id = :student and homework = :homework order by number desc")
                .bind("student", student).bind("homework", homework).map((row, context) -> submission(row)).list());
    }

    /** The ids of all that there are. */
    Set<String> ids() {
        return database.withHandle(handle -> handle.createQuery("select id from submission").mapTo(String.class).set());
    }

    /** The ids of all that a student has handed in, of homeworks that have left the course as well. */
    List<String> idsOf(String student) {
        return database.withHandle(handle -> handle.createQuery("select id from submission where student_id = :student").bind("student", student).mapTo(String.class).list());
    }

    /** Everybody's submissions of a homework, the newest of each student first. */
    public List<Submission> of(String homework) {
        return database.withHandle(handle -> handle.createQuery("select * from submission where homework = :homework order by student_id, number desc")
                .bind("homework", homework).map((row, context) -> submission(row)).list());
    }

    /** Takes the submission that has waited longest out of the queue, to be graded. */
    Optional<Submission> begin(long now) {
        return database.inTransaction(handle -> {
            Optional<String> next = handle.createQuery("select id from submission where state = 'queued' order by queued_at, number, id limit 1").mapTo(String.class).findOne();
            next.ifPresent(id -> handle.createUpdate("update submission set state = 'running', started_at = :now where id = :id")
                    .bind("now", now).bind("id", id).execute());
            return next.flatMap(id -> find(handle, id));
        });
    }

    /**
     * @param late   by the deadline that there is now
     * @param points with the rule for late submissions applied
     */
    void graded(String id, Report report, boolean late, int points, long now) {
        database.useHandle(handle -> handle.createUpdate("update submission set state = 'graded', ended_at = :now, report = :report, late = :late, points = :points, message = ''"
                        + " where id = :id")
                .bind("now", now).bind("report", json(report)).bind("late", late ? 1 : 0).bind("points", points).bind("id", id).execute());
    }

    /** It could not be graded; one that was graded before keeps its report and points. @param message for the student */
    void failed(String id, String message, long now) {
        database.useHandle(handle -> handle.createUpdate("update submission set state = case when report is null then 'failed' else 'graded' end, ended_at = :now, message = :message"
                        + " where id = :id")
                .bind("now", now).bind("message", message).bind("id", id).execute());
    }

    /** What was being graded when the lab ended is graded anew; it keeps its place. */
    void requeueRunning() {
        database.useHandle(handle -> handle.execute("update submission set state = 'queued' where state = 'running'"));
    }

    /** It is graded later; it keeps its place. */
    void requeue(String id) {
        database.useHandle(handle -> handle.createUpdate("update submission set state = 'queued' where id = :id and state = 'running'").bind("id", id).execute());
    }

    /** Grades all submissions of a homework anew. */
    void regrade(String homework, long now) {
        database.useHandle(handle -> handle.createUpdate("update submission set state = 'queued', queued_at = :now"
                        + " where homework = :homework and state in ('graded', 'failed')")
                .bind("now", now).bind("homework", homework).execute());
    }

    /** How many others are graded before this one, those that are being graded included. */
    int before(Submission submission) {
        return database.withHandle(handle -> handle.createQuery("select count(*) from submission other, submission mine where mine.id = :id and other.id <> mine.id"
                        + " and (other.state = 'running' or other.state = 'queued' and (other.queued_at, other.number, other.id) < (mine.queued_at, mine.number, mine.id))")
                .bind("id", submission.id()).mapTo(Integer.class).one());
    }

    /** How long the last gradings took on the average, in milliseconds. */
    OptionalLong averageMillis() {
        Optional<Double> average = database.withHandle(handle -> handle.createQuery("select avg(took) from (select ended_at - started_at as took from submission"
                + " where state = 'graded' order by ended_at desc limit " + MEASURED + ") measured").mapTo(Double.class).findOne());
        return average.map(value -> OptionalLong.of(value.longValue())).orElse(OptionalLong.empty());
    }

    private static Submission submission(ResultSet row) throws SQLException {
        String report = row.getString("report");
        return new Submission(row.getString("id"), row.getString("student_id"), row.getString("homework"), row.getInt("number"), row.getLong("submitted_at"),
                row.getInt("late") == 1, Way.of(row.getString("way")), parse(row.getString("answers"), ANSWERS), parse(row.getString("files"), FILES),
                parse(row.getString("findings"), FINDINGS), State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)), row.getInt("points"),
                Optional.ofNullable(report).map(text -> parse(text, new TypeReference<Report>() {
                })), row.getString("message"));
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("maps and records can be written", impossible);
        }
    }

    private static <T> T parse(String json, TypeReference<T> type) {
        try {
            return JSON.readValue(json, type);
        } catch (JsonProcessingException damaged) {
            throw new IllegalStateException("the database has a submission that cannot be read", damaged);
        }
    }
}
