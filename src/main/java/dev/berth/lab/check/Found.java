package dev.berth.lab.check;

import java.util.List;

/** What was found, for sayings: {@code ${found.name}}. All of it may come from a student's machine, so it is cut and cleaned. */
@FunctionalInterface
interface Found {

    /** The name of what a student has answered. */
    String ANSWER = "answer";

    /** Nothing was found that has a name. */
    Found NOTHING = name -> "";

    int MOST_CHARACTERS = 60;

    /** The value of that name; empty if what was found has none. */
    String value(String name);

    static Found count(final int count) {
        return name -> name.equals("count") ? Integer.toString(count) : "";
    }

    static Found answer(final GivenAnswer answer) {
        return name -> name.equals(ANSWER) ? clean(answer.value().strip()) : "";
    }

    /** Of several, the first that has a value. */
    static Found first(final List<Found> all) {
        return name -> all.stream().map(found -> found.value(name)).filter(value -> !value.isEmpty()).findFirst().orElse("");
    }

    /** At most {@value Found#MOST_CHARACTERS} characters, none of which can end a piece of code, a line, or the direction of writing. */
    static String clean(final String text) {
        final StringBuilder cleaned = new StringBuilder();
        int taken = 0;
        for (int i = 0; i < text.length(); ) {
            final int character = text.codePointAt(i);
            if (taken == MOST_CHARACTERS) {
                return cleaned.append('…').toString();
            }
            cleaned.appendCodePoint(isPlain(character) ? character : character == '`' ? '\'' : '\uFFFD');
            taken++;
            i += Character.charCount(character);
        }
        return cleaned.toString();
    }

    private static boolean isPlain(final int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.UNASSIGNED, Character.PRIVATE_USE,
                    Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> false;
            default -> character != '`';
        };
    }

    /** Of a list all that there is room for; of a long text the first line that has something. */
    static String values(final List<String> values) {
        return clean(values.size() == 1
                ? values.get(0).lines().map(String::strip).filter(line -> !line.isEmpty()).findFirst().orElse("")
                : String.join(", ", values));
    }
}
