package dev.berth.lab.check;

import static dev.berth.lab.check.ContainerBuilder.container;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.lab.value.StudentValues;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Conditions that name the machine that they are about. */
class SeveralMachinesTest {

    private final StudentValues student = new StudentValues("Ada", Map.of());
    private final FakeMachine first = new FakeMachine().withImage("debian");
    private final FakeMachine second = new FakeMachine();
    private final Map<String, FakeMachine> machines = new LinkedHashMap<>();

    @BeforeEach
    void order() {
        machines.put("vm1", first);
        machines.put("vm2", second);
    }

    @Test
    void looksAtTheMachineThatIsNamedAndElseAtTheFirst() {
        first.with(container("a").name("web").build(), "");

        assertThat(look("{ container: { name: web } }").now()).isTrue();
        assertThat(look("{ container: { name: web }, on: vm1 }").now()).isTrue();
        assertThat(look("{ container: { name: web }, on: vm2 }").now()).isFalse();
        assertThat(look("{ image: debian, on: vm2 }").now()).isFalse();
        assertThat(look("{ not: { image: debian }, on: vm2 }").now()).isTrue();
    }

    @Test
    void meansAllThatIsWithinButWhatNamesAnother() {
        second.with(container("a").name("web").build(), "").happened("start", "a", Map.of("name", "web"));

        assertThat(look("{ all: [ { container: { name: web } }, { event: { action: start } }, { image: debian, on: vm1 } ], on: vm2 }").now()).isTrue();
        assertThat(look("{ any: [ { image: debian }, { container: { name: other } } ], on: vm2 }").now()).isFalse();
    }

    @Test
    void saysOnWhichMachineSomethingIsMissing() {
        assertThat(look("{ container: { name: web }, on: vm2 }").verdict()).isEqualTo(new Verdict.NotYet("on `vm2`: there is no container called `web` yet", ""));
    }

    /** The containers of the task before were looked for among those of the other machine. */
    @Test
    void takesContainersOfAnEarlierTaskFromWhereThatTaskLooks() {
        first.with(container("a").name("web").build(), "");
        second.with(container("b").name("web").build(), "");
        final List<Task> tasks = read("""
                tasks:
                  web: { points: 1, open: a, done: b, ever: [ { container: { name: web }, on: vm2 } ] }
                  probe: { points: 1, open: a, done: b, ever: [ { container: { name: web }, of: web, on: vm2 } ] }
                  other: { points: 1, open: a, done: b, ever: [ { container: { name: web }, of: web } ] }
                """);

        final Map<String, Evaluation> seen = FakeMachine.evaluate(machines, tasks, student);

        assertThat(seen.get("probe").now()).isTrue();
        assertThat(seen.get("other").now()).isFalse();
    }

    @Test
    void takesTheBlameForAMachineThatDoesNotAnswerAndForNoOther() {
        first.with(container("a").name("web").build(), "");
        second.unreachable();

        assertThat(look("{ container: { name: web } }").now()).isTrue();
        assertThat(look("{ container: { name: web }, on: vm2 }").verdict()).isEqualTo(new Verdict.OurFault("your machine does not answer"));
    }

    /** A learner's own computer is one machine. */
    @Test
    void doesNotLookAtOneMachineForAnother() {
        first.with(container("a").name("web").build(), "");
        machines.remove("vm2");

        assertThat(look("{ container: { name: web }, on: vm2 }").verdict()).isEqualTo(new Verdict.OurFault("machine `vm2` is not there: this task needs a Berth server, which has several machines"));
    }

    @Test
    void needsMachinesOfBerthWhereAPartDoes() {
        assertThat(read(task("{ process: { program: sh }, on: vm2 }")).get(0).needsMachine()).isTrue();
        assertThat(read(task("{ container: { name: web }, on: vm2 }")).get(0).needsMachine()).isFalse();
    }

    private Evaluation look(final String condition) {
        return FakeMachine.evaluate(machines, read(task(condition)), student).get("probe");
    }

    private static String task(final String condition) {
        return "tasks: { probe: { points: 1, open: a, done: b, now: [ " + condition + " ] } }";
    }

    private static List<Task> read(final String file) {
        return TasksFile.read("tasks.yaml", file, Set.of(), Map.of(), List.of("vm1", "vm2"));
    }
}
