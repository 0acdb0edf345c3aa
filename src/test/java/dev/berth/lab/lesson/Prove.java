package dev.berth.lab.lesson;

import dev.berth.lab.check.Task;
import dev.berth.lab.source.LessonSourceException;
import dev.berth.lab.source.Mistakes;
import dev.berth.lab.value.Template;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Proves one lesson, as {@code scripts/prove} asks: its solution passes every task, its mistakes are told what they expect, and nothing that is said of a miss is left
 * unproved. Prints what is wrong, with the script's line; ends with {@code proved: 2 tasks, 9 mistakes}.
 */
final class Prove {

    private static final String UNKNOWN = "\u0000";

    private final Path lessons;
    private final Prover prover;
    private final String folder;

    private Prove(final Path lessons, final Prover prover, final String folder) {
        this.lessons = lessons;
        this.prover = prover;
        this.folder = folder;
    }

    public static void main(final String[] arguments) throws Exception {
        final Path lessons = LessonSources.written();
        int code = 1;
        try (Prover prover = new Prover(lessons)) {
            System.out.println(new Prove(lessons, prover, arguments[0]).prove());
            code = 0;
        } catch (final LessonSourceException mistakes) {
            System.out.println(mistakes.report());
        } catch (final AssertionError | IllegalStateException failure) {
            System.out.println(failure.getMessage());
        }
        System.exit(code);
    }

    private String prove() throws Exception {
        final Lesson lesson = prover.lesson(folder);
        checkScripts();
        final List<LessonProof.Said> said = new ArrayList<>();
        final LessonProof solution = prover.prove(lesson, Prover.SOLUTION);
        said.addAll(solution.said());
        for (final Task task : lesson.tasks()) {
            if (!solution.passed().contains(task.name())) {
                throw new AssertionError(folder + "/" + Prover.SOLUTION + ": task \"" + task.name() + "\" is not passed: "
                        + solution.judge().get(task.name()).verdict().text());
            }
        }
        for (final String script : Prover.mistakes(lessons.resolve(folder))) {
            said.addAll(prover.prove(lesson, script).said());
        }
        final List<String> unproved = unproved(lesson, said);
        if (!unproved.isEmpty()) {
            throw new AssertionError("no mistake proves these, so that nobody knows whether they are ever said:\n" + String.join("\n", unproved));
        }
        final long mistakes = said.stream().filter(each -> !each.verdict().equals("passed")).count();
        return "proved: " + counted(lesson.tasks().size(), "task") + ", " + counted(mistakes, "mistake");
    }

    /** A script that does nothing proves nothing. */
    private void checkScripts() throws IOException {
        final Mistakes mistakes = new Mistakes();
        ProofScripts.check(lessons.resolve(folder), mistakes);
        mistakes.raise();
    }

    private static String counted(final long count, final String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }

    private List<String> unproved(final Lesson lesson, final List<LessonProof.Said> said) {
        final List<String> unproved = new ArrayList<>();
        for (final Task task : lesson.tasks()) {
            final Set<String> texts = new HashSet<>();
            said.stream().filter(each -> each.task().equals(task.name())).forEach(each -> texts.add(each.text()));
            for (final Task.Miss miss : task.misses()) {
                final Pattern form = form(miss.say());
                if (texts.stream().noneMatch(text -> form.matcher(text).matches())) {
                    unproved.add(folder + "/tasks.yaml: task \"" + task.name() + "\": " + miss.say().source());
                }
            }
        }
        return unproved;
    }

    /** What is said, whatever the values in it. */
    private static Pattern form(final Template saying) {
        final String[] words = saying.fill(place -> UNKNOWN).split(UNKNOWN, -1);
        final StringBuilder form = new StringBuilder();
        for (int i = 0; i < words.length; i++) {
            form.append(i == 0 ? "" : ".*").append(Pattern.quote(words[i]));
        }
        return Pattern.compile(form.toString(), Pattern.DOTALL);
    }
}
