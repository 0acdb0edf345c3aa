package dev.berth.lab.account;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What a student wants to be called: 1 to {@value #LIMIT} characters of any script, without control characters, blanks between words
 * only.
 */
public record StudentName(String text) {

    static final int LIMIT = 40;

    /** Control, format (which can turn the direction of a line), surrogate and unassigned characters; separators but for the blank. */
    private static final Pattern REFUSED = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Cn}\\p{Zl}\\p{Zp}]");
    private static final Pattern BLANKS = Pattern.compile("[\\p{Zs}]+");

    /** @throws IllegalArgumentException with a reason for the student */
    public static StudentName parse(String typed) {
        if (typed.length() > 10 * LIMIT) {
            throw new IllegalArgumentException("A name has at most " + LIMIT + " characters.");
        }
        String name = BLANKS.matcher(Normalizer.normalize(typed, Normalizer.Form.NFC)).replaceAll(" ").strip();
        if (name.isEmpty()) {
            throw new IllegalArgumentException("Please type your name.");
        }
        if (REFUSED.matcher(name).find()) {
            throw new IllegalArgumentException("This name holds a character that cannot be shown: please type it with the keyboard.");
        }
        if (name.codePointCount(0, name.length()) > LIMIT) {
            throw new IllegalArgumentException("A name has at most " + LIMIT + " characters.");
        }
        return new StudentName(name);
    }

    /** Whether people take a student's name for the same. */
    public boolean isLike(String name) {
        return key().equals(new StudentName(name).key());
    }

    /** Equal for names that people take for the same. */
    String key() {
        return Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    }
}
