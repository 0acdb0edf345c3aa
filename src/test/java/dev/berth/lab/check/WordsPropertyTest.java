package dev.berth.lab.check;

import static dev.berth.lab.check.ContainerBuilder.container;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.lab.value.StudentValues;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NumericChars;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

/** Words of conditions, each compared with the same said in the simplest way, on whatever a machine shows. */
class WordsPropertyTest {

    /** What happens, a second after another; the rest of an hour is quiet. */
    private static final List<String> ACTIONS = List.of("start", "die", "pause", "top", "top");

    @Property(tries = 200)
    void orderIsThatOneCameAfterTheOther(@ForAll @Size(max = 9) final List<@IntRange(max = 9) Integer> life, @ForAll @Size(min = 2, max = 3) final List<@IntRange(max = 2) Integer> steps,
            @ForAll @IntRange(min = 1, max = 8) final int within, @ForAll final boolean sameContainer) {
        final String condition = "{ order: [ %s ], within: %ds, sameContainer: %s }".formatted(
                String.join(", ", steps.stream().map(step -> "{event: {action: " + ACTIONS.get(step) + "}}").toList()), within, sameContainer);

        assertThat(met(machine(life), condition)).isEqualTo(
                IntStream.range(0, life.size()).anyMatch(first -> follows(life, steps, 0, first, first, within, sameContainer)));
    }

    private static boolean follows(final List<Integer> life, final List<Integer> steps, final int step, final int at, final int first, final int within, final boolean sameContainer) {
        return action(life.get(at)).equals(ACTIONS.get(steps.get(step))) && at - first <= within && (!sameContainer || actor(life.get(at)).equals(actor(life.get(first))))
                && (step + 1 == steps.size()
                        || IntStream.range(at + 1, life.size()).anyMatch(next -> follows(life, steps, step + 1, next, first, within, sameContainer)));
    }

    @Property(tries = 200)
    void withinATimeIsThatOneWindowHasEnoughOfEach(@ForAll @Size(max = 12) final List<@IntRange(max = 9) Integer> life, @ForAll @Size(min = 2, max = 3) final List<@IntRange(max = 2) Integer> events,
            @ForAll @IntRange(min = 1, max = 8) final int within, @ForAll @IntRange(min = 1, max = 3) final int often) {
        final String condition = "{ all: [ %s ], within: %ds }".formatted(
                String.join(", ", events.stream().map(each -> "{event: {action: %s, atLeast: %d}}".formatted(ACTIONS.get(each), often)).toList()), within);

        assertThat(met(machine(life), condition)).isEqualTo(IntStream.range(0, life.size()).anyMatch(from -> events.stream().allMatch(each ->
                life.subList(from, Math.min(life.size(), from + within + 1)).stream().filter(one -> action(one).equals(ACTIONS.get(each))).count() >= often)));
    }

    private static FakeMachine machine(final List<Integer> life) {
        final FakeMachine machine = new FakeMachine();
        life.forEach(each -> machine.happened(action(each), actor(each), Map.of()));
        return machine;
    }

    private static String action(final int event) {
        return ACTIONS.get(event / 2);
    }

    private static String actor(final int event) {
        return event % 2 == 0 ? "a" : "b";
    }

    @Property(tries = 200)
    void aNumberIsNearAnotherByAPartOfTheOther(@ForAll @IntRange(min = 1, max = 500) final int pid, @ForAll @IntRange(max = 500) final int wanted, @ForAll @IntRange(max = 60) final int tolerance) {
        final FakeMachine machine = running(pid);
        final int off = Math.abs(pid - wanted);

        assertThat(met(machine, "{ container: { pid: {about: %d, within: %d} } }".formatted(wanted, tolerance))).isEqualTo(off <= tolerance);
        assertThat(met(machine, "{ container: { pid: {about: %d, within: %d%%} } }".formatted(wanted, tolerance))).isEqualTo(100 * off <= tolerance * wanted);
        assertThat(met(machine, "{ container: { pid: {atLeast: %d, atMost: %d} } }".formatted(wanted, wanted + tolerance))).isEqualTo(pid >= wanted && pid <= wanted + tolerance);
    }

    @Property(tries = 200)
    void anAnswerIsComparedWithTheFactAsANumber(@ForAll @IntRange(min = 1, max = 99) final int pid, @ForAll @NumericChars @Chars({' ', '.', '-', 'x'}) @StringLength(max = 4) final String typed) {
        final FakeMachine machine = running(pid).answered("asked", typed, false);
        final boolean isNumber = typed.strip().matches("-?[0-9]+(\\.[0-9]+)?");

        assertThat(met(machine, "{ container: { pid: \"${answer.asked}\" } }")).isEqualTo(isNumber && new BigDecimal(typed.strip()).compareTo(BigDecimal.valueOf(pid)) == 0);
    }

    @Property(tries = 200)
    void noConditionOnAnAnswerIsMetBeforeThereIsOne(@ForAll @IntRange(min = 1, max = 9) final int pid, @ForAll @IntRange(max = 3) final int form) {
        final String condition = List.of("{ container: { pid: \"${answer.asked}\" } }", "{ containers: { pid: \"${answer.asked}\", count: 0 } }",
                "{ not: { container: { pid: \"${answer.asked}\" } } }", "{ container: { pid: {not: \"${answer.asked}\"} } }").get(form);

        assertThat(met(running(pid), condition)).isFalse();
    }

    @Property(tries = 200)
    void whatIsFilledIntoAPatternStandsForItself(@ForAll @AlphaChars @Chars({'.', '*', '\\', '[', '(', '|', '+', '$'}) @StringLength(min = 1, max = 4) final String word,
            @ForAll @AlphaChars @Chars({'.', '*', '\\', '[', '(', '|', '+', '$'}) @StringLength(max = 5) final String name) {
        final FakeMachine machine = new FakeMachine().with(container("a").name(name).build(), "");

        assertThat(machine.look(condition("{ container: { name: {matches: '${student.word}.?'} } }"), new StudentValues("Ada", Map.of("word", word))).met())
                .isEqualTo(name.startsWith(word) && name.length() <= word.length() + 1);
    }

    private static FakeMachine running(final int pid) {
        return new FakeMachine().with(container("a").running(pid).build(), "");
    }

    private static boolean met(final FakeMachine machine, final String condition) {
        return machine.look(condition(condition), new StudentValues("Ada", Map.of("word", "heron"))).met();
    }

    private static Condition condition(final String condition) {
        final String file = "tasks: { probe: { points: 1, open: a, done: b, ever: [ %s ] } }".formatted(condition);
        return TasksFile.read("tasks.yaml", file, Set.of("word"), Map.of("asked", true), List.of("vm1")).get(0).conditions().get(0);
    }
}
