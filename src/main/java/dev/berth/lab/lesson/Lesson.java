package dev.berth.lab.lesson;

import dev.berth.lab.check.Evaluation;
import dev.berth.lab.check.Task;
import dev.berth.lab.check.Verdict;
import dev.berth.lab.source.YamlNode;
import dev.berth.lab.value.StudentValues;
import dev.berth.lab.value.Template;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A lesson, checked: every task, question and value that it speaks of is there. Made by {@link LessonLibrary}. */
public final class Lesson {

    /** All that lessons may ask for, {@link #FIRST_MACHINE} first. */
    public static final List<String> MACHINES = List.of("vm1", "vm2", "vm3");

    /** Which every lesson has: the student's own for the whole course. */
    public static final String FIRST_MACHINE = MACHINES.get(0);

    private static final Evaluation NOT_LOOKED_AT = new Evaluation(new Verdict.NotYet("", ""), false, false);

    private final String folder;
    private final FrontMatter frontMatter;
    private final Template html;
    private final List<Task> tasks;
    private final Map<String, Question> questions;
    private final List<LessonFile> files;
    private final Optional<SetupScript> setup;
    private final Optional<YamlNode> grading;

    /** @param folder the name of the folder that it is written in */
    Lesson(
            final String folder,
            final FrontMatter frontMatter,
            final Template html,
            final List<Task> tasks,
            final Map<String, Question> questions,
            final List<LessonFile> files,
            final Optional<SetupScript> setup,
            final Optional<YamlNode> grading) {
        this.folder = folder;
        this.frontMatter = frontMatter;
        this.html = html;
        this.tasks = List.copyOf(tasks);
        this.questions = Collections.unmodifiableMap(new LinkedHashMap<>(questions));
        this.files = List.copyOf(files);
        this.setup = setup;
        this.grading = grading;
    }

    /** The name of the folder that it is written in. */
    String folder() {
        return folder;
    }

    /** The name of the lesson in addresses and records. */
    public String id() {
        return frontMatter.id();
    }

    /** Plain text. */
    public String title() {
        return frontMatter.title();
    }

    /** What one learns in it, in a sentence: plain text with `code` between backticks. */
    public Optional<String> summary() {
        return frontMatter.summary();
    }

    /** How long it takes, in minutes. */
    public int minutes() {
        return frontMatter.minutes();
    }

    /** What the student's containers need beyond the machine itself, in MiB. */
    public int memory() {
        return frontMatter.memory();
    }

    /** The host names of the student's machines: {@code vm1}, which is the same in all lessons, and others. */
    public List<String> machines() {
        return frontMatter.machines();
    }

    /** The images that have to be on the first machine before the lesson begins. */
    public List<String> images() {
        return frontMatter.images();
    }

    /** The ids of the lessons that come before. */
    public List<String> needs() {
        return frontMatter.needs();
    }

    /** The tasks in the order of the text. */
    public List<Task> tasks() {
        return tasks;
    }

    /** Whether it can be done with machines of Berth only, and not on a computer with a stock Docker: there are several, a script prepares it, or some tasks look where Docker does not. */
    public boolean needsMachine() {
        return machines().size() > 1 || setup.isPresent() || tasks.stream().anyMatch(Task::needsMachine);
    }

    /** Whether these are all of its tasks. @param passed names of tasks; others may be among them */
    public boolean isDone(final Set<String> passed) {
        return tasks.stream().allMatch(task -> passed.contains(task.name()));
    }

    /** The task of that name, if there is one. */
    public Optional<Task> task(final String name) {
        return tasks.stream().filter(task -> task.name().equals(name)).findFirst();
    }

    /** All that is asked, in the order of the text. */
    public List<Question> questions() {
        return List.copyOf(questions.values());
    }

    /** What is asked in the block of that name, if there is one. */
    public Optional<Question> question(final String block) {
        return Optional.ofNullable(questions.get(block));
    }

    /** What is laid into the student's home. */
    public List<LessonFile> files() {
        return files;
    }

    /** What prepares the student's first machine before the lesson begins there. */
    public Optional<SetupScript> setup() {
        return setup;
    }

    /** The content of {@code grading.yaml}: of a homework alone. */
    public Optional<YamlNode> grading() {
        return grading;
    }

    /**
     * The values of one student in this lesson: always the same for the same secret and student.
     *
     * @param secret of this server, at least 16 bytes
     * @param studentName as the student typed it
     */
    public StudentValues values(final byte[] secret, final String studentId, final String studentName) {
        final Map<String, String> values = new HashMap<>();
        frontMatter.values().forEach((name, recipe) -> values.put(name, recipe.make(secret, studentId + "\n" + id() + "\n" + name, values)));
        return new StudentValues(studentName, values);
    }

    /** Stand-ins for what is each student's own, as manuals write them ({@code VESSEL}): for texts about a whole class. */
    public StudentValues placeholders() {
        final Map<String, String> names = new HashMap<>();
        frontMatter.values().keySet().forEach(name -> names.put(name, name.toUpperCase(Locale.ROOT)));
        return new StudentValues("STUDENT", names);
    }

    /** The page of a student, with the tasks and answers as they stand. */
    public LessonPage render(final StudentValues student, final LessonState state) {
        final String page = html.fill(place -> switch (place.scope()) {
            case TaskPlaceholder.SCOPE -> TaskPlaceholder.html(place, task -> state.tasks().getOrDefault(task, NOT_LOOKED_AT));
            case QuestionPlaceholder.SCOPE -> QuestionPlaceholder.html(place, this, state, student);
            default -> Html.escape(student.value(place.name()));
        });
        return new LessonPage(title(), page);
    }
}
