package dev.berth.lab.check;

import static dev.berth.lab.check.ContainerBuilder.container;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.lab.value.StudentValues;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionTest {

    private static final String SLEEPER_ID = "5".repeat(64);

    private final StudentValues student = new StudentValues("Ada", Map.of("vessel", "brisk-heron", "seconds", "1948"));
    private final FakeMachine machine = new FakeMachine()
            .withImage("debian")
            .with(container("1".repeat(64)).build(), "hello, heron\nhello, heron\n")
            .with(container(SLEEPER_ID).name("brisk-heron").command("sleep", "1948").running(4711).detached().label("trip", "fern").build(), " 3760 \n")
            .happened("start", "1".repeat(64), Map.of("image", "debian"))
            .happened("die", "1".repeat(64), Map.of())
            .happened("attach", "1".repeat(64), Map.of())
            .happened("start", "1".repeat(64), Map.of("image", "debian"))
            .happened("start", SLEEPER_ID, Map.of("name", "brisk-heron", "image", "debian"))
            .happened("exec_start: sh", SLEEPER_ID, Map.of("name", "brisk-heron", "image", "debian", "execID", "e2"))
            .happened("exec_start: bash -l", SLEEPER_ID, Map.of("name", "brisk-heron", "image", "debian", "execID", "e1"))
            .happened("exec_die", SLEEPER_ID, Map.of("name", "brisk-heron", "image", "debian", "execID", "e2", "exitCode", "66"))
            .happened("exec_die", SLEEPER_ID, Map.of("name", "brisk-heron", "image", "debian", "execID", "e1", "exitCode", "0"))
            .happened("exec_die", SLEEPER_ID, Map.of("name", "brisk-heron", "image", "debian", "execID", "unknown", "exitCode", "7"))
            .happened("die", SLEEPER_ID, Map.of("name", "brisk-heron", "image", "debian", "exitCode", "137", "trip", "fern"))
            .happened("start", SLEEPER_ID, Map.of("name", "brisk-heron", "image", "debian"))
            .selfRemoving(SLEEPER_ID, true)
            .withExec("e1", true)
            .withExec("e2", false)
            .answered("rolled", " 3760 ", true)
            .answered("outside", "4711", true)
            .answered("quiz", "2", false);

    @ParameterizedTest
    @ValueSource(strings = {
        "{ container: { image: debian, state: exited, exitCode: 0, command: echo hello } }",
        "{ container: { image: docker.io/library/debian:latest } }",
        "{ container: { name: \"${student.vessel}\", command: \"sleep ${student.seconds}\", attached: false, terminal: false, interactive: false } }",
        "{ container: { autoRemove: false, label: trip } }",
        "{ container: { label: trip=fern } }",
        "{ container: { name: brisk-heron, id: \"555555555555\" } }",
        "{ container: { name: brisk-heron, id: \"5555555555555555555555555555555555555555555555555555555555555555\" } }",
        "{ container: { attached: true, state: exited } }",
        "{ container: { pid: \"${answer.outside}\" } }",
        "{ container: { line: \"${answer.rolled}\" } }",
        "{ container: { starts: 2, attaches: 1 } }",
        "{ containers: { image: debian, count: 2 } }",
        "{ containers: { state: paused, atMost: 1 } }",
        "{ event: { action: die, exitCode: 137, image: debian, name: \"${student.vessel}\", label: trip=fern } }",
        "{ event: { action: exec_start, command: bash -l } }",
        "{ event: { action: exec_die, command: sh, exitCode: 66 } }",
        "{ event: { action: exec_die, command: bash -l, exitCode: 0 } }",
        "{ event: { action: start, image: debian, count: 4 } }",
        "{ event: { action: die, autoRemove: true } }",
        "{ event: { action: exec_die, exitCode: 0, terminal: true } }",
        "{ event: { action: exec_die, exitCode: 66, terminal: false } }",
        "{ event: { action: die, id: \"555555555555\" } }",
        "{ event: { action: die, id: \"5555555555555555555555555555555555555555555555555555555555555555\" } }",
        "{ answer: { block: rolled, sinceStart: true } }",
        "{ event: { action: pause, count: 0 } }",
        "{ image: \"debian:latest\" }",
        "{ answer: { block: quiz } }",
        "{ answer: { block: quiz, correct: false } }",
        "{ answer: { block: rolled, is: \"3760\" } }",
        "{ not: { image: busybox } }",
        "{ any: [ { image: busybox }, { image: debian } ] }",
        "{ all: [ { image: debian }, { answer: { block: quiz } } ] }",
    })
    void isMet(final String condition) {
        assertThat(look(condition).met()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "{ container: { image: busybox } }",
        "{ container: { state: running, exitCode: 0 } }",
        "{ container: { name: brisk } }",
        "{ container: { command: sleep } }",
        "{ container: { label: trip=oak } }",
        "{ container: { name: brisk-heron, id: \"5555\" } }",
        "{ container: { label: fern } }",
        "{ container: { line: \"376\" } }",
        "{ container: { line: \"${answer.missing}\" } }",
        "{ container: { pid: 0 } }",
        "{ container: { starts: 3 } }",
        "{ containers: { count: 1 } }",
        "{ containers: { atLeast: 3 } }",
        "{ event: { action: exec_start, command: bash } }",
        "{ event: { action: exec_die, command: bash -l, exitCode: 66 } }",
        "{ event: { action: exec_die, command: { matches: '.+' }, exitCode: 7 } }",
        "{ event: { action: die, type: image } }",
        "{ event: { action: start, count: 1 } }",
        "{ event: { action: die, autoRemove: false } }",
        "{ event: { action: exec_die, exitCode: 66, terminal: true } }",
        "{ event: { action: exec_die, exitCode: 7, terminal: true } }",
        "{ event: { action: exec_die, exitCode: 7, terminal: false } }",
        "{ event: { action: die, terminal: false } }",
        "{ event: { action: die, id: \"5555\" } }",
        "{ answer: { block: rolled, sinceStart: false } }",
        "{ answer: { block: missing, sinceStart: true } }",
        "{ event: { action: attach, autoRemove: true } }",
        "{ event: { action: attach, autoRemove: false } }",
        "{ answer: { block: missing } }",
        "{ answer: { block: quiz, correct: true } }",
        "{ answer: { block: quiz, is: \"3\" } }",
        "{ any: [ { image: busybox } ] }",
        "{ all: [ { image: debian }, { image: busybox } ] }",
    })
    void isNotMet(final String condition) {
        assertThat(look(condition).met()).isFalse();
    }

    /** Whatever ran has ended with the machine: nobody has ended it. */
    @Test
    void knowsAnAnswerThatIsOlderThanTheMachinesLastStart() {
        machine.startedAnew();

        assertThat(look("{ answer: { block: outside, sinceStart: true } }").met()).isFalse();
        assertThat(look("{ answer: { block: outside, sinceStart: false } }").met()).isTrue();
        assertThat(machine.explain(condition("{ answer: { block: outside, sinceStart: true } }"), student))
                .isEqualTo("your machine was started anew since you answered `4711`, and what ran before has ended; begin once more, and answer again");
    }

    @Test
    void knowsTheImageOfAContainerThatWasMadeByTheImagesId() {
        final String imageId = "sha256:debian";
        machine.with(container("e").name("by-id").image("debi", imageId).build(), "");

        assertThat(look("{ container: { image: debian, name: by-id } }").met()).isTrue();
    }

    /** After a build that gives the name to another image, a container of the older one passed for one of the newer. */
    @Test
    void knowsThatTheNameOfAContainersImageHasMovedOn() {
        machine.with(new ImageFacts("sha256:0123456789abcdef", List.of("mine:latest"), 1), new ImageContentFacts(List.of(), List.of(), List.of(), "", "", Map.of(), List.of(), List.of(), List.of(), List.of()));
        machine.with(container("e").name("older").image("mine", "sha256:fedcba9876543210").build(), "");
        machine.with(container("f").name("newer").image("mine", "sha256:0123456789abcdef").build(), "");

        assertThat(look("{ container: { image: mine, name: newer } }").met()).isTrue();
        assertThat(look("{ container: { image: mine, name: older } }").met()).isFalse();
        assertThat(look("{ container: { image: fedcba987654, name: older } }").met()).isTrue();
    }

    /** A container that somebody waited for passed as detached: inspect had it running a moment before the event of the attaching came. */
    @Test
    void doesNotCallAContainerDetachedWhileItsEventsAreNotKnown() {
        machine.with(container("e").name("late").running(12).build(), "");

        assertThat(look("{ container: { name: late, attached: false } }").met()).isFalse();
        assertThat(look("{ container: { name: late, attached: true } }").met()).isFalse();

        machine.happened("start", "e", Map.of());

        assertThat(look("{ container: { name: late, attached: false } }").met()).isTrue();
    }

    /** Who left a shell by exit, started its container and attached had come back to it, and had not: it was another shell. */
    @Test
    void countsThoseWhoAttachByRuns() {
        machine.with(container("e").name("desk").running(12).build(), "")
                .happened("attach", "e", Map.of())
                .happened("start", "e", Map.of())
                .happened("die", "e", Map.of())
                .happened("start", "e", Map.of())
                .happened("attach", "e", Map.of());

        assertThat(look("{ container: { name: desk, attaches: 1, starts: 2 } }").met()).isTrue();
        assertThat(look("{ container: { name: desk, attaches: 2 } }").met()).isFalse();

        machine.happened("attach", "e", Map.of());

        assertThat(look("{ container: { name: desk, attaches: 2 } }").met()).isTrue();
    }

    /** Who attached in a second terminal had come back to a shell that nobody had left. */
    @Test
    void takesNobodyForReturnedWhomNobodySawLeave() {
        machine.tellingOfLeaving().with(container("e").name("desk").running(12).build(), "")
                .happened("attach", "e", Map.of())
                .happened("start", "e", Map.of())
                .happened("attach", "e", Map.of());

        assertThat(look("{ container: { name: desk, returns: 1 } }").met()).isFalse();

        machine.happened("detach", "e", Map.of());

        assertThat(look("{ container: { name: desk, returns: 1 } }").met()).isFalse();

        machine.happened("attach", "e", Map.of());

        assertThat(look("{ container: { name: desk, returns: 1 } }").met()).isTrue();
        assertThat(look("{ container: { name: desk, returns: 2 } }").met()).isFalse();
    }

    @Test
    void takesWhoeverAttachesAgainForReturnedWhereDockerTellsNothingOfLeaving() {
        machine.with(container("e").name("desk").running(12).build(), "")
                .happened("attach", "e", Map.of())
                .happened("start", "e", Map.of());

        assertThat(look("{ container: { name: desk, returns: 1 } }").met()).isFalse();

        machine.happened("attach", "e", Map.of());

        assertThat(look("{ container: { name: desk, returns: 1 } }").met()).isTrue();
    }

    @Test
    void countsNobodyTwiceWhoAttachesToStartWhatHadEndedUnheard() {
        machine.with(container("e").name("desk").running(12).build(), "")
                .happened("attach", "e", Map.of())
                .happened("start", "e", Map.of())
                .happened("attach", "e", Map.of())
                .happened("start", "e", Map.of());

        assertThat(look("{ container: { name: desk, attaches: 2 } }").met()).isFalse();
        assertThat(look("{ container: { name: desk, attached: true } }").met()).isTrue();

        machine.happened("attach", "e", Map.of());

        assertThat(look("{ container: { name: desk, attaches: 2 } }").met()).isFalse();
    }

    /** A sleeper that was started with -d, then stopped, then started by start -a, kept a terminal and passed as one in the background; and the other way round. */
    @Test
    void knowsWhetherTheLastStartStayedAttached() {
        machine.with(container("e").name("late").running(12).build(), "")
                .happened("attach", "e", Map.of())
                .happened("start", "e", Map.of())
                .happened("die", "e", Map.of());

        assertThat(look("{ container: { name: late, attached: true } }").met()).isFalse();
        assertThat(look("{ container: { name: late, attached: false } }").met()).isFalse();

        machine.happened("start", "e", Map.of());

        assertThat(look("{ container: { name: late, attached: false } }").met()).isTrue();

        machine.happened("die", "e", Map.of()).happened("attach", "e", Map.of()).happened("start", "e", Map.of());

        assertThat(look("{ container: { name: late, attached: true } }").met()).isTrue();
    }

    @Test
    void knowsADetachedContainerWhoseStartIsForgotten() {
        machine.with(container("e").name("late").detached().running(12).build(), "");

        assertThat(look("{ container: { name: late, attached: false } }").met()).isTrue();
    }

    /** A machine that ends kills its containers: they have exit code 137, and nobody has stopped them. */
    @Test
    void tellsWhomDockerKilledInTheLastRun() {
        machine.with(container("e").name("killed").state("exited", 137).build(), "")
                .happened("start", "e", Map.of())
                .happened("kill", "e", Map.of("signal", "15"))
                .happened("kill", "e", Map.of("signal", "9"))
                .happened("die", "e", Map.of("exitCode", "137"));

        assertThat(look("{ container: { name: killed, exitCode: 137, signal: 9 } }").met()).isTrue();
        assertThat(look("{ container: { name: killed, signal: 15 } }").met()).isTrue();
        assertThat(look("{ container: { name: killed, signal: 1 } }").met()).isFalse();

        machine.happened("start", "e", Map.of()).happened("die", "e", Map.of("exitCode", "137"));

        assertThat(look("{ container: { name: killed, exitCode: 137, signal: 9 } }").met()).isFalse();
    }

    @Test
    void countsNothingFromBeforeTheLessonUnlessItIsToldTo() {
        machine.happened("pause", SLEEPER_ID, Map.of()).started(Instant.parse("2026-01-02T00:00:00Z"));

        assertThat(look("{ container: { image: debian } }").met()).isFalse();
        assertThat(look("{ containers: { count: 0 } }").met()).isTrue();
        assertThat(look("{ event: { action: pause } }").met()).isFalse();
        assertThat(look("{ container: { image: debian }, of: sleeper }").met()).isFalse();
        assertThat(look("{ container: { image: debian, starts: 2, includeOlder: true } }").met()).isTrue();
        assertThat(look("{ event: { action: pause, includeOlder: true } }").met()).isTrue();
        assertThat(look("{ event: { action: pause, includeOlder: false } }").met()).isFalse();

        machine.with(container("e").created(Instant.parse("2026-01-02T00:00:00Z")).build(), "");

        assertThat(look("{ containers: { image: debian, count: 1 } }").met()).isTrue();
    }

    @Test
    void seesAProgramThatCouldNotBeStartedByItsExitCode() {
        machine.with(container("e").command("nosuch").state("created", 127).build(), "");

        assertThat(look("{ container: { exitCode: 127 } }").met()).isTrue();
        assertThat(look("{ container: { command: nosuch, exitCode: 0 } }").met()).isFalse();
    }

    @Test
    void restrictsToTheContainersOfAnotherTask() {
        machine.with(container("f").name("other").build(), "").happened("attach", "f", Map.of()).happened("start", "f", Map.of());

        assertThat(look("{ container: { attaches: 1 }, of: sleeper }").met()).isFalse();
        assertThat(look("{ event: { action: die }, of: sleeper }").met()).isTrue();
        assertThat(look("{ event: { action: attach }, of: sleeper }").met()).isFalse();
    }

    @Test
    void tellsOfTheNewestContainerAndTheLastEvent() {
        machine.with(container("f".repeat(64)).name("newest").build(), "\n  the first line  \nthe second");

        final Match found = look("{ containers: { image: debian } }");

        assertThat(List.of("name", "id", "logs", "count", "exitCode", "signal")).map(found.found()::value)
                .containsExactly("newest", "f".repeat(12), "the first line", "3", "0", "");
        assertThat(look("{ event: { action: exec_start } }").found().value("command")).isEqualTo("bash -l");
    }

    private Match look(final String condition) {
        return machine.look(condition(condition), student);
    }

    private static Condition condition(final String condition) {
        final String file = """
                tasks:
                  sleeper:
                    points: 1
                    open: a
                    done: b
                    ever: [ { container: { name: "${student.vessel}" } } ]
                    misses: [ { say: c } ]
                  probe:
                    points: 1
                    open: a
                    done: b
                    ever: [ %s ]
                    misses: [ { say: c } ]
                """.formatted(condition);
        final Task probe = TasksFile.read("tasks.yaml", file, Set.of("vessel", "seconds"), Map.of("rolled", true, "outside", true, "quiz", true, "missing", true), List.of("vm1")).get(1);
        return probe.conditions().get(0);
    }
}
