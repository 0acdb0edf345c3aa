package dev.berth.engine.dockerfile;

import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;

import dev.berth.engine.EngineException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Words of a Dockerfile's line: quotes, backslashes, and variables as {@code $A}, {@code ${A}}, {@code ${A:-otherwise}}, {@code ${A:+then}} and {@code ${A:?reason}}.
 *
 * @see <a href="https://docs.docker.com/reference/dockerfile/#environment-replacement">Dockerfile reference, environment replacement</a>
 */
public final class ShellWords {
    /** Of all words together: each variable may be as long as what it was made of. */
    private static final int MOST_CHARACTERS = 256 * 1024;
    private static final int DEEPEST = 20;

    private final Map<String, String> environment;
    private final char escape;
    private int characters;

    /** @param environment as it is whenever a word is expanded */
    ShellWords(Map<String, String> environment) {
        this(environment, Dockerfile.DEFAULT_ESCAPE);
    }

    /** @param escape stands before what stands for itself: a backslash, or what the Dockerfile says instead */
    public ShellWords(Map<String, String> environment, char escape) {
        this.environment = environment;
        this.escape = escape;
    }

    /** Parts a line at spaces that are neither quoted nor behind a backslash; nothing is taken away. */
    static List<String> split(String text, char escape) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        char quote = 0;
        for (int at = 0; at < text.length(); at++) {
            char letter = text.charAt(at);
            if (quote == 0 && Character.isWhitespace(letter)) {
                add(word, words);
                continue;
            }
            word.append(letter);
            if (letter == escape && quote != '\'' && at + 1 < text.length()) {
                word.append(text.charAt(++at));
            } else if (quote != 0 ? letter == quote : letter == '"' || letter == '\'') {
                quote = quote == 0 ? letter : 0;
            }
        }
        add(word, words);
        return words;
    }

    private static void add(StringBuilder word, List<String> words) {
        if (!word.isEmpty()) {
            words.add(word.toString());
            word.setLength(0);
        }
    }

    /** @throws EngineException INVALID_PARAMETER with Docker's text */
    public String expand(String word) {
        return new Word(word).whole();
    }

    /** As {@link #expand}, of a document, in which quotes are what they are. */
    public String expandDocument(String document) {
        return new Word(document).document();
    }

    private final class Word {
        private final String text;
        private int at;
        private int depth;

        Word(String text) {
            this.text = text;
        }

        String document() {
            StringBuilder result = new StringBuilder();
            while (!ends()) {
                char letter = text.charAt(at++);
                if (letter == '$') {
                    append(result, variable());
                } else if (letter == escape && !ends() && (text.charAt(at) == '$' || text.charAt(at) == escape)) {
                    append(result, String.valueOf(text.charAt(at++)));
                } else {
                    append(result, String.valueOf(letter));
                }
            }
            return result.toString();
        }

        String whole() {
            return upTo('\0');
        }

        private EngineException refused(String reason) {
            return new EngineException(INVALID_PARAMETER, "failed to process \"" + text + "\": " + reason);
        }

        private void append(StringBuilder result, String more) {
            characters += more.length();
            if (characters > MOST_CHARACTERS) {
                throw refused("it has more than " + MOST_CHARACTERS + " characters with its variables, and all that stands with it");
            }
            result.append(more);
        }

        private boolean ends() {
            return at == text.length();
        }

        /** A place that has no such character is never met: a word has no zero byte. */
        private String upTo(char stop) {
            StringBuilder result = new StringBuilder();
            while (!ends() && text.charAt(at) != stop) {
                char letter = text.charAt(at++);
                if (letter == escape) {
                    append(result, ends() ? "" : String.valueOf(text.charAt(at++)));
                    continue;
                }
                switch (letter) {
                    case '\'' -> single(result);
                    case '"' -> doubled(result);
                    case '$' -> append(result, variable());
                    default -> append(result, String.valueOf(letter));
                }
            }
            return result.toString();
        }

        private void single(StringBuilder result) {
            int end = text.indexOf('\'', at);
            if (end < 0) {
                throw refused("unexpected end of statement while looking for matching single-quote");
            }
            append(result, text.substring(at, end));
            at = end + 1;
        }

        private void doubled(StringBuilder result) {
            while (!ends() && text.charAt(at) != '"') {
                char letter = text.charAt(at++);
                if (letter == '$') {
                    append(result, variable());
                } else if (letter == escape && !ends() && isEscapedInQuotes(text.charAt(at))) {
                    append(result, String.valueOf(text.charAt(at++)));
                } else {
                    append(result, String.valueOf(letter));
                }
            }
            if (ends()) {
                throw refused("unexpected end of statement while looking for matching double-quote");
            }
            at++;
        }

        private boolean isEscapedInQuotes(char letter) {
            return letter == '"' || letter == '$' || letter == escape;
        }

        /** What stands behind a dollar. */
        private String variable() {
            if (ends() || text.charAt(at) != '{') {
                String name = name();
                return name.isEmpty() ? "$" : environment.getOrDefault(name, "");
            }
            at++;
            String name = name();
            if (ends()) {
                throw refused(name.isEmpty() ? "syntax error: missing '}'" : "missing ':' in substitution");
            }
            char next = text.charAt(at++);
            if (next == '}' && !name.isEmpty()) {
                return environment.getOrDefault(name, "");
            }
            if (next != ':' || name.isEmpty()) {
                throw refused(name.isEmpty() ? "syntax error: bad substitution" : "missing ':' in substitution");
            }
            return substituted(name);
        }

        private String substituted(String name) {
            char modifier = ends() ? '}' : text.charAt(at++);
            if (++depth > DEEPEST) {
                throw refused("substitutions in each other go deeper than " + DEEPEST);
            }
            String other = upTo('}');
            depth--;
            if (ends()) {
                throw refused("syntax error: missing '}'");
            }
            at++;
            String value = environment.getOrDefault(name, "");
            return switch (modifier) {
                case '-' -> value.isEmpty() ? other : value;
                case '+' -> value.isEmpty() ? "" : other;
                case '?' -> {
                    if (value.isEmpty()) {
                        throw refused(name + ": " + (!other.isEmpty() ? other : "is not allowed to be " + (environment.containsKey(name) ? "empty" : "unset")));
                    }
                    yield value;
                }
                default -> throw refused("unsupported modifier (" + modifier + ") in substitution");
            };
        }

        private String name() {
            int start = at;
            while (!ends() && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')) {
                at++;
            }
            return text.substring(start, at);
        }
    }
}
