package dev.berth.lab.lesson;

import dev.berth.lab.source.SourcePosition;
import java.util.List;

/** Checks, before the text is parsed, that every block is known, closed, and in no other: errors are clearest by the line. */
final class BlockOutline {

    private BlockOutline() {}

    /** @throws dev.berth.lab.source.LessonSourceException at the first line that is wrong */
    static void check(final SourcePosition start, final List<String> lines) {
        SourcePosition open = null;
        boolean code = false;
        for (int i = 0; i < lines.size(); i++) {
            final SourcePosition position = start.plus(i);
            final String line = lines.get(i);
            if (line.startsWith("```")) {
                code = !code;
            } else if (line.strip().startsWith(BlockOpening.MARK)) {
                if (code) {
                    throw position.error("a line in a listing cannot begin with \":::\"");
                }
                if (!line.startsWith(BlockOpening.MARK)) {
                    throw position.error("\":::\" belongs at the beginning of the line");
                }
                open = line.strip().equals(BlockOpening.MARK) ? closed(position, open) : opened(position, open, line);
            }
        }
        if (open != null) {
            throw open.error("this block is never closed; write ::: on a line of its own where it ends");
        }
    }

    private static SourcePosition closed(final SourcePosition position, final SourcePosition open) {
        if (open == null) {
            throw position.error("\":::\" closes a block, but none is open");
        }
        return null;
    }

    private static SourcePosition opened(final SourcePosition position, final SourcePosition open, final String line) {
        BlockOpening.parse(position, line);
        if (open != null) {
            throw position.error("a block cannot begin inside the one from line " + open.line());
        }
        return position;
    }
}
