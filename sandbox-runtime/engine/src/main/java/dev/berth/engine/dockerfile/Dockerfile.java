package dev.berth.engine.dockerfile;

import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;

import dev.berth.engine.EngineException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Dockerfile, parted into its lines: comments are gone, and what a backslash continued is one.
 *
 * @param escape stands before what stands for itself, and at the end of what goes on in the next line
 * @param warnings in Docker's words
 * @see <a href="https://docs.docker.com/reference/dockerfile/">Dockerfile reference</a>
 */
public record Dockerfile(List<Line> lines, char escape, List<String> warnings) {
    /** Bytes of a whole one: it is read into memory, and kept there until the build is over. */
    public static final int MOST_BYTES = 256 * 1024;

    private static final int MOST_LINES = 2000;

    static final char DEFAULT_ESCAPE = '\\';

    /** As Docker's. */
    private static final int LONGEST_LINE = 64 * 1024 - 1;

    private static final Pattern DIRECTIVE = Pattern.compile("#\\s*([a-zA-Z][a-zA-Z0-9]*)\\s*=\\s*(\\S.*?)\\s*");
    private static final Set<String> DIRECTIVES = Set.of("escape", "syntax");
    private static final Set<String> WITH_DOCUMENTS = Set.of("run", "copy", "add");
    private static final Pattern HERE_DOCUMENT = Pattern.compile("\\d*<<(-?)(['\"]?)([\\p{Alnum}_-][\\p{Alnum}_.-]{0,200})\\2");
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    /**
     * @param name of the instruction, in lower case
     * @param flags that stand before its arguments, with their two dashes
     * @param whole flags and arguments, as they stand there
     * @param text all of it, as a build prints it
     * @param number of its first line in the file, from 1
     * @param documents that follow it, in the order of its words that name them
     */
    public record Line(String name, List<String> flags, String arguments, String whole, String text, int number, List<HereDocument> documents) {

        static Line parse(String joined, int number) {
            String text = joined.strip();
            String[] parts = text.split("\\s+", 2);
            String whole = parts.length == 1 ? "" : parts[1].strip();
            FlagReader reader = new FlagReader(whole);
            List<String> flags = reader.read();
            return new Line(parts[0].toLowerCase(Locale.ROOT), flags, reader.rest().strip(), whole, text, number, List.of());
        }

        Line with(List<HereDocument> found) {
            return new Line(name, flags, arguments, whole, text, number, found);
        }
    }

    /**
     * Lines that belong to an instruction: {@code RUN <<END}.
     *
     * @param word that names it, as it stands there
     * @param name by which it ends
     * @param expanded whether variables in it are
     */
    public record HereDocument(String word, String name, boolean expanded, String content) {}

    /** @param hereDocuments whether there can be such, as with BuildKit. @throws EngineException INVALID_PARAMETER with Docker's text */
    public static Dockerfile parse(String text, boolean hereDocuments) {
        if (text.indexOf('\0') >= 0) {
            throw refused("there is a zero character in it, which no text has");
        }
        return new Reader(text, hereDocuments).read();
    }

    private static EngineException refused(String message) {
        return new EngineException(INVALID_PARAMETER, message);
    }

    private static final class Reader {
        private final List<String> source;
        private final List<Line> lines = new ArrayList<>();
        private final List<String> warnings = new ArrayList<>();
        private final Set<String> seen = new HashSet<>();
        private final boolean hereDocuments;
        private boolean directivesEnded;
        private char escape = DEFAULT_ESCAPE;
        private int at;

        Reader(String text, boolean hereDocuments) {
            this.hereDocuments = hereDocuments;
            String marked = text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
            source = marked.lines().toList();
        }

        Dockerfile read() {
            while (at < source.size()) {
                readOne();
            }
            if (lines.isEmpty()) {
                throw refused("file with no instructions");
            }
            if (!warnings.isEmpty()) {
                warnings.add("[WARNING]: Empty continuation lines will become errors in a future release.");
            }
            return new Dockerfile(List.copyOf(lines), escape, List.copyOf(warnings));
        }

        private String next() {
            String line = source.get(at++);
            if (line.length() > LONGEST_LINE) {
                throw refused("dockerfile line greater than max allowed size of " + LONGEST_LINE);
            }
            return line;
        }

