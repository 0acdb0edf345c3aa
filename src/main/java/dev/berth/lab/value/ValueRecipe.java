package dev.berth.lab.value;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a value of a student's own is made: {@code word}, {@code name} (two words and a hyphen), {@code code} (six letters and digits), {@code number
 * 20..90}, or from other values, {@code sha256 "${student.word}\n"}. The same secret, student, lesson and value name always give the same value; without the
 * secret it cannot be told from outside.
 */
public sealed interface ValueRecipe {

    record Word() implements ValueRecipe {}

    record Name() implements ValueRecipe {}

    record Code() implements ValueRecipe {}

    /** A whole number; both ends are possible. */
    record Number(int least, int most) implements ValueRecipe {}

    /** The SHA-256 of a text that has other values in it, as {@code sha256sum} prints it. */
    record Sha256(Template text) implements ValueRecipe {

        private static final Pattern FORM = Pattern.compile("sha256 \"((?:[^\"\\\\]|\\\\[nt\"\\\\])*)\"");
        private static final Pattern ESCAPE = Pattern.compile("\\\\(.)");

        private static Template read(final String quoted, final Set<String> earlier) {
            final String text = ESCAPE.matcher(quoted).replaceAll(match -> switch (match.group(1)) {
                case "n" -> "\n";
                case "t" -> "\t";
                default -> Matcher.quoteReplacement(match.group(1));
            });
            final Template template = Template.parse(text);
            for (final Template.Placeholder placeholder : template.placeholders()) {
                if (!placeholder.scope().equals(StudentValues.SCOPE) || !earlier.contains(placeholder.name())) {
                    throw new IllegalArgumentException("a sum is made of values above it, and " + placeholder + " is none");
                }
            }
            return template;
        }

        private String sum(final Map<String, String> earlier) {
            return Checksum.sha256(text.fill(place -> earlier.get(place.name())).getBytes(StandardCharsets.UTF_8));
        }
    }

    /**
     * @param earlier the names of the values above it, of which it may be made
     * @throws IllegalArgumentException if {@code text} is not a recipe; the message says what one looks like
     */
    static ValueRecipe parse(final String text, final Set<String> earlier) {
        switch (text) {
            case "word":
                return new Word();
            case "name":
                return new Name();
            case "code":
                return new Code();
            default:
                final Matcher range = Pattern.compile("number (\\d{1,8})\\.\\.(\\d{1,8})").matcher(text);
                if (range.matches() && Integer.parseInt(range.group(1)) <= Integer.parseInt(range.group(2))) {
                    return new Number(Integer.parseInt(range.group(1)), Integer.parseInt(range.group(2)));
                }
                final Matcher sum = Sha256.FORM.matcher(text);
                if (sum.matches()) {
                    return new Sha256(Sha256.read(sum.group(1), earlier));
                }
                throw new IllegalArgumentException("\"" + text + "\" is not a kind of value; known are word, name, code, number 20..90, sha256 \"${student.word}\\n\"");
        }
    }

    /**
     * Makes the value.
     *
     * @param secret of the server; whoever knows it can tell everybody's values
     * @param owner whose value it is: student, lesson and the value's name
     * @param earlier the student's values that it may be made of
     */
    default String make(final byte[] secret, final String owner, final Map<String, String> earlier) {
        if (this instanceof Sha256 sha256) {
            return sha256.sum(earlier);
        }
        final BigInteger seed = new BigInteger(1, Checksum.hmac(secret, owner));
        if (this instanceof Number number) {
            final BigInteger span = BigInteger.valueOf((long) number.most() - number.least() + 1);
            return seed.mod(span).add(BigInteger.valueOf(number.least())).toString();
        }
        if (this instanceof Word) {
            return Words.noun(seed);
        }
        return this instanceof Name ? Words.adjective(seed) + "-" + Words.noun(seed.shiftRight(64)) : Words.code(seed);
    }
}
