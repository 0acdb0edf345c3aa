package dev.berth.lab.homework;

import dev.berth.lab.account.Student;
import dev.berth.lab.lesson.Lesson;
import dev.berth.lab.lesson.LessonLibrary;
import dev.berth.lab.source.LessonSourceException;
import dev.berth.lab.source.YamlNode;
import dev.berth.lab.value.StudentValues;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The homeworks among the lessons. */
public final class Homeworks {

    private static final System.Logger LOGGER = System.getLogger(Homeworks.class.getName());

    private final LessonLibrary library;
    private final byte[] key;
    private final Map<String, Known> read = new ConcurrentHashMap<>();

    private record Known(Lesson lesson, Optional<Homework> homework) {
    }

    /**
     * @param key from which the students' values follow
     */
    public Homeworks(LessonLibrary library, byte[] key) {
        this.library = library;
        this.key = key.clone();
    }

    /** In the order of the course. */
    public List<Homework> all() {
        return library.lessons().stream().flatMap(lesson -> of(lesson).stream()).toList();
    }

    public Optional<Homework> find(String id) {
        return library.lesson(id).flatMap(this::of);
    }

    /** The homework that the lesson is, if it is one. One whose grading has a mistake is none until it is mended; the log tells of it. */
    public Optional<Homework> of(Lesson lesson) {
        return lesson.grading().flatMap(grading -> read.compute(lesson.id(),
                (id, known) -> known != null && known.lesson() == lesson ? known : new Known(lesson, read(lesson, grading))).homework());
    }

    private static Optional<Homework> read(Lesson lesson, YamlNode grading) {
        try {
            return Optional.of(GradingFile.read(lesson, grading));
        } catch (LessonSourceException mistake) {
            LOGGER.log(System.Logger.Level.ERROR, "homework \"" + lesson.id() + "\" cannot be submitted: " + mistake.getMessage());
            return Optional.empty();
        }
    }

    StudentValues values(Homework homework, Student student) {
        return homework.lesson().values(key, student.id(), student.name());
    }
}
