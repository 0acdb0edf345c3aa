package dev.berth.engine.container;

import dev.berth.engine.work.MatchBudget;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** A regular expression of a client's for names of labels or variables. It costs little, whatever it says: when its budget is spent, it finds nothing more. */
final class NamePattern {
    private static final int LONGEST = 256;
    private static final int LONGEST_NAME = 512;
    private static final int MOST_LOOKS = 1_000_000;

    private final Pattern pattern;
    private final MatchBudget budget = new MatchBudget(MOST_LOOKS);

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
            return name.length() <= LONGEST_NAME && budget.finds(pattern, name);
        } catch (MatchBudget.SpentException enough) {
            return false;
        }
    }
}
