package dev.berth.lab.source;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Something an author wrote cannot be used. The message has a line for each mistake: file, line, and what is expected instead. */
public final class LessonSourceException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<Mistake> mistakes;
    private final String report;

    public LessonSourceException(final SourcePosition position, final String message) {
        this(List.of(new Mistake(position, message)));
    }

    LessonSourceException(final List<Mistake> mistakes) {
        this(mistakes, file -> List.of());
    }

    /** @param sources gives the lines of a file */
    LessonSourceException(final List<Mistake> mistakes, final Function<String, List<String>> sources) {
        super(mistakes.stream().sorted(Mistake.ORDER).map(Mistake::toString).collect(Collectors.joining("\n")));
        this.mistakes = mistakes.stream().sorted(Mistake.ORDER).toList();
        this.report = this.mistakes.stream().map(mistake -> mistake.shown(sources)).collect(Collectors.joining("\n"));
    }

    /** The message with the lines in which the mistakes are, as far as they are known. */
    public String report() {
        return report;
    }

    /** All of them, in the order of files and lines. */
    public List<Mistake> mistakes() {
        return mistakes;
    }
}
