package dev.berth.lab.account;

import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Who has joined the class. Blocks on the database, but for {@link #has}. */
public final class Students {

    private static final SecureRandom RANDOM = new SecureRandom();

    /** Without letters that are read as digits. */
    private static final String ID_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";
    private static final int ID_LENGTH = 10;

    /** Enough for a lecture hall behind one address; a script with the link needs minutes to fill the class, and is seen. */
    private static final int JOINS_A_MINUTE = 60;
    private static final long MINUTE_MILLIS = 60_000;

    private final Jdbi database;
    private final int limit;
    private final Deque<Join> recent = new ArrayDeque<>();
    /** Those who have joined and are not leaving. */
    private final Set<String> here = ConcurrentHashMap.newKeySet();

    private record Join(String address, long at) {
    }

    /** @param limit the class's size: what may join by a link that has leaked */
    public Students(Jdbi database, int limit) {
        this.database = database;
        this.limit = limit;
        all().forEach(student -> here.add(student.id()));
    }

    /**
     * @param address where they come from
     * @throws JoinRefusedException if somebody has the name, the class is full, or too many have come from there in the last minute
     */
    public synchronized Student join(StudentName name, String address, long now) {
        recent.removeIf(join -> now - join.at() >= MINUTE_MILLIS);
        if (recent.stream().filter(join -> join.address().equals(address)).count() >= JOINS_A_MINUTE) {
            throw new JoinRefusedException("Many have joined from your network in the last minute: please try again in a minute.");
        }
        Student joined = add(name, now);
        here.add(joined.id());
        recent.add(new Join(address, now));
        return joined;
    }

    private Student add(StudentName name, long now) {
        return database.inTransaction(handle -> {
            if (count(handle) >= limit) {
                throw new JoinRefusedException("This class is full (" + limit + " students): please ask your instructor.");
            }
            if (isTaken(handle, name)) {
                throw new JoinRefusedException("Somebody called \"" + name.text() + "\" is here already: add a letter of your family name."
                        + " If it is you on another device, use the personal link of your first one.");
            }
            Student student = new Student(randomId(), name.text());
            handle.createUpdate("insert into student (id, name, name_key, joined_at, seen_at) values (:id, :name, :key, :now, :now)")
                    .bind("id", student.id())
                    .bind("name", student.name())
                    .bind("key", name.key())
                    .bind("now", now)
                    .execute();
            return student;
        });
    }

    /**
     * From now on {@link #has} and {@link #find} do not know the student, so that no link of theirs opens anything, until {@link #remove} also frees their place. May be asked again, when what
     * was to be done in between has failed; a lab that is started again knows them.
     *
     * @return who leaves; empty if nobody has the id
     */
    public Optional<Student> leave(String id) {
        here.remove(id);
        return lookUp(id);
    }

    /** Whether somebody has the id, and is not leaving. */
    public boolean has(String id) {
        return here.contains(id);
    }

    /** Takes a student out of the class, with all that is known of them: their place is free, and their personal link opens nothing. */
    public void remove(String id) {
        database.useTransaction(handle -> {
            for (String table : List.of("session", "api_token", "answer", "passed_task", "lesson_start", "student_machine", "lesson_files", "lesson_setup", "submission")) {
                handle.createUpdate("delete from " + table + " where student_id = :id").bind("id", id).execute();
            }
            handle.createUpdate("delete from student where id = :id").bind("id", id).execute();
        });
        here.remove(id);
    }

    /** Who has the id, unless they are leaving. */
    public Optional<Student> find(String id) {
        return has(id) ? lookUp(id) : Optional.empty();
    }

    private Optional<Student> lookUp(String id) {
        return database.withHandle(handle -> handle.createQuery("select id, name from student where id = :id")
                .bind("id", id)
                .map((row, context) -> new Student(row.getString("id"), row.getString("name")))
                .findOne());
    }

    /** In the order in which they joined. */
    public List<Student> all() {
        return database.withHandle(handle -> handle.createQuery("select id, name from student order by joined_at, id")
                .map((row, context) -> new Student(row.getString("id"), row.getString("name")))
                .list());
    }

    private static int count(Handle handle) {
        return handle.createQuery("select count(*) from student").mapTo(Integer.class).one();
    }

    private static boolean isTaken(Handle handle, StudentName name) {
        return handle.createQuery("select count(*) from student where name_key = :key")
                .bind("key", name.key()).mapTo(Integer.class).one() > 0;
    }

    private static String randomId() {
        return RANDOM.ints(ID_LENGTH, 0, ID_LETTERS.length())
                .collect(StringBuilder::new, (id, index) -> id.append(ID_LETTERS.charAt(index)), StringBuilder::append)
                .toString();
    }
}
