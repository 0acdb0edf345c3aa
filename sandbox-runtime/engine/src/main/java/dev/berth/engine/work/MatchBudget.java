package dev.berth.engine.work;

import java.util.regex.Pattern;

/**
 * How much a client's regular expressions may cost together. Java's can take time without end, which Docker's cannot; but each step looks at a character of the text, so the looks are
 * counted. Used by one thread at a time.
 */
public final class MatchBudget {
    private static final int LOOKS_TO_BEGIN = 10;

    private int left;

    /** @param looks at characters, of all expressions and all texts together */
    public MatchBudget(int looks) {
        left = looks;
    }

    /** It is used up: what has not been found by now is not looked for. */
    public static final class SpentException extends RuntimeException {
        private static final long serialVersionUID = 1;

        SpentException() {
            super("", null, false, false);
        }
    }

    /** Whether the expression is found in the text. @throws SpentException */
    public boolean finds(Pattern expression, String text) {
        look(LOOKS_TO_BEGIN);
        try {
            return expression.matcher(new WatchedText(text)).find();
        } catch (StackOverflowError tooDeep) {
            throw new SpentException();
        }
    }

    private void look(int times) {
        left -= times;
        if (left < 0) {
            throw new SpentException();
        }
    }

    private final class WatchedText implements CharSequence {
        private final CharSequence text;

        WatchedText(CharSequence text) {
            this.text = text;
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            look(1);
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }
}
