package dev.berth.lab.value;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is a student's own in one lesson: the words, names and numbers that the tasks ask of this student and of nobody else. All but the student's
 * name consist of letters, digits and hyphens, so they can be typed in a shell as they are.
 */
public final class StudentValues {

    /** The scope of these values in a text: {@code ${student.word}}. */
    public static final String SCOPE = "student";

    /** The value that the student chose; the only one that may hold any character. */
    public static final String NAME = "name";

    private static final String VARIABLE_PREFIX = "BERTH_STUDENT_";

    private final String studentName;
    private final Map<String, String> values;

    /**
     * @param studentName as the student typed it, not escaped
     * @param values each value by the name that the lesson gave it
     */
    public StudentValues(final String studentName, final Map<String, String> values) {
        this.studentName = studentName;
        this.values = Map.copyOf(values);
    }

    /** @throws IllegalArgumentException if the lesson has no such value; lessons with such a name do not load */
    public String value(final String name) {
        if (name.equals(NAME)) {
            return studentName;
        }
        final String value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("this lesson has no value \"" + name + "\"");
        }
        return value;
    }

    /** The values as a lesson's scripts get them: {@code BERTH_STUDENT_WORD=ember}. The student's name is not among them. */
    public Map<String, String> environment() {
        final Map<String, String> environment = new TreeMap<>();
        values.forEach((name, value) -> environment.put(VARIABLE_PREFIX + name.toUpperCase(Locale.ROOT).replace('-', '_'), value));
        return environment;
    }
}
