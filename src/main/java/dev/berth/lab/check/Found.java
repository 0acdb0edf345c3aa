package dev.berth.lab.check;

import java.util.List;

/** What was found, for sayings: {@code ${found.name}}. All of it may come from a student's machine, so it is cut and cleaned. */
@FunctionalInterface
interface Found {

    /** The names that a saying may use. */
    List<String> NAMES = List.of("name", "id", "image", "command", "state", "exitCode", "logs", "signal", "count", "answer");

    /** Nothing was found that has a name. */
    Found NOTHING = name -> "";

    int MOST_CHARACTERS = 60;

    /** The value of that name; empty if what was found has none. */
    String value(String name);

    static Found container(final ContainerFacts container, final int count, final FactsView facts) {
        return name -> switch (name) {
            case "name" -> clean(container.name());
            case "id" -> clean(container.shortId());
            case "image" -> clean(container.image());
            case "command" -> clean(String.join(" ", container.command()));
            case "state" -> clean(container.state());
            case "exitCode" -> Integer.toString(container.exitCode());
            case "logs" -> clean(firstLine(facts.logs(container)));
            case "count" -> Integer.toString(count);
            default -> "";
        };
    }

    static Found event(final MachineEvent event, final int count) {
        return name -> switch (name) {
            case "name", "image", "exitCode", "signal" -> clean(event.attributes().getOrDefault(name, ""));
            case "id" -> clean(event.actor().length() <= 12 ? event.actor() : event.actor().substring(0, 12));
            case "command" -> clean(event.command());
            case "count" -> Integer.toString(count);
            default -> "";
        };
    }

    static Found count(final int count) {
        return name -> name.equals("count") ? Integer.toString(count) : "";
    }

    static Found answer(final GivenAnswer answer) {
        return name -> name.equals("answer") ? clean(answer.value().strip()) : "";
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

    private static String firstLine(final String logs) {
        return logs.lines().map(String::strip).filter(line -> !line.isEmpty()).findFirst().orElse("");
    }
}
