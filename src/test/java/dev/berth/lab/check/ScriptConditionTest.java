package dev.berth.lab.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.lab.check.CheckScript.Outcome;
import dev.berth.lab.value.StudentValues;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Tasks that a script of the lesson decides. */
class ScriptConditionTest {

    private static final String TASK = """
            tasks:
              report:
                points: 1
                open: a
                done: well reported
                ever:
                  - image: debian
                  - script: { run: check-report.sh, files: [ ~/report.txt ], docker: [ containers ] }
            """;

    private final List<FactRequest.Script> asked = new ArrayList<>();
    private final StudentValues student = new StudentValues("Ada", Map.of("word", "heron"));

    private Verdict verdict(final FakeMachine machine, final boolean met, final String said) {
        machine.withScripts(script -> {
            asked.add(script);
            return new Outcome(met, said);
        });
        final List<Task> tasks = TasksFile.read("tasks.yaml", TASK, Set.of("word"), Map.of(), List.of("vm1"), file -> Optional.of("#!/bin/sh\n"));
        return machine.evaluate(tasks, student, Set.of()).get("report").verdict();
    }

    @Test
    void passesWhenTheScriptSaysSo() {
        assertThat(verdict(new FakeMachine().withImage("debian"), true, "")).isEqualTo(new Verdict.Passed("well reported"));

        assertThat(asked).first().isEqualTo(new FactRequest.Script(
                new CheckScript("check-report.sh", "#!/bin/sh\n", "debian", List.of("~/report.txt"), List.of("containers")), Map.of("BERTH_STUDENT_WORD", "heron")));
    }

    @Test
    void saysWhatTheScriptSays() {
        assertThat(verdict(new FakeMachine().withImage("debian"), false, "`report.txt` is of another\u0007 machine").text()).isEqualTo("`report.txt` is of another\ufffd machine");
    }

    /** A script costs more than all else. */
    @Test
    void asksNoScriptWhileAConditionBeforeItIsNotMet() {
        assertThat(verdict(new FakeMachine(), true, "").text()).isEqualTo("the image `debian` is not on this machine");

        assertThat(asked).isEmpty();
    }
}
