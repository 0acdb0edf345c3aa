package dev.berth.lab.check;

import dev.berth.lab.check.Condition.All;
import dev.berth.lab.check.Condition.Answered;
import dev.berth.lab.check.Condition.Any;
import dev.berth.lab.check.Condition.Expectation;
import dev.berth.lab.check.Condition.HasImage;
import dev.berth.lab.check.Condition.Not;
import dev.berth.lab.check.Condition.Objects;
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
        if (condition instanceof Objects<?> objects) {
            return objects(objects);
        }
        if (condition instanceof HasImage image) {
            return Finding.of(facts.fill(image.image()).map(facts::hasImage).orElse(false));
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

    private <T> Finding objects(final Objects<T> condition) {
        final Subject<T> subject = condition.subject();
        final Optional<Set<String>> allowed = condition.of().map(task -> all(task.conditions()).containers());
        List<T> matching = subject.all(facts, condition.includeOlder());
        if (allowed.isPresent()) {
            matching = matching.stream().filter(object -> allowed.get().contains(subject.container(object))).toList();
        }
        for (final Expectation<T> expectation : condition.expectations()) {
            matching = matching.stream().filter(object -> holds(expectation, object)).toList();
        }
        final int count = matching.size();
        return new Finding(
                condition.count().allows(count),
                count == 0 ? Found.count(0) : subject.found(matching.get(0), count, facts),
                matching.stream().map(subject::container).collect(Collectors.toSet()));
    }

    private <T> boolean holds(final Expectation<T> expectation, final T object) {
        return expectation.matcher().matches(expectation.field().type(), expectation.field().values(object, facts), facts);
    }

    private Finding answered(final Answered condition) {
        final GivenAnswer answer = facts.answers().get(condition.block());
        if (answer == null) {
            return Finding.of(false);
        }
        final boolean asWanted = condition.correct().map(wanted -> wanted == answer.correct()).orElse(true)
                && condition.is().map(is -> is.matches(FieldType.TEXT, List.of(answer.value().strip()), facts)).orElse(true);
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
}
