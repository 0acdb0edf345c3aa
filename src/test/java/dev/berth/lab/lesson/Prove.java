package dev.berth.lab.lesson;

import dev.berth.lab.check.Task;
import dev.berth.lab.homework.ProofGrader;
import dev.berth.lab.homework.Report;
import dev.berth.lab.source.LessonSourceException;
import dev.berth.lab.source.Mistakes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Proves one lesson, as {@code scripts/prove} asks: its solution passes every task, its mistakes are told what they expect, and nothing that is said of a miss is left
 * unproved. Prints what is wrong, with the script's line; ends with {@code proved: 2 tasks, 9 mistakes}.
 */
final class Prove {


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
            Runtime.getRuntime().addShutdownHook(new Thread(prover::abandon));
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
        final List<LessonProof.Said> reported = new ArrayList<>();
        final Prover.Solved solved = prover.solve(lesson);
        final LessonProof solution = solved.student();
        said.addAll(solution.said());
        for (final Task task : lesson.tasks()) {
            if (!solution.passed().contains(task.name())) {
                throw new AssertionError(folder + "/" + Prover.SOLUTION + ": task \"" + task.name() + "\" is not passed: "
                        + solution.judge().get(task.name()).verdict().text());
            }
        }
        for (final Report report : solved.reports().subList(0, Math.min(2, solved.reports().size()))) {
            if (report.points() != report.outOf()) {
                throw new AssertionError(folder + "/" + Prover.SOLUTION + " gets " + report.points() + " of " + report.outOf() + " points: " + report.tasks());
            }
        }
        for (final String script : Prover.mistakes(lessons.resolve(folder))) {
            final LessonProof proof = prover.prove(lesson, script);
            said.addAll(proof.said());
            reported.addAll(proof.reported());
        }
        final List<String> unproved = new ArrayList<>(LessonProof.unproved(lesson, said));
        if (Prover.isGraded(lesson)) {
            unproved.addAll(LessonProof.unproved(lesson, ProofGrader.misses(lesson), reported));
        }
        if (!unproved.isEmpty()) {
            throw new AssertionError("no mistake proves these, so that nobody knows whether they are ever said:\n" + String.join("\n", unproved));
        }
        said.addAll(reported);
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
}
