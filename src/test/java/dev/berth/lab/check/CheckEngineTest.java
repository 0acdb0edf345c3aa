package dev.berth.lab.check;

import static dev.berth.lab.check.ContainerBuilder.container;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.lab.value.StudentValues;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CheckEngineTest {

    private static final String GREETING = """
            tasks:
              greet:
                points: 1
                open: "a greeting of `${student.word}`"
                done: "it said hello, ${student.word}"
                ever: [ { container: { image: debian, exitCode: 0, logs: "hello, ${student.word}" } } ]
                beyondRepair:
                  - { when: { not: { image: debian } }, say: "the image is gone" }
                misses:
                  - { when: { container: { logs: "hello" } }, say: "it said `${found.logs}`", hint: "say ${student.word}" }
                  - { say: "nothing was said" }
              tidy:
                points: 1
                needs: [greet]
                open: "no containers"
                done: "all gone"
                now: [ { containers: { count: 0 } } ]
                misses: [ { when: { containers: { atLeast: 1 } }, say: "${found.count} left, `${found.name}` for one" }, { say: "none" } ]
            """;

    private final StudentValues student = new StudentValues("Ada", Map.of("word", "heron"));
    private final List<Task> tasks = TasksFile.read("tasks.yaml", GREETING, Set.of("word"), Map.of(), List.of("vm1"));
    private final FakeMachine machine = new FakeMachine().withImage("debian");

    @Test
    void passesWhatTheMachineShows() {
        machine.with(container("a").build(), "hello, heron\n");

        assertThat(greet(Set.of())).isEqualTo(new Evaluation(new Verdict.Passed("it said hello, heron"), true, true));
    }

    @Test
    void saysWhichFactIsMissing() {
        assertThat(greet(Set.of())).isEqualTo(new Evaluation(new Verdict.NotYet("nothing was said", ""), false, false));
    }

    @Test
    void answersANeighboursCommandWithWhatItDid() {
        machine.with(container("a").build(), "hello, otter\n");

        assertThat(greet(Set.of()).verdict()).isEqualTo(new Verdict.NotYet("it said `hello, otter`", "say heron"));
    }

    @Test
    void offersAResetWhenTheTaskCannotBeDoneAnyMore() {
        machine.withoutImages();

        assertThat(greet(Set.of()).verdict()).isEqualTo(new Verdict.BeyondRepair("the image is gone"));
    }

    @Test
    void takesTheBlameWhenTheMachineDoesNotAnswer() {
        machine.unreachable();

        assertThat(greet(Set.of())).isEqualTo(new Evaluation(new Verdict.OurFault("your machine does not answer"), false, false));
    }

    @Test
    void keepsWhatWasPassedEvenIfTheMachineDoesNotAnswer() {
        machine.unreachable();

        assertThat(greet(Set.of("greet")).ever()).isTrue();
        assertThat(tidy(Set.of("greet", "tidy"))).extracting(Evaluation::ever, Evaluation::now).containsExactly(true, false);
    }

    @Test
    void keepsATaskDoneThatHadToBeDoneOnce() {
        assertThat(greet(Set.of("greet"))).isEqualTo(new Evaluation(new Verdict.Passed("it said hello, heron"), true, true));
    }

    @Test
    void tellsWhatWasOnceDoneFromWhatIsDoneNow() {
        machine.with(container("a").name("boring_wiles").build(), "");

        assertThat(tidy(Set.of("greet", "tidy")))
                .isEqualTo(new Evaluation(new Verdict.NotYet("1 left, `boring_wiles` for one", ""), true, false));
    }

    @Test
    void putsNeededTasksFirst() {
        assertThat(tidy(Set.of()).verdict()).isEqualTo(new Verdict.NotYet("first comes: a greeting of `heron`", ""));
    }

    @Test
    void readsTheOutputOfFewContainersHoweverManyThereAre() {
        for (int i = 0; i < 5000; i++) {
            machine.with(container("c" + i).build(), "x".repeat(100));
        }

        greet(Set.of());

        assertThat(machine.read()).hasSizeLessThanOrEqualTo(FactsView.MOST_LOGS).doesNotHaveDuplicates().startsWith("c4999");
    }

    @Test
    void looksAtTheBeginningOfALongLogOnly() {
        machine.with(container("a").build(), "x".repeat(FactRequest.MOST_LOG_BYTES) + "hello, heron");

        assertThat(greet(Set.of()).ever()).isFalse();
    }

    private Evaluation greet(final Set<String> passed) {
        return machine.evaluate(tasks.subList(0, 1), student, passed).get("greet");
    }

    private Evaluation tidy(final Set<String> passed) {
        return machine.evaluate(tasks.subList(1, 2), student, passed).get("tidy");
    }
}
