package dev.berth.engine.container;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A regular expression of a client's for names of labels or variables. It costs little, whatever it says: it looks at a bounded number of characters, all names together, and
 * finds nothing more after that.
 */
final class NamePattern {
    private static final int LONGEST = 256;
    private static final int LONGEST_NAME = 512;
    private static final int MOST_LOOKS = 1_000_000;

    private final Pattern pattern;
    private int looks;

    private NamePattern(Pattern pattern) {
        this.pattern = pattern;
    }

    /** @throws dev.berth.engine.EngineException SYSTEM if it is none */
    static NamePattern parse(String text) {
        if (text.length() > LONGEST) {
            throw LogDetails.refused("error parsing regexp: longer than " + LONGEST + " characters: `" + text.substring(0, LONGEST) + "…`");
        }
        try {
            return new NamePattern(Pattern.compile(text));
        } catch (PatternSyntaxException wrong) {
            throw LogDetails.refused("error parsing regexp: " + wrong.getDescription() + ": `" + text + "`");
        }
    }

    boolean isFoundIn(String name) {
        try {
            return name.length() <= LONGEST_NAME && pattern.matcher(new Looked(name)).find();
        } catch (TooManyLooks enough) {
            return false;
        }
    }

    /** A name of which every look at a character counts. */
    private final class Looked implements CharSequence {
        private final String name;

        Looked(String name) {
            this.name = name;
        }

        @Override
        public char charAt(int index) {
            if (++looks > MOST_LOOKS) {
                throw new TooManyLooks();
            }
            return name.charAt(index);
        }

        @Override
        public int length() {
            return name.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return name.subSequence(start, end);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static final class TooManyLooks extends RuntimeException {
        private static final long serialVersionUID = 1;

        TooManyLooks() {
            super("", null, false, false);
        }
    }
}
