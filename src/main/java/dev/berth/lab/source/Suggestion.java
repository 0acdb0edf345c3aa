package dev.berth.lab.source;

import java.util.Collection;
import java.util.Comparator;

/** Finds the word that an author may have meant. */
public final class Suggestion {

    private static final int LONGEST_WORD = 60;

    private Suggestion() {}

    /**
     * The end of a message about an unknown word: {@code ; did you mean "points"?}, or nothing if no known word is like it.
     *
     * @param known the words that could be meant
     */
    public static String of(final String word, final Collection<String> known) {
        final int most = Math.max(1, word.length() / 3);
        return word.length() > LONGEST_WORD ? "" : known.stream()
                .filter(each -> each.length() <= LONGEST_WORD && !each.isEmpty())
                .map(each -> new Near(each, distance(word, each)))
                .filter(near -> near.distance() <= most)
                .min(Comparator.comparingInt(Near::distance).thenComparing(Near::word))
                .map(near -> "; did you mean \"" + near.word() + "\"?")
                .orElse("");
    }

    private record Near(String word, int distance) {}

    /** How many letters have to be changed, put in, taken out or swapped with the next. */
    private static int distance(final String one, final String other) {
        final int[][] steps = new int[one.length() + 1][other.length() + 1];
        for (int i = 0; i <= one.length(); i++) {
            for (int j = 0; j <= other.length(); j++) {
                if (i == 0 || j == 0) {
                    steps[i][j] = i + j;
                    continue;
                }
                final int change = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
                steps[i][j] = Math.min(steps[i - 1][j - 1] + change, 1 + Math.min(steps[i - 1][j], steps[i][j - 1]));
                if (i > 1 && j > 1 && one.charAt(i - 1) == other.charAt(j - 2) && one.charAt(i - 2) == other.charAt(j - 1)) {
                    steps[i][j] = Math.min(steps[i][j], steps[i - 2][j - 2] + 1);
                }
            }
        }
        return steps[one.length()][other.length()];
    }
}
