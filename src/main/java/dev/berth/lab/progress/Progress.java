package dev.berth.lab.progress;

import dev.berth.lab.check.GivenAnswer;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** What students have passed and answered. Blocks on the database; when a method returns, it is on disk. */
public final class Progress {

    private final Jdbi database;

    public Progress(Jdbi database) {
        this.database = database;
    }

    /**
     * What a student has done of a lesson.
     *
     * @param passed  the tasks that they have ever passed, with the time, in milliseconds since 1970, the first one first
     * @param answers the last answer to each block
     */
    public record Standing(Map<String, Long> passed, Map<String, GivenAnswer> answers) {
    }

    public Standing standing(String student, String lesson) {
        return database.withHandle(handle -> new Standing(passed(handle, student, lesson), answers(handle, student, lesson)));
    }

    /** The tasks of a lesson that the student has ever passed, with the time, in milliseconds since 1970, the first one first. */
    public Map<String, Long> passed(String student, String lesson) {
        return database.withHandle(handle -> passed(handle, student, lesson));
    }

    private static Map<String, Long> passed(Handle handle, String student, String lesson) {
        Map<String, Long> passed = new LinkedHashMap<>();
        handle.createQuery("select task, passed_at from passed_task where student_id = :student and lesson = :lesson order by passed_at")
                .bind("student", student)
                .bind("lesson", lesson)
                .map((row, context) -> passed.put(row.getString("task"), row.getLong("passed_at")))
                .list();
        return passed;
    }

    /** The tasks that the student has ever passed, by lesson. */
    public Map<String, Set<String>> passed(String student) {
        return database.withHandle(handle -> {
            Map<String, Set<String>> passed = new HashMap<>();
            handle.createQuery("select lesson, task from passed_task where student_id = :student")
                    .bind("student", student)
                    .map((row, context) -> passed.computeIfAbsent(row.getString("lesson"), lesson -> new HashSet<>()).add(row.getString("task")))
                    .list();
            return passed;
        });
    }

    /** The questions of a lesson whose first answer was wrong, in the order of the answers. */
    public List<String> wrongAtFirst(String student, String lesson) {
        return database.withHandle(handle -> handle.createQuery("select block from answer where student_id = :student and lesson = :lesson"
                        + " and attempt = 1 and correct = 0 order by answered_at, block")
                .bind("student", student)
                .bind("lesson", lesson)
                .mapTo(String.class)
                .list());
    }

    /** Keeps the first time of each task. */
    public void pass(String student, String lesson, Set<String> tasks, long now) {
        database.useTransaction(handle -> tasks.forEach(task -> handle
                .createUpdate("insert into passed_task (student_id, lesson, task, passed_at) values (:student, :lesson, :task, :now) on conflict do nothing")
                .bind("student", student)
                .bind("lesson", lesson)
                .bind("task", task)
                .bind("now", now)
                .execute()));
    }

    /** When the student's lesson began, by the clock of their machine's Docker, in milliseconds since 1970; empty if that is not known yet. */
    public Optional<Long> start(String student, String lesson) {
        return database.withHandle(handle -> start(handle, student, lesson));
    }

    /**
     * The student's lesson begins, unless it has already.
     *
     * @return when it began
     */
    public long begin(String student, String lesson, long now) {
        return database.inTransaction(handle -> {
            handle.createUpdate("insert into lesson_start (student_id, lesson, started_at) values (:student, :lesson, :now) on conflict do nothing")
                    .bind("student", student)
                    .bind("lesson", lesson)
                    .bind("now", now)
                    .execute();
            return start(handle, student, lesson).orElseThrow();
        });
    }

    private static Optional<Long> start(Handle handle, String student, String lesson) {
        return handle.createQuery("select started_at from lesson_start where student_id = :student and lesson = :lesson")
                .bind("student", student)
                .bind("lesson", lesson)
                .mapTo(Long.class)
                .findOne();
    }

    /** The last answer to each block. */
    public Map<String, GivenAnswer> answers(String student, String lesson) {
        return database.withHandle(handle -> answers(handle, student, lesson));
    }

    private static Map<String, GivenAnswer> answers(Handle handle, String student, String lesson) {
        Map<String, GivenAnswer> answers = new HashMap<>();
        handle.createQuery("select block, value, correct, answered_at from answer where student_id = :student and lesson = :lesson and attempt = (select max(attempt) from answer last"
                        + " where last.student_id = answer.student_id and last.lesson = answer.lesson and last.block = answer.block)")
                .bind("student", student)
                .bind("lesson", lesson)
                .map((row, context) -> answers.put(row.getString("block"), new GivenAnswer(row.getString("value"), row.getInt("correct") == 1, Instant.ofEpochMilli(row.getLong("answered_at")))))
                .list();
        return answers;
    }

    public void answer(String student, String lesson, String block, GivenAnswer answer) {
        database.useTransaction(handle -> {
            int attempts = handle.createQuery("select count(*) from answer where student_id = :student and lesson = :lesson and block = :block")
                    .bind("student", student)
                    .bind("lesson", lesson)
                    .bind("block", block)
                    .mapTo(Integer.class)
                    .one();
            handle.createUpdate("insert into answer (student_id, lesson, block, attempt, value, correct, answered_at)"
                            + " values (:student, :lesson, :block, :attempt, :value, :correct, :now)")
                    .bind("student", student)
                    .bind("lesson", lesson)
                    .bind("block", block)
                    .bind("attempt", attempts + 1)
                    .bind("value", answer.value())
                    .bind("correct", answer.correct() ? 1 : 0)
                    .bind("now", answer.at().toEpochMilli())
                    .execute();
        });
    }

