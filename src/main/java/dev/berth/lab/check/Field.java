package dev.berth.lab.check;

import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Something that can be asked of an object in tasks.yaml.
 *
 * @param <T> what the object is
 * @param key in tasks.yaml
 * @param reader gives the values that an object has; more than one of lists, such as labels; none as long as there is none, such as the exit code of what runs
 */
record Field<T>(String key, FieldType type, BiFunction<T, FactsView, List<String>> reader) {

    static <T> Field<T> text(final String key, final Function<T, String> value) {
        return new Field<>(key, FieldType.TEXT, (object, facts) -> List.of(value.apply(object)));
    }

    static <T> Field<T> texts(final String key, final Function<T, List<String>> values) {
        return new Field<>(key, FieldType.TEXTS, (object, facts) -> values.apply(object));
    }

    static <T> Field<T> number(final String key, final Function<T, Object> value) {
        return new Field<>(key, FieldType.NUMBER, (object, facts) -> List.of(value.apply(object).toString()));
    }

    static <T> Field<T> truth(final String key, final Predicate<T> value) {
        return new Field<>(key, FieldType.TRUTH, (object, facts) -> List.of(Boolean.toString(value.test(object))));
    }

    /** {@code KEY} or {@code KEY=VALUE}. */
    static <T> Field<T> pairs(final String key, final Function<T, Map<String, String>> values) {
        return new Field<>(key, FieldType.PAIRS, (object, facts) ->
                values.apply(object).entrySet().stream().map(each -> each.getKey() + "=" + each.getValue()).sorted().toList());
    }

    List<String> values(final T object, final FactsView facts) {
        return reader.apply(object, facts);
    }
}
