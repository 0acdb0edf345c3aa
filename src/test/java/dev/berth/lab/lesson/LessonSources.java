package dev.berth.lab.lesson;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes lessons for tests: a good one, of which each test changes what it is about. */
public final class LessonSources {

    public static final String TEXT = """
            ---
            id: sample
            title: A sample
            minutes: 5
            memory: 10
            machines: [vm1]
            needs: []
            values:
              word: word
            ---

            Welcome, ${student.name}.

            ```console run
            echo "${student.word}"
            ```

            :::task greet
            Say **${student.word}**.
            :::
            :::hints greet
            1. `echo` says it.
            :::
            """;

    public static final String TASKS = """
            tasks:
              greet:
                points: 1
                open: "`${student.word}` was said"
                done: done
                ever: [ { container: { logs: "${student.word}" } } ]
                misses: [ { say: "nothing was said" } ]
            """;

    private LessonSources() {}

    /** The folder of the course: that of {@code BERTH_LESSONS}, as for {@code ./run --dev}, or this program's own. */
    static Path written() {
        return Path.of(System.getenv().getOrDefault("BERTH_LESSONS", "src/main/resources/lessons"));
    }

    static Path write(final Path root, final String text, final String tasks) throws IOException {
        Files.createDirectories(root);
        Files.writeString(root.resolve(CourseFile.NAME), "sections: [ { title: First, lessons: [sample] } ]\n");
        return add(root, "sample", text, tasks);
    }

    /** A lesson that course.yaml is to name. */
    public static Path add(final Path root, final String name, final String text, final String tasks) throws IOException {
        final Path folder = Files.createDirectories(root.resolve(name));
        Files.writeString(folder.resolve("lesson.md"), text);
        Files.writeString(folder.resolve("tasks.yaml"), tasks);
        Files.writeString(folder.resolve("mistake.sh"), "expect greet not-yet 'nothing was said'\n");
        return root;
    }

    public static Lesson lesson(final Path root, final String text, final String tasks) throws IOException {
        return LessonLibrary.load(write(root, text, tasks)).lessons().get(0);
    }
}
