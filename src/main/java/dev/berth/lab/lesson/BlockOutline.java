package dev.berth.lab.lesson;

import dev.berth.lab.source.Mistakes;
import dev.berth.lab.source.SourcePosition;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Checks, before the text is parsed, that every block is known, closed, and in no other: errors are clearest by the line. */
final class BlockOutline {

    private static final Pattern QUESTION = Pattern.compile(":::(?:quiz|predict|answer) +(\\S+).*");

    private BlockOutline() {}

    /** @param mistakes where every line that is wrong is noted */
    static void check(final SourcePosition start, final List<String> lines, final Mistakes mistakes) {
        SourcePosition open = null;
        boolean code = false;
        for (int i = 0; i < lines.size(); i++) {
            final SourcePosition position = start.plus(i);
            final String line = lines.get(i);
            if (line.startsWith("```")) {
                code = !code;
            } else if (line.strip().startsWith(BlockOpening.MARK)) {
                final boolean inCode = code;
                final SourcePosition before = open;
                mistakes.check(() -> line(position, line, inCode, before));
                if (!code) {
                    open = line.strip().equals(BlockOpening.MARK) ? null : position;
                }
            }
        }
        if (open != null) {
            mistakes.add(open.error("this block is never closed; write ::: on a line of its own where it ends"));
        }
    }

    private static void line(final SourcePosition position, final String line, final boolean code, final SourcePosition open) {
        if (code) {
            throw position.error("a line in a listing cannot begin with \":::\"");
        }
        if (!line.startsWith(BlockOpening.MARK)) {
            throw position.error("\":::\" belongs at the beginning of the line");
        }
        if (!line.strip().equals(BlockOpening.MARK)) {
            BlockOpening.parse(position, line);
            if (open != null) {
                throw position.error("a block cannot begin inside the one from line " + open.line());
            }
        } else if (open == null) {
            throw position.error("\":::\" closes a block, but none is open");
        }
    }

    /** The names of the questions, as far as lines tell. */
    static Set<String> questions(final List<String> lines) {
        return lines.stream().map(QUESTION::matcher).filter(Matcher::matches).map(matcher -> matcher.group(1)).collect(Collectors.toSet());
    }
}
