package dev.berth.lab.homework;

import dev.berth.lab.account.Student;
import dev.berth.lab.check.CheckInput;
import dev.berth.lab.check.CheckResult;
import dev.berth.lab.check.GivenAnswer;
import dev.berth.lab.check.MachineEvent;
import dev.berth.lab.check.MachineSnapshot;
import dev.berth.lab.check.MachineSnapshot.Facts;
import dev.berth.lab.check.Verdict;
import dev.berth.lab.homework.Submission.Finding;
import dev.berth.lab.homework.SubmissionRefusedException.Reason;
import dev.berth.lab.machine.DockerFacts;
import dev.berth.lab.machine.MachineChecks;
import dev.berth.lab.machine.MachineName;
import dev.berth.lab.machine.Machines;
import dev.berth.lab.progress.Progress;
import dev.berth.lab.value.StudentValues;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Looks at the machines of a student as they are at the moment, with the tasks of a homework's page, and changes nothing on them. What it finds is kept with the submission, so that it
 * gets the same points each time that it is graded. Blocks.
 */
final class Examination {

    private static final Duration LOOKING = Duration.ofSeconds(30);
    /** A machine that was just woken may not answer in time at first. */
    private static final int LOOKS = 3;

    private final Machines machines;
    private final Progress progress;
    private final LoopCalls calls;
    private final Context loop;

    Examination(Machines machines, Progress progress, LoopCalls calls, Context loop) {
        this.machines = machines;
        this.progress = progress;
        this.calls = calls;
        this.loop = loop;
    }

    /**
     * @return by the names of the tasks that the homework wants to be examined
     * @throws SubmissionRefusedException if a machine does not say how it is
     */
    Map<String, Finding> findings(Student student, Homework homework, StudentValues values) {
        Optional<Instant> start = progress.start(student.id(), homework.id()).map(Instant::ofEpochMilli);
        Map<String, GivenAnswer> answers = progress.answers(student.id(), homework.id());
        CheckResult result = look(student, homework, values, start, answers);
        for (int looks = 1; looks < LOOKS && isUnseen(homework, result); looks++) {
            result = look(student, homework, values, start, answers);
        }
        if (isUnseen(homework, result)) {
            throw new SubmissionRefusedException(Reason.NOT_NOW, "your machines do not say how they are at the moment; please try again");
        }
        Map<String, Finding> findings = new HashMap<>();
        for (String task : homework.examined()) {
            Verdict verdict = result.evaluations().get(task).verdict();
            findings.put(task, new Finding(verdict instanceof Verdict.Passed, verdict.text(), verdict.hint()));
        }
        return findings;
    }

    /** Whether a machine did not say enough for one of the tasks. */
    private static boolean isUnseen(Homework homework, CheckResult result) {
        return homework.examined().stream().anyMatch(task -> result.evaluations().get(task).verdict() instanceof Verdict.OurFault);
    }

    private CheckResult look(Student student, Homework homework, StudentValues values, Optional<Instant> start, Map<String, GivenAnswer> answers) {
        return calls.await(LOOKING, () -> {
            Map<String, DockerFacts> facts = new LinkedHashMap<>();
            Map<String, Future<MachineSnapshot>> snapshots = new LinkedHashMap<>();
            for (String name : homework.lesson().machines()) {
                MachineName machine = new MachineName(student.id(), name);
                facts.put(name, machines.facts(machine));
                snapshots.put(name, machines.docker(machine).pastEvents().map(past -> {
                    List<MachineEvent> events = past.stream().map(DockerFacts::event).toList();
                    return new MachineSnapshot(start, events, Map.of(), Facts.NONE);
                }));
            }
            return Future.all(List.copyOf(snapshots.values())).compose(all -> {
                Map<String, MachineSnapshot> known = new LinkedHashMap<>();
                snapshots.forEach((name, snapshot) -> known.put(name, snapshot.result()));
                CheckInput input = new CheckInput(known, answers, values, Set.of());
                return new MachineChecks(loop, facts).evaluate(homework.lesson().tasks(), input);
            });
        });
    }
}
