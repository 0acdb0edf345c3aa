package dev.berth.lab.check;

import dev.berth.lab.check.Condition.All;
import dev.berth.lab.check.Condition.Answered;
import dev.berth.lab.check.Condition.Any;
import dev.berth.lab.check.Condition.HasImage;
import dev.berth.lab.check.Condition.Not;
import dev.berth.lab.check.Condition.Objects;
import dev.berth.lab.check.Condition.On;
import dev.berth.lab.check.Condition.Order;
import dev.berth.lab.check.Condition.Scripted;
import dev.berth.lab.check.Condition.Together;
import dev.berth.lab.check.Selection.Expectation;
import dev.berth.lab.check.Selection.Has;
import dev.berth.lab.check.Selection.Property;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Looks at conditions, with the facts of one evaluation. */
final class ConditionEvaluator {

    private final FactsView facts;

    ConditionEvaluator(final FactsView facts) {
        this.facts = facts;
    }

    /** Whether all are met; what was found is from the first that found something. */
    Match all(final List<Condition> conditions) {
        final List<MatchValues> found = new ArrayList<>();
        final Set<String> containers = new HashSet<>();
        boolean met = true;
        for (final Condition condition : conditions) {
            // A script costs more than all else.
            final Match match = condition instanceof Scripted && !met ? Match.of(false) : look(condition);
            met = met && match.met();
            found.add(match.found());
            containers.addAll(match.containers());
        }
        return new Match(met, MatchValues.first(found), containers);
    }

    Match look(final Condition condition) {
        if (condition instanceof Objects<?> objects) {
            return objects(objects);
        }
        if (condition instanceof Order order) {
            return order(order);
        }
        if (condition instanceof Together together) {
            return together(together);
        }
        if (condition instanceof HasImage image) {
            return Match.of(facts.fill(image.image()).map(facts::hasImage).orElse(false));
        }
        if (condition instanceof Answered answered) {
            return answered(answered);
        }
        if (condition instanceof Scripted scripted) {
            return Match.of(facts.outcome(scripted.script()).map(CheckScript.Outcome::met).orElse(false));
        }
        if (condition instanceof On on) {
            return facts.on(on.machine(), () -> look(on.condition()));
        }
        if (condition instanceof Not not) {
            final int unasked = facts.unasked();
            return Match.of(!look(not.condition()).met() && facts.unasked() == unasked);
        }
        if (condition instanceof All all) {
            return all(all.conditions());
        }
        return any((Any) condition);
    }

    private <T> Match objects(final Objects<T> condition) {
        final Selection<T> selection = condition.selection();
        final Subject<T> subject = selection.subject();
        final int unasked = facts.unasked();
        final List<T> matching = matching(condition);
        final int count = matching.size();
        return new Match(
                isMet(selection.count(), count, unasked),
                count == 0 ? MatchValues.count(0) : subject.found(matching.get(0), count, facts),
                matching.stream().map(subject::container).collect(Collectors.toSet()));
    }

    private Match order(final Order order) {
        final List<MachineEvent> found = inOrder(order);
        if (found.size() < order.steps().size()) {
            return Match.of(false);
        }
        final MachineEvent last = found.get(found.size() - 1);
        return new Match(true, EventSubject.EVENT.found(last, 1, facts), Set.of(last.actor()));
    }

    /** The events of as many steps as are done, one after the other: of all ways the one that gets farthest. */
    List<MachineEvent> inOrder(final Order order) {
        final List<List<MachineEvent>> steps = order.steps().stream().map(this::oldestFirst).toList();
        List<MachineEvent> best = List.of();
        for (final MachineEvent first : steps.get(0)) {
            final List<MachineEvent> way = from(first, steps, order);
            best = way.size() > best.size() ? way : best;
        }
        return best;
    }

    /** An event, and which of the conditions it is one of. */
    private record Part(MachineEvent event, int of) {}

