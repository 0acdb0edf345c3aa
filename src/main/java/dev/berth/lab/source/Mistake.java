package dev.berth.lab.source;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Something that an author wrote and that cannot be used.
 *
 * @param message what is wrong and what is expected instead
 */
public record Mistake(SourcePosition position, String message) {

    static final Comparator<Mistake> ORDER = Comparator.comparing((Mistake mistake) -> mistake.position().file())
            .thenComparingInt(mistake -> mistake.position().line())
            .thenComparingInt(mistake -> mistake.position().column());

    private static final int LONGEST_LINE = 160;

    /** File, line and message. */
    @Override
    public String toString() {
        return position + ": " + message;
    }

    /**
     * The mistake with file, line and column, and below it the line with a mark where it is wrong.
     *
     * @param sources gives the lines of a file, by its name in positions; none if it cannot be read
     */
    public String shown(final Function<String, List<String>> sources) {
        final String place = position.column() > 0 ? position + ":" + position.column() : position.toString();
        final List<String> lines = sources.apply(position.file());
        final Optional<String> line = position.line() <= lines.size() ? Optional.of(lines.get(position.line() - 1)) : Optional.empty();
        return place + ": " + message + line.filter(text -> !text.isBlank()).map(this::marked).orElse("");
    }

    private String marked(final String line) {
        final String number = String.valueOf(position.line());
        final String shown = clean(line.length() > LONGEST_LINE ? line.substring(0, LONGEST_LINE) + "…" : line);
        final String quoted = "\n  " + number + " | " + shown;
        if (position.column() < 1 || position.column() > shown.length() + 1) {
            return quoted;
        }
        return quoted + "\n  " + " ".repeat(number.length()) + " | " + " ".repeat(position.column() - 1) + "^";
    }

    /** A tab is as wide as the blank that the mark below stands on; control characters would move it, and the terminal. */
    private static String clean(final String line) {
        return line.replace('\t', ' ').replaceAll("\\p{Cntrl}", "?");
    }
}
