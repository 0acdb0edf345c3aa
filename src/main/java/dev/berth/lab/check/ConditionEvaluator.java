package dev.berth.lab.check;

import dev.berth.lab.check.Condition.All;
import dev.berth.lab.check.Condition.Answered;
import dev.berth.lab.check.Condition.Any;
import dev.berth.lab.check.Condition.Containers;
import dev.berth.lab.check.Condition.Happened;
import dev.berth.lab.check.Condition.HasImage;
import dev.berth.lab.check.Condition.Not;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Looks at conditions, with the facts of one evaluation. */
final class ConditionEvaluator {

    private final FactsView facts;

    ConditionEvaluator(final FactsView facts) {
        this.facts = facts;
    }

    /** Whether all are met; what was found is from the first that found something. */
    Finding all(final List<Condition> conditions) {
        final List<Found> found = new ArrayList<>();
        final Set<String> containers = new HashSet<>();
        boolean met = true;
        for (final Condition condition : conditions) {
            final Finding finding = look(condition);
            met = met && finding.met();
            found.add(finding.found());
            containers.addAll(finding.containers());
        }
        return new Finding(met, Found.first(found), containers);
    }

    Finding look(final Condition condition) {
        if (condition instanceof Containers containers) {
            return containers(containers);
        }
        if (condition instanceof Happened happened) {
            return happened(happened);
        }
        if (condition instanceof HasImage image) {
            return Finding.of(facts.expected(image.image()).map(facts::hasImage).orElse(false));
        }
        if (condition instanceof Answered answered) {
            return answered(answered);
        }
        if (condition instanceof Not not) {
            return Finding.of(!look(not.condition()).met());
        }
        if (condition instanceof All all) {
            return all(all.conditions());
        }
        return any((Any) condition);
    }

    private Finding containers(final Containers condition) {
        final Optional<Set<String>> allowed = condition.of().map(this::containersOf);
        List<ContainerFacts> matching = facts.containers(condition.includeOlder());
        if (allowed.isPresent()) {
            matching = matching.stream().filter(container -> allowed.get().contains(container.id())).toList();
        }
        for (final ContainerTest test : condition.tests()) {
            final Optional<String> expected = facts.expected(test.expected());
            matching = matching.stream()
                    .filter(container -> expected.isPresent() && test.field().holds(container, expected.get(), facts))
                    .toList();
        }
        final int count = matching.size();
        return new Finding(
                condition.count().allows(count),
                count == 0 ? Found.count(0) : Found.container(matching.get(0), count, facts),
                matching.stream().map(ContainerFacts::id).collect(Collectors.toSet()));
    }

    private Finding happened(final Happened condition) {
        final Optional<Set<String>> allowed = condition.of().map(this::containersOf);
        List<MachineEvent> matching = facts.events(condition.includeOlder());
        if (allowed.isPresent()) {
            matching = matching.stream().filter(event -> allowed.get().contains(event.actor())).toList();
        }
        for (final EventTest test : condition.tests()) {
            final Optional<String> expected = facts.expected(test.expected());
            matching = matching.stream()
                    .filter(event -> expected.isPresent() && test.field().holds(event, expected.get(), facts))
                    .toList();
        }
        final int count = matching.size();
        return new Finding(
                condition.count().allows(count),
                count == 0 ? Found.count(0) : Found.event(matching.get(count - 1), count),
                matching.stream().map(MachineEvent::actor).collect(Collectors.toSet()));
    }

    private Finding answered(final Answered condition) {
        final GivenAnswer answer = facts.answers().get(condition.block());
        if (answer == null) {
            return Finding.of(false);
        }
        final boolean asWanted = condition.correct().map(wanted -> wanted == answer.correct()).orElse(true)
                && condition.is().map(is -> facts.expected(is).map(answer.value().strip()::equals).orElse(false)).orElse(true);
        return new Finding(asWanted, Found.answer(answer), Set.of());
    }

    private Finding any(final Any condition) {
        Finding last = Finding.of(false);
        for (final Condition each : condition.conditions()) {
            last = look(each);
            if (last.met()) {
                return last;
            }
        }
        return last;
    }

    private Set<String> containersOf(final Task task) {
        return all(task.conditions()).containers();
    }
}
