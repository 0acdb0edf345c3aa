package dev.berth.daemon.docker;

import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;

import dev.berth.engine.EngineException;
import dev.berth.engine.work.MatchBudget;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * The regular expressions that a request gives as values of filters, each made once. They have one {@link MatchBudget} for all names together, some ten milliseconds of the thread that serves
 * everybody.
 */
final class Expressions {
    private static final int MOST_LOOKS = 500_000;
    private static final int LONGEST = 256;

    private final Map<String, Optional<Pattern>> made = new HashMap<>();
    private final MatchBudget budget = new MatchBudget(MOST_LOOKS);

    /**
     * True when the text is the value, or has a part that the value describes. A value that is no expression describes nothing.
     *
     * @throws EngineException INVALID_PARAMETER when all this takes too long
     */
    boolean describes(String value, String text) {
        if (value.equals(text)) {
            return true;
        }
        try {
            return made.computeIfAbsent(value, Expressions::make).map(each -> budget.finds(each, text)).orElse(false);
        } catch (MatchBudget.SpentException tooLong) {
            throw new EngineException(INVALID_PARAMETER, "the filters' regular expressions take too long to match: give fewer or simpler ones", tooLong);
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
}
