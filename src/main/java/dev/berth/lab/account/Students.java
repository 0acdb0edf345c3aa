package dev.berth.lab.account;

import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Who has joined the class. Blocks on the database. */
public final class Students {

    private static final SecureRandom RANDOM = new SecureRandom();

    /** Without letters that are read as digits. */
    private static final String ID_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";
    private static final int ID_LENGTH = 10;

    private final Jdbi database;
    private final int limit;

    /** @param limit the class's size: what may join by a link that has leaked */
    public Students(Jdbi database, int limit) {
        this.database = database;
        this.limit = limit;
    }

    /** @throws JoinRefusedException if somebody has the name, or the class is full */
    public Student join(StudentName name, long now) {
        return database.inTransaction(handle -> {
            if (count(handle) >= limit) {
                throw new JoinRefusedException("this class is full (" + limit + " students): please ask your instructor");
            }
            if (isTaken(handle, name)) {
                throw new JoinRefusedException("somebody called \"" + name.text() + "\" is here already: add a letter of your family name."
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

    public Optional<Student> find(String id) {
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
