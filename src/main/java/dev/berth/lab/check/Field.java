package dev.berth.lab.check;

import java.util.List;

/**
 * Something that can be asked of an object in tasks.yaml.
 *
 * @param <T> what the object is
 */
interface Field<T> {

    /** The key in tasks.yaml. */
    String key();

    FieldType type();

    /** The values that it has; more than one of lists, such as labels; none as long as there is none, such as the exit code of what runs. */
    List<String> values(T object, FactsView facts);
}