    /** Nothing of this lesson has been passed, answered or begun, its files are laid anew, and its script prepares the machine again. */
    public void forget(String student, String lesson) {
        database.useTransaction(handle -> {
            for (String table : List.of("passed_task", "answer", "lesson_start", "lesson_files", "lesson_setup")) {
                handle.createUpdate("delete from " + table + " where student_id = :student and lesson = :lesson")
                        .bind("student", student)
                        .bind("lesson", lesson)
                        .execute();
            }
        });
    }

    /**
     * Keeps which machine a student has now.
     *
     * @return whether they had another one of that name before
     */
    public boolean meet(String student, String machine, String id) {
        return database.inTransaction(handle -> {
            Optional<String> before = handle.createQuery("select container_id from student_machine where student_id = :student and name = :machine")
                    .bind("student", student)
                    .bind("machine", machine)
                    .mapTo(String.class)
                    .findOne();
            if (before.equals(Optional.of(id))) {
                return false;
            }
            handle.createUpdate("insert into student_machine (student_id, name, container_id) values (:student, :machine, :id)"
                            + " on conflict (student_id, name) do update set container_id = :id")
                    .bind("student", student)
                    .bind("machine", machine)
                    .bind("id", id)
                    .execute();
            return before.isPresent();
        });
    }

    private boolean isNoted(String table, String student, String lesson, String machineId) {
        return database.withHandle(handle -> handle.createQuery("select count(*) from " + table + " where student_id = :student and lesson = :lesson and container_id = :machine")
                .bind("student", student)
                .bind("lesson", lesson)
                .bind("machine", machineId)
                .mapTo(Integer.class)
                .one() > 0);
    }

    /** Of a lesson and a student there is one machine: the last. */
    private static void note(Handle handle, String table, String student, String lesson, String machineId) {
        handle.createUpdate("insert into " + table + " (student_id, lesson, container_id) values (:student, :lesson, :machine)"
                        + " on conflict (student_id, lesson) do update set container_id = :machine")
                .bind("student", student)
                .bind("lesson", lesson)
                .bind("machine", machineId)
                .execute();
    }

    /** Whether the files of a lesson have been laid into this machine. */
    public boolean hasFiles(String student, String lesson, String machineId) {
        return isNoted("lesson_files", student, lesson, machineId);
    }

    /** The files of a lesson have been laid into this machine. */
    public void filesLaid(String student, String lesson, String machineId) {
        database.useHandle(handle -> note(handle, "lesson_files", student, lesson, machineId));
    }

    /** Whether the script of a lesson has prepared this machine. */
    public boolean hasSetup(String student, String lesson, String machineId) {
        return isNoted("lesson_setup", student, lesson, machineId);
    }

    /** The script of a lesson has prepared this machine: the lesson begins now, and what the script made is older. */
    public void setUp(String student, String lesson, String machineId) {
        database.useTransaction(handle -> {
            note(handle, "lesson_setup", student, lesson, machineId);
            handle.createUpdate("delete from lesson_start where student_id = :student and lesson = :lesson")
                    .bind("student", student)
                    .bind("lesson", lesson)
                    .execute();
        });
    }

    /**
     * The student is at this lesson.
     *
     * @return whether it begins anew: they come from another one, and have passed nothing of this one, which they had only looked at
     */
    public boolean visit(String student, String lesson, long now) {
        return database.inTransaction(handle -> {
            int forgotten = handle.createUpdate("delete from lesson_start where student_id = :student and lesson = :lesson"
                            + " and exists (select 1 from student where id = :student and lesson is not null and lesson <> :lesson)"
                            + " and not exists (select 1 from passed_task where student_id = :student and lesson = :lesson)")
                    .bind("student", student)
                    .bind("lesson", lesson)
                    .execute();
            handle.createUpdate("update student set lesson = :lesson, seen_at = :now where id = :student")
                    .bind("lesson", lesson)
                    .bind("now", now)
                    .bind("student", student)
                    .execute();
            return forgotten > 0;
        });
    }

    /** The student has done something. */
    public void seen(String student, long now) {
        database.useHandle(handle -> handle.createUpdate("update student set seen_at = :now where id = :student")
                .bind("student", student)
                .bind("now", now)
                .execute());
    }

    /** Where the student was last. */
    public Optional<Visit> lastVisit(String student) {
        return database.withHandle(handle -> handle.createQuery("select lesson, seen_at from student where id = :student")
                .bind("student", student)
                .map((row, context) -> new Visit(Optional.ofNullable(row.getString("lesson")), row.getLong("seen_at")))
                .findOne());
    }

    /**
     * When a student was seen.
     *
     * @param lesson the one they were at, if any
     * @param at     milliseconds since 1970
     */
    public record Visit(Optional<String> lesson, long at) {
    }
}
