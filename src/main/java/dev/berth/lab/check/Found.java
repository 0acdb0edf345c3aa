package dev.berth.lab.check;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a saying can tell of the container, event or answer that was found. All of it may come from a student's machine, so it is cut and cleaned. */
final class Found {

    /** The names that a saying may use. */
    static final List<String> NAMES =
            List.of("name", "id", "image", "command", "state", "exitCode", "logs", "signal", "count", "answer");

    private static final int MOST_CHARACTERS = 60;

    private Found() {}

    static Map<String, String> container(final ContainerFacts container, final int count, final FactsView facts) {
        return Map.of(
                "name", clean(container.name()),
                "id", clean(container.shortId()),
                "image", clean(container.image()),
                "command", clean(String.join(" ", container.command())),
                "state", clean(container.state()),
                "exitCode", Integer.toString(container.exitCode()),
                "logs", clean(firstLine(facts.logs(container.id()))),
                "count", Integer.toString(count));
    }

    static Map<String, String> event(final MachineEvent event, final int count) {
        final Map<String, String> found = new HashMap<>();
        for (final String name : List.of("name", "image", "exitCode", "signal")) {
            found.put(name, clean(event.attributes().getOrDefault(name, "")));
        }
        found.put("id", clean(event.actor().length() <= 12 ? event.actor() : event.actor().substring(0, 12)));
        found.put("command", clean(event.command()));
        found.put("count", Integer.toString(count));
        return found;
    }

    static Map<String, String> count(final int count) {
        return Map.of("count", Integer.toString(count));
    }

    static Map<String, String> answer(final GivenAnswer answer) {
        return Map.of("answer", clean(answer.value()));
    }

    /** At most {@value #MOST_CHARACTERS} characters, none of which can end a piece of code, a line, or the direction of writing. */
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
