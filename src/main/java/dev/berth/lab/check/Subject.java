package dev.berth.lab.check;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A kind of object that tasks ask for.
 *
 * @param <T> what one object is
 */
abstract class Subject<T> {

    private final String word;
    private final List<Field<T>> fields;
    private final List<Relation<T, ?>> relations;

    /**
     * @param word for one of them, in sentences
     * @param fields what can be asked; what costs nothing to know comes first
     */
    Subject(final String word, final List<Field<T>> fields, final List<Relation<T, ?>> relations) {
        this.word = word;
        this.fields = List.copyOf(fields);
        this.relations = List.copyOf(relations);
    }

    String word() {
        return word;
    }

    List<Field<T>> fields() {
        return fields;
    }

    List<Relation<T, ?>> relations() {
        return relations;
    }

    /** All that there are; the one to tell of comes first. Only of those that are asked for by themselves, and not as what belongs to another. */
    List<T> all(final FactsView facts, final Selection.Query query) {
        throw new IllegalStateException("a " + word + " is asked for through what it belongs to");
    }

    /** What sentences call one of them; it comes from the machine. */
    abstract String title(T object);

    /** The id of the container that it is, or is about; otherwise empty. */
    String container(final T object) {
        return "";
    }

    /** Whether some are from before the lesson began, which count only when they are asked for. */
    boolean hasAge() {
        return false;
    }

    /** Whether tasks say in what they are looked for. */
    boolean hasPlace() {
        return false;
    }

    /** What sayings can tell beside the fields, or in their place. */
    List<Field<T>> told() {
        return List.of();
    }

    /** The names by which sayings tell of one. */
    final List<String> names() {
        final List<String> names = new ArrayList<>(List.of("count"));
        Stream.concat(told().stream(), fields.stream()).map(Field::key).filter(key -> !names.contains(key)).forEach(names::add);
        return names;
    }

    /** What sayings can tell of one. */
    final MatchValues found(final T object, final int count, final FactsView facts) {
        return name -> name.equals("count") ? Integer.toString(count)
                : Stream.concat(told().stream(), fields.stream()).filter(field -> field.key().equals(name)).findFirst()
                        .map(field -> MatchValues.values(field.values(object, facts)))
                        .orElse("");
    }

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
}
