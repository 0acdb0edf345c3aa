package dev.berth.lab.check;

import java.util.List;

/**
 * A kind of object that tasks ask for.
 *
 * @param <T> what one object is
 */
abstract class Subject<T> {

    static final Subject<ContainerFacts> CONTAINER = new Subject<>(List.of(ContainerField.values())) {
        @Override
        List<ContainerFacts> all(final FactsView facts, final boolean includeOlder) {
            return facts.containers(includeOlder);
        }

        @Override
        String container(final ContainerFacts container) {
            return container.id();
        }

        @Override
        Found found(final ContainerFacts container, final int count, final FactsView facts) {
            return Found.container(container, count, facts);
        }
    };

    static final Subject<MachineEvent> EVENT = new Subject<>(List.of(EventField.values())) {
        @Override
        List<MachineEvent> all(final FactsView facts, final boolean includeOlder) {
            return facts.events(includeOlder);
        }

        @Override
        String container(final MachineEvent event) {
            return event.actor();
        }

        @Override
        Found found(final MachineEvent event, final int count, final FactsView facts) {
            return Found.event(event, count);
        }
    };

    private final List<Field<T>> fields;

    private Subject(final List<? extends Field<T>> fields) {
        this.fields = List.copyOf(fields);
    }

    /** What can be asked; what costs nothing to know comes first. */
    List<Field<T>> fields() {
        return fields;
    }

    /** All that there are; the one to tell of comes first. */
    abstract List<T> all(FactsView facts, boolean includeOlder);

    /** The id of the container that it is, or is about; otherwise empty. */
    abstract String container(T object);

    abstract Found found(T object, int count, FactsView facts);
}
