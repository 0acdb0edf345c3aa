package dev.berth.lab.value;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * How a value of a student's own is made: {@code word}, {@code name} (two words and a hyphen), {@code code} (six letters and digits) or {@code number
 * 20..90}. The same secret, student, lesson and value name always give the same value; without the secret it cannot be told from outside.
 */
public sealed interface ValueRecipe {

    record Word() implements ValueRecipe {}

    record Name() implements ValueRecipe {}

    record Code() implements ValueRecipe {}

    /** A whole number; both ends are possible. */
    record Number(int least, int most) implements ValueRecipe {}

    /** @throws IllegalArgumentException if {@code text} is not a recipe; the message says what one looks like */
    static ValueRecipe parse(final String text) {
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
                throw new IllegalArgumentException("\"" + text + "\" is not a kind of value; known are word, name, code, number 20..90");
        }
    }

    /**
     * Makes the value.
     *
     * @param secret of the server; whoever knows it can tell everybody's values
     * @param owner whose value it is: student, lesson and the value's name
     */
    default String make(final byte[] secret, final String owner) {
        final BigInteger seed = new BigInteger(1, digest(secret, owner));
        if (this instanceof Number number) {
            final BigInteger span = BigInteger.valueOf((long) number.most() - number.least() + 1);
            return seed.mod(span).add(BigInteger.valueOf(number.least())).toString();
        }
        if (this instanceof Word) {
            return Words.noun(seed);
        }
        return this instanceof Name ? Words.adjective(seed) + "-" + Words.noun(seed.shiftRight(64)) : Words.code(seed);
    }

    private static byte[] digest(final byte[] secret, final String owner) {
        try {
            final Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return mac.doFinal(owner.getBytes(StandardCharsets.UTF_8));
        } catch (final GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }
}
