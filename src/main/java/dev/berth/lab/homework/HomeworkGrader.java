package dev.berth.lab.homework;

import dev.berth.lab.homework.GradePart.Answered;
import dev.berth.lab.homework.GradePart.CommandRun;
import dev.berth.lab.homework.GradePart.Examined;
import dev.berth.lab.homework.GradePart.Observed;
import dev.berth.lab.homework.GradePart.Probed;
import dev.berth.lab.homework.GradePart.ProgramRun;
import dev.berth.lab.homework.GradePart.Started;
import dev.berth.lab.homework.Homework.GradedTask;
import dev.berth.lab.homework.Report.PartResult;
import dev.berth.lab.homework.Report.TaskResult;
import dev.berth.lab.homework.Submission.Finding;
import dev.berth.lab.machine.CleanMachines;
import dev.berth.lab.value.StudentValues;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Grades one submission. What a student wrote runs in clean machines alone, and what is right is never in one of those. Blocks. */
final class HomeworkGrader {

    private final CleanMachines machines;
    private final LoopCalls calls;
    private final StudentImages images;
    private final SubmissionFiles files;

    HomeworkGrader(CleanMachines machines, LoopCalls calls, StudentImages images, SubmissionFiles files) {
        this.machines = machines;
        this.calls = calls;
        this.images = images;
        this.files = files;
    }

    /** @param seed from which follows what is different in the machines of this submission; the same each time that it is graded */
    Report grade(Homework homework, Submission submission, StudentValues values, long seed) {
        GradingFacts facts = new GradingFacts(values, submission.answers(), submission.files(), submission.findings(),
                (image, path) -> images.file(homework, values, image, path));
        CommandTrial commands = new CommandTrial(machines, calls, images, facts, seed);
        List<ProgramRun> asked = homework.tasks().stream().flatMap(task -> task.parts().stream()).filter(ProgramRun.class::isInstance).map(ProgramRun.class::cast).toList();
        List<TaskResult> results = new ArrayList<>();
        try (ProgramTrial programs = new ProgramTrial(machines, calls, files, files.of(submission.id()));
                StageTrial stage = new StageTrial(machines, calls, files, files.of(submission.id()), facts, homework.stage().orElse(Stage.NONE))) {
            for (GradedTask task : homework.tasks()) {
                List<PartResult> parts = new ArrayList<>();
                for (GradePart part : task.parts()) {
                    parts.add(grade(part, facts, commands, programs, stage, asked));
                }
                results.add(TaskResult.of(task.name(), homework.lesson().task(task.name()).orElseThrow().title(values), parts));
            }
        }
        return Report.of(results);
    }

    private static PartResult grade(GradePart part, GradingFacts facts, CommandTrial commands, ProgramTrial programs, StageTrial stage, List<ProgramRun> asked) {
        if (part instanceof Answered answered) {
            return answered(answered, facts, programs, asked);
        }
        if (part instanceof CommandRun command) {
            return commands.grade(command);
        }
        if (part instanceof Examined examined) {
            return examined(examined, facts);
        }
        if (part instanceof Started started) {
            return built(part, stage.started(started.machine()), started.done().fill(facts.values()));
        }
        if (part instanceof Probed probed) {
            return built(part, stage.probed(probed.probe()), probed.done().fill(facts.values()));
        }
        return part instanceof ProgramRun run ? program(run, facts, programs) : observed((Observed) part, facts, programs, asked);
    }

    /** What is said of another one's program is no finding of one's own, so a program that is asked for has to be right before anything said of it counts. */
    private static Optional<PartResult> withoutProgram(GradePart part, String file, GradingFacts facts, ProgramTrial programs, List<ProgramRun> asked) {
        if (facts.sizeOf(file).isEmpty()) {
            return Optional.of(notSubmitted(part, file));
        }
        for (ProgramRun each : asked) {
            PartResult program = each.file().equals(file) ? program(each, facts, programs) : PartResult.right(each, "");
            if (program.points() == 0) {
                return Optional.of(PartResult.wrong(part, "this counts when `" + file + "` is the program that the task asks for: " + program.fact(), program.hint()));
            }
        }
        return Optional.empty();
    }

