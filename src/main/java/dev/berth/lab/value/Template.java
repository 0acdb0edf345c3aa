package dev.berth.lab.value;

import dev.berth.lab.source.SourcePosition;
import dev.berth.lab.source.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A text with placeholders for values: {@code hello, ${student.word}}. What is put into a placeholder is never read as a template again. */
public final class Template {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([a-z]+)\\.([A-Za-z][A-Za-z0-9.-]*)}");

    private final List<Part> parts;

    private Template(final List<Part> parts) {
        this.parts = List.copyOf(parts);
    }

    private sealed interface Part {}

    private record Words(String text) implements Part {}

    private record Filled(Placeholder placeholder) implements Part {}

    /** A placeholder for a value, {@code ${scope.name}}. */
    public record Placeholder(String scope, String name) {

        @Override
        public String toString() {
            return "${" + scope + "." + name + "}";
        }
    }

    /** Gives the value for a placeholder. */
    @FunctionalInterface
    public interface Lookup {
        String value(Placeholder placeholder);
    }

    /** Finds the placeholders in a text. Any text is a template; {@code ${} that is not a placeholder stays as it is. */
    public static Template parse(final String text) {
        final List<Part> parts = new ArrayList<>();
        final Matcher matcher = PLACEHOLDER.matcher(text);
        int end = 0;
        while (matcher.find()) {
            if (matcher.start() > end) {
                parts.add(new Words(text.substring(end, matcher.start())));
            }
            parts.add(new Filled(new Placeholder(matcher.group(1), matcher.group(2))));
            end = matcher.end();
        }
        if (end < text.length()) {
            parts.add(new Words(text.substring(end)));
        }
        return new Template(parts);
    }

    /**
     * Finds the placeholders in an author's text, and refuses those that no value will be for.
     *
     * @param known the placeholders that may be there
     * @throws dev.berth.lab.source.LessonSourceException for any other, and for {@code ${} that is not a placeholder
     */
    public static Template parse(final SourcePosition position, final String text, final Set<Placeholder> known) {
        final Template template = parse(text);
        for (final Part part : template.parts) {
            if (part instanceof Filled filled && !known.contains(filled.placeholder())) {
                throw position.error("nothing is known as " + filled.placeholder() + "; known here are "
                        + known.stream().map(Placeholder::toString).sorted().collect(Collectors.joining(", "))
                        + Suggestion.of(filled.placeholder().name(), known.stream().map(Placeholder::name).toList()));
            }
            if (part instanceof Words words && words.text().contains("${")) {
                throw position.error("\"${\" begins a value, as in ${student.word}; \"" + words.text().strip() + "\" has none after it");
            }
        }
        return template;
    }

    /** The placeholders in it. */
    public Set<Placeholder> placeholders() {
        return parts.stream().filter(Filled.class::isInstance).map(part -> ((Filled) part).placeholder()).collect(Collectors.toSet());
    }

    /** The text as the author wrote it, its placeholders unfilled. */
    public String source() {
        return fill(Placeholder::toString);
    }

    /** The text with every value in its placeholder. */
    public String fill(final Lookup lookup) {
        final StringBuilder text = new StringBuilder();
        for (final Part part : parts) {
            if (part instanceof Words words) {
                text.append(words.text());
            } else if (part instanceof Filled filled) {
                text.append(lookup.value(filled.placeholder()));
            }
        }
        return text.toString();
    }

    /** The text with the student's values; for templates that have no other placeholders. */
    public String fill(final StudentValues student) {
        return fill(placeholder -> student.value(placeholder.name()));
    }
}