    /** A window of that time goes over all events: met where it has enough of each. Tells of the last of these. */
    private Match together(final Together together) {
        final List<Part> parts = new ArrayList<>();
        for (int i = 0; i < together.events().size(); i++) {
            final int of = i;
            matching(together.events().get(i)).forEach(event -> parts.add(new Part(event, of)));
        }
        parts.sort(Comparator.comparing(part -> part.event().at()));
        final int[] seen = new int[together.events().size()];
        Match last = Match.of(false);
        int first = 0;
        for (int i = 0; i < parts.size(); i++) {
            final Instant since = parts.get(i).event().at().minus(together.within());
            seen[parts.get(i).of()]++;
            while (parts.get(first).event().at().isBefore(since)) {
                seen[parts.get(first++).of()]--;
            }
            if (IntStream.range(0, seen.length).allMatch(each -> together.events().get(each).selection().count().allows(seen[each]))) {
                last = new Match(true, EventSubject.EVENT.found(parts.get(i).event(), 1, facts),
                        parts.subList(first, i + 1).stream().map(part -> part.event().actor()).collect(Collectors.toSet()));
            }
        }
        return last;
    }

    <T> List<T> matching(final Objects<T> condition) {
        return matching(condition.selection().expectations(), candidates(condition));
    }

    private List<MachineEvent> oldestFirst(final Selection<MachineEvent> step) {
        final List<MachineEvent> events = new ArrayList<>(matching(step.expectations(), facts.events(step.query().includeOlder())));
        Collections.reverse(events);
        return events;
    }

    /** The earliest of each step that follows: later ones come no farther. */
    private static List<MachineEvent> from(final MachineEvent first, final List<List<MachineEvent>> steps, final Order order) {
        final List<MachineEvent> way = new ArrayList<>(List.of(first));
        for (final List<MachineEvent> step : steps.subList(1, steps.size())) {
            final MachineEvent before = way.get(way.size() - 1);
            final Optional<MachineEvent> next = step.stream()
                    .filter(event -> event.at().isAfter(before.at()) && (!order.sameContainer() || event.actor().equals(first.actor())))
                    .findFirst()
                    .filter(event -> order.within().isEmpty() || !event.at().isAfter(first.at().plus(order.within().get())));
            if (next.isEmpty()) {
                return way;
            }
            way.add(next.get());
        }
        return way;
    }

    /** What may be meant. */
    <T> List<T> candidates(final Objects<T> condition) {
        final Subject<T> subject = condition.selection().subject();
        final List<T> all = subject.all(facts, condition.selection().query());
        final Optional<Set<String>> allowed = condition.of().map(task -> facts.onFirst(() -> all(task.conditions())).containers());
        return allowed.isEmpty() ? all : all.stream().filter(object -> allowed.get().contains(subject.container(object))).toList();
    }

    <T> List<T> matching(final List<Expectation<T>> expectations, final List<T> candidates) {
        List<T> matching = candidates;
        for (final Expectation<T> expectation : expectations) {
            if (expectation instanceof Property<T> property && !property.matcher().isKnown(facts)) {
                return facts.notAsked();
            }
            matching = matching.stream().filter(object -> holds(expectation, object)).toList();
        }
        return matching;
    }

    <T> boolean holds(final Expectation<T> expectation, final T object) {
        if (expectation instanceof Property<T> property) {
            return property.matcher().matches(property.field().type(), property.field().values(object, facts), facts);
        }
        return holds((Has<T, ?>) expectation, object);
    }

    private <T, U> boolean holds(final Has<T, U> has, final T object) {
        final int unasked = facts.unasked();
        final List<U> related = has.relation().reader().related(object, facts, has.selection().query());
        return isMet(has.selection().count(), matching(has.selection().expectations(), related).size(), unasked);
    }

    /** What could not be asked is not known to be missing. @param unasked before it was looked for */
    private boolean isMet(final Selection.Count wanted, final int count, final int unasked) {
        return wanted.allows(count) && (wanted.least() > 0 || facts.unasked() == unasked);
    }

    private Match answered(final Answered condition) {
        final GivenAnswer answer = facts.answers().get(condition.block());
        if (answer == null) {
            return Match.of(false);
        }
        final boolean asWanted = condition.correct().map(wanted -> wanted == answer.correct()).orElse(true)
                && condition.is().map(is -> is.matches(FieldType.TEXT, List.of(answer.value().strip()), facts)).orElse(true)
                && condition.sinceStart().map(wanted -> wanted == !answer.at().isBefore(facts.runningSince())).orElse(true);
        return new Match(asWanted, MatchValues.answer(answer), Set.of());
    }

    private Match any(final Any condition) {
        Match last = Match.of(false);
        for (final Condition each : condition.conditions()) {
            last = look(each);
            if (last.met()) {
                return last;
            }
        }
        return last;
    }
}