        private void readOne() {
            String line = next().stripLeading();
            int number = at;
            lookForDirective(line);
            if (line.startsWith("#")) {
                return;
            }
            boolean goesOn = goesOn(line);
            if (line.isEmpty()) {
                return;
            }
            StringBuilder joined = new StringBuilder(goesOn ? withoutEnd(line) : line);
            boolean hasEmptyLine = false;
            while (goesOn && at < source.size()) {
                String more = next();
                if (more.stripLeading().startsWith("#")) {
                    continue;
                }
                if (more.isBlank()) {
                    hasEmptyLine = true;
                    continue;
                }
                goesOn = goesOn(more);
                joined.append(goesOn ? withoutEnd(more) : more);
            }
            if (hasEmptyLine) {
                warnings.add("[WARNING]: Empty continuation line found in:\n    " + joined);
            }
            if (!joined.toString().isBlank()) {
                Line whole = Line.parse(joined.toString(), number);
                InstructionParser.checkSyntax(whole, escape);
                if (lines.size() == MOST_LINES) {
                    throw refused("more than " + MOST_LINES + " instructions: build in several stages, from Dockerfiles of their own");
                }
                lines.add(hereDocuments && WITH_DOCUMENTS.contains(whole.name()) && !whole.arguments().startsWith("[") ? whole.with(documents(whole)) : whole);
            }
        }

        private List<HereDocument> documents(Line line) {
            List<HereDocument> found = new ArrayList<>();
            for (String word : ShellWords.split(line.arguments(), escape)) {
                Matcher begin = HERE_DOCUMENT.matcher(word);
                if (begin.matches()) {
                    found.add(new HereDocument(word, begin.group(3), begin.group(2).isEmpty(), document(begin.group(3), !begin.group(1).isEmpty())));
                }
            }
            return List.copyOf(found);
        }

        private String document(String name, boolean withoutTabs) {
            StringBuilder content = new StringBuilder();
            while (at < source.size()) {
                String line = withoutTabs ? next().replaceFirst("^\t+", "") : next();
                if (line.equals(name)) {
                    return content.toString();
                }
                content.append(line).append('\n');
            }
            throw refused("unterminated heredoc");
        }

        /** They stand before everything else, comments too. */
        private void lookForDirective(String line) {
            Matcher directive = DIRECTIVE.matcher(line);
            String name = !directivesEnded && directive.matches() ? directive.group(1).toLowerCase(Locale.ROOT) : "";
            if (!DIRECTIVES.contains(name)) {
                directivesEnded = true;
                return;
            }
            if (!seen.add(name)) {
                throw refused("only one " + name + " parser directive can be used");
            }
            if (name.equals("escape")) {
                String value = directive.group(2);
                if (!value.equals("`") && !value.equals("\\")) {
                    throw refused("invalid escape token '" + value + "' does not match ` or \\");
                }
                escape = value.charAt(0);
            }
        }

        /** Two of the characters stand for one that is meant. */
        private boolean goesOn(String line) {
            String trimmed = withoutBlanks(line);
            int last = trimmed.length() - 1;
            return last >= 0 && trimmed.charAt(last) == escape && (last == 0 || trimmed.charAt(last - 1) != escape);
        }

        private static String withoutEnd(String line) {
            String trimmed = withoutBlanks(line);
            return trimmed.substring(0, trimmed.length() - 1);
        }

        private static String withoutBlanks(String line) {
            int end = line.length();
            while (end > 0 && (line.charAt(end - 1) == ' ' || line.charAt(end - 1) == '\t')) {
                end--;
            }
            return line.substring(0, end);
        }
    }

    /** Words that begin with two dashes, before the arguments. */
    private static final class FlagReader {
        private final String text;
        private int at;

        FlagReader(String text) {
            this.text = text;
        }

        List<String> read() {
            List<String> flags = new ArrayList<>();
            while (true) {
                while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
                    at++;
                }
                if (!text.startsWith("--", at)) {
                    return List.copyOf(flags);
                }
                String word = word();
                if (word.equals("--")) {
                    return List.copyOf(flags);
                }
                flags.add(word);
            }
        }

        String rest() {
            return text.substring(at);
        }

        private String word() {
            StringBuilder word = new StringBuilder();
            char quote = 0;
            while (at < text.length() && (quote != 0 || !Character.isWhitespace(text.charAt(at)))) {
                char letter = text.charAt(at++);
                if (quote != 0 ? letter == quote : letter == '"' || letter == '\'') {
                    quote = quote == 0 ? letter : 0;
                } else if (letter != '\\') {
                    word.append(letter);
                } else if (at < text.length()) {
                    word.append(text.charAt(at++));
                }
            }
            return word.toString();
        }
    }
}
