package dev.berth.lab.lesson;

import dev.berth.lab.source.SourcePosition;
import dev.berth.lab.source.Suggestion;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The first line of a block.
 *
 * @param subject the name of a task or a question, or the title of another block
 * @param expected the answer that an {@code answer} block waits for, empty when a task looks at it; the number of a {@code port}; empty for all others
 */
record BlockOpening(BlockKind kind, String subject, String expected) {

    /** Three colons, with which a block begins and ends. */
    static final String MARK = ":::";

    private static final List<String> WORDS = Arrays.stream(BlockKind.values()).map(BlockKind::word).toList();
    private static final Pattern LINE = Pattern.compile(":::([a-z]+) +(\\S.*)");
    private static final Pattern PORT = Pattern.compile("([1-9]\\d{0,4}) +(\\S.*)");
    private static final int LAST_PORT = 65535;
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,39}");

    /** @throws dev.berth.lab.source.LessonSourceException if the line does not open a block */
    static BlockOpening parse(final SourcePosition position, final String line) {
        final Matcher matcher = LINE.matcher(line.strip());
        if (!matcher.matches()) {
            throw position.at(1).error("\"" + line.strip() + "\" does not open a block; write for instance :::task NAME, and ::: alone to end it");
        }
        final BlockKind kind = BlockKind.of(matcher.group(1)).orElseThrow(() -> position.at(MARK.length() + 1).error("unknown block \"" + matcher.group(1)
                + "\"; known are " + String.join(", ", WORDS) + Suggestion.of(matcher.group(1), WORDS)));
        final String rest = matcher.group(2);
        if (kind == BlockKind.MORE || kind == BlockKind.COMPARE) {
            return new BlockOpening(kind, rest, "");
        }
        if (kind == BlockKind.PORT) {
            return port(position, rest);
        }
        final int blank = rest.indexOf(' ');
        final String name = blank < 0 ? rest : rest.substring(0, blank);
        final String expected = blank < 0 ? "" : rest.substring(blank + 1).strip();
        if (!NAME.matcher(name).matches()) {
            throw position.error("\"" + name + "\" cannot be a name: lower case letters, digits and hyphens, at most 40 of them");
        }
        if (!expected.isEmpty() && kind != BlockKind.ANSWER) {
            throw position.error("\"" + expected + "\" after the name of a " + kind.word() + " means nothing");
        }
        return new BlockOpening(kind, name, expected);
    }

    private static BlockOpening port(final SourcePosition position, final String rest) {
        final Matcher matcher = PORT.matcher(rest);
        if (!matcher.matches() || Integer.parseInt(matcher.group(1)) > LAST_PORT) {
            throw position.error("\"" + rest + "\" is no port with a title; write for instance :::port 8080 The page of your web server");
        }
        return new BlockOpening(BlockKind.PORT, matcher.group(2), matcher.group(1));
    }
}
