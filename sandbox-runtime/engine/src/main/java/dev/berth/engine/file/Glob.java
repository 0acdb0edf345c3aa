package dev.berth.engine.file;

import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;

import dev.berth.engine.EngineException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * A pattern of names with folders, as Go's {@code path.Match} reads it: {@code *}, {@code ?}, {@code [a-z]}, {@code [^a-z]}, and a backslash before what stands for itself. No wildcard
 * takes a slash. What it takes to match grows with the product of both lengths and no faster: a student writes the pattern, and the name.
 */
public final class Glob {
    /** Stands for any number of characters. */
    private static final IntPredicate STAR = character -> character != '/';

    private final List<IntPredicate> pieces;

    private Glob(List<IntPredicate> pieces) {
        this.pieces = pieces;
    }

    /** @throws EngineException INVALID_PARAMETER, in Docker's words */
    public static Glob parse(String text) {
        return new Glob(new Parser(text).pieces());
    }

    /** Only the last star is ever moved: what the earlier ones took first leaves the most for those that follow. */
    public boolean matches(String name) {
        int piece = 0;
        int at = 0;
        int star = -1;
        int taken = 0;
        while (piece < pieces.size() || at < name.length()) {
            if (piece < pieces.size() && pieces.get(piece) == STAR) {
                star = piece++;
                taken = at;
            } else if (piece < pieces.size() && at < name.length() && pieces.get(piece).test(name.charAt(at))) {
                piece++;
                at++;
            } else if (star >= 0 && taken < name.length() && STAR.test(name.charAt(taken))) {
                at = ++taken;
                piece = star + 1;
            } else {
                return false;
            }
        }
        return true;
    }

    private static final class Parser {
        private final String text;
        private int at;

        Parser(String text) {
            this.text = text;
        }

        List<IntPredicate> pieces() {
            List<IntPredicate> pieces = new ArrayList<>();
            while (at < text.length()) {
                pieces.add(piece());
            }
            return List.copyOf(pieces);
        }

        private IntPredicate piece() {
            return switch (text.charAt(at)) {
                case '*' -> {
                    at++;
                    yield STAR;
                }
                case '?' -> {
                    at++;
                    yield character -> character != '/';
                }
                case '[' -> {
                    at++;
                    yield characterClass();
                }
                default -> literal(literal());
            };
        }

        private static IntPredicate literal(int wanted) {
            return character -> character == wanted;
        }

        private IntPredicate characterClass() {
            boolean negated = accept('^');
            IntPredicate any = range();
            while (!accept(']')) {
                any = any.or(range());
            }
            return negated ? any.negate() : any;
        }

        private IntPredicate range() {
            if (at < text.length() && (text.charAt(at) == ']' || text.charAt(at) == '-')) {
                throw malformed();
            }
            int first = literal();
            int last = accept('-') ? literal() : first;
            return character -> first <= character && character <= last;
        }

        private int literal() {
            accept('\\');
            if (at == text.length()) {
                throw malformed();
            }
            return text.charAt(at++);
        }

        private boolean accept(char wanted) {
            boolean there = at < text.length() && text.charAt(at) == wanted;
            if (there) {
                at++;
            }
            return there;
        }

        private static EngineException malformed() {
            return new EngineException(INVALID_PARAMETER, "syntax error in pattern");
        }
    }
}
