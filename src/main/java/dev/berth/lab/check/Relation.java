package dev.berth.lab.check;

import java.util.List;

/**
 * Objects that belong to another: the processes of a container, the containers that use a volume.
 *
 * @param <T> what the other object is
 * @param <U> what they are
 * @param key in tasks.yaml
 */
record Relation<T, U>(String key, Subject<U> subject, Reader<T, U> reader) {

    /** Finds them. */
    @FunctionalInterface
    interface Reader<T, U> {
        List<U> related(T object, FactsView facts, Selection.Query query);
    }
}