    private static PartResult answered(Answered part, GradingFacts facts, ProgramTrial programs, List<ProgramRun> asked) {
        Optional<String> answer = facts.answer(part.block());
        if (answer.isEmpty()) {
            return PartResult.wrong(part, "the question \"" + part.block() + "\" is not answered", "");
        }
        if (part.right() instanceof Expectation.SizeOf size) {
            Optional<PartResult> without = withoutProgram(part, size.file(), facts, programs, asked);
            if (without.isPresent()) {
                return without.get();
            }
        }
        if (part.right().isMetBy(answer.get(), facts)) {
            return PartResult.right(part, part.done().fill(facts.values()));
        }
        for (Answered.Miss miss : part.misses()) {
            if (miss.is().isMetBy(answer.get(), facts)) {
                return PartResult.wrong(part, answerIs(answer.get()) + ": " + miss.saying().say().fill(facts.values()), miss.saying().hint().fill(facts.values()));
            }
        }
        return PartResult.wrong(part, answerIs(answer.get()) + ", and that is not it", "");
    }

    private static PartResult examined(Examined part, GradingFacts facts) {
        Finding finding = facts.findings().get(part.task());
        if (finding == null) {
            return PartResult.wrong(part, "your machines were not looked at for this task when you submitted", "submit once more");
        }
        return finding.met() ? PartResult.right(part, finding.fact()) : PartResult.wrong(part, "when you submitted: " + finding.fact(), finding.hint());
    }

    private static PartResult built(GradePart part, StageTrial.Outcome outcome, String done) {
        return outcome.isWell() ? PartResult.right(part, done) : PartResult.wrong(part, outcome.fact(), outcome.hint());
    }

    private static String answerIs(String answer) {
        return "your answer is " + Quoted.code(answer);
    }

    private static PartResult program(ProgramRun part, GradingFacts facts, ProgramTrial programs) {
        if (facts.sizeOf(part.file()).isEmpty()) {
            return notSubmitted(part, part.file());
        }
        ProgramTrial.Outcome outcome = programs.run(part.file(), part.image());
        if (!outcome.runs()) {
            return PartResult.wrong(part, "`" + part.file() + "` does not run in a container from `" + part.image() + "`: " + outcome.reason(),
                    "compile it in a container from `" + part.image() + "`, and bring it out with `docker cp`");
        }
        String wanted = part.prints().fill(facts.values());
        if (outcome.output().lines().noneMatch(line -> line.strip().equals(wanted))) {
            return PartResult.wrong(part, "`" + part.file() + "` runs in a container from `" + part.image() + "` and prints " + Quoted.code(outcome.output()),
                    "it is to print `" + wanted + "`, and nothing else on that line");
        }
        return PartResult.right(part, part.done().fill(facts.values()));
    }

    private static PartResult observed(Observed part, GradingFacts facts, ProgramTrial programs, List<ProgramRun> asked) {
        Optional<String> observed = facts.answer(part.observedBlock());
        Optional<String> because = facts.answer(part.becauseBlock());
        if (observed.isEmpty() || because.isEmpty()) {
            return PartResult.wrong(part, "the question \"" + (observed.isEmpty() ? part.observedBlock() : part.becauseBlock()) + "\" is not answered", "");
        }
        Optional<PartResult> without = withoutProgram(part, part.file(), facts, programs, asked);
        if (without.isPresent()) {
            return without.get();
        }
        ProgramTrial.Outcome outcome = programs.run(part.file(), part.image());
        String found = "in a container from `" + part.image() + "`, `" + part.file() + "` " + (outcome.runs() ? "runs" : "does not run: " + outcome.reason());
        List<Observed.Accepted> possible = part.accepted().stream().filter(each -> each.runs() == outcome.runs()).toList();
        if (possible.stream().noneMatch(each -> isOneOf(each.observed(), observed.get()))) {
            return PartResult.wrong(part, found + "; you wrote " + Quoted.code(observed.get()), "run the very file that you submit, and answer what you see");
        }
        if (possible.stream().noneMatch(each -> isOneOf(each.observed(), observed.get()) && isOneOf(each.because(), because.get()))) {
            return PartResult.wrong(part, part.miss().map(miss -> miss.say().fill(facts.values())).orElse(found + "; your reason is another one's"),
                    part.miss().map(miss -> miss.hint().fill(facts.values())).orElse(""));
        }
        return PartResult.right(part, part.done().fill(facts.values()));
    }

    private static boolean isOneOf(List<String> words, String answer) {
        return words.stream().anyMatch(word -> word.equalsIgnoreCase(answer.replaceAll("[.)]$", "").strip()));
    }

    private static PartResult notSubmitted(GradePart part, String file) {
        return PartResult.wrong(part, "there is no file `" + file + "` among those that you submitted", "it belongs into `~/homework` on your machine");
    }
}
