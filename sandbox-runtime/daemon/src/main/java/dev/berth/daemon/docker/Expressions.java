package dev.berth.daemon.docker;

import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;

import dev.berth.engine.EngineException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * The regular expressions that a request gives as values of filters, each made once. Java's can take time without end, and Docker's cannot: so matching is given up after
 * {@value #MOST_LOOKS} looks at characters, those of all expressions and all names together, some ten milliseconds of the thread that serves everybody.
 */
final class Expressions {
    private static final int MOST_LOOKS = 500_000;
    private static final int LOOKS_TO_BEGIN = 10;
    private static final int LONGEST = 256;

    private final Map<String, Optional<Pattern>> made = new HashMap<>();
    private int looks;

    /**
     * True when the text is the value, or has a part that the value describes. A value that is no expression describes nothing.
     *
     * @throws EngineException INVALID_PARAMETER when all this takes too long
     */
    boolean describes(String value, String text) {
        if (value.equals(text)) {
            return true;
        }
        look(LOOKS_TO_BEGIN);
        try {
            return made.computeIfAbsent(value, Expressions::make).map(each -> each.matcher(new WatchedText(text)).find()).orElse(false);
        } catch (StackOverflowError tooDeep) {
            throw tooLong();
        }
    }

    private static Optional<Pattern> make(String value) {
        if (value.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            return Optional.of(Pattern.compile(value));
        } catch (PatternSyntaxException useless) {
            return Optional.empty();
        }
    }

    private void look(int times) {
        looks += times;
        if (looks > MOST_LOOKS) {
            throw tooLong();
        }
    }

    private static EngineException tooLong() {
        return new EngineException(INVALID_PARAMETER, "the filters' regular expressions take too long to match: give fewer or simpler ones");
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
