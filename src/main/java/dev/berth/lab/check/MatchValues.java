package dev.berth.lab.check;

import dev.berth.lab.value.PlainText;
import java.util.List;

/** What was found, for sayings: {@code ${found.name}}. All of it may come from a student's machine, so it is cut and cleaned. */
@FunctionalInterface
interface MatchValues {

    /** The name of what a student has answered. */
    String ANSWER = "answer";

    /** Nothing was found that has a name. */
    MatchValues NOTHING = name -> "";

    int MOST_CHARACTERS = 60;

    /** The value of that name; empty if what was found has none. */
    String value(String name);

    static MatchValues count(final int count) {
        return name -> name.equals("count") ? Integer.toString(count) : "";
    }

    static MatchValues answer(final GivenAnswer answer) {
        return name -> name.equals(ANSWER) ? clean(answer.value().strip()) : "";
    }

    /** Of several, the first that has a value. */
    static MatchValues first(final List<MatchValues> all) {
        return name -> all.stream().map(found -> found.value(name)).filter(value -> !value.isEmpty()).findFirst().orElse("");
    }

    /** What a saying can tell of a text. */
    static String clean(final String text) {
        return PlainText.clean(text, MOST_CHARACTERS);
    }

    /** Of a list all that there is room for; of a long text the first line that has something. */
    static String values(final List<String> values) {
        return clean(values.size() == 1
                ? PlainText.firstLine(values.get(0))
                : String.join(", ", values));
    }
}
