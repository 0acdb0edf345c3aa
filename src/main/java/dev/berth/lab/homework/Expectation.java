package dev.berth.lab.homework;

import dev.berth.lab.value.Template;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What an answer has to be. Known to the lab alone: it is in no page and in no machine. */
sealed interface Expectation {

    /** A whole line of {@code sha256sum} may be pasted. */
    Pattern DIGEST = Pattern.compile("(?i)(?:sha256:)?([0-9a-f]{64})(?:\\s.*)?");

    boolean isMetBy(String answer, GradingFacts facts);

    /** One of these texts, whatever the case of their letters. */
    record Text(List<Template> texts) implements Expectation {
        @Override
        public boolean isMetBy(String answer, GradingFacts facts) {
            return texts.stream().anyMatch(text -> text.fill(facts.values()).equalsIgnoreCase(answer.strip()));
        }
    }

    /** Some words with this one among them. */
    record Word(Template word) implements Expectation {
        @Override
        public boolean isMetBy(String answer, GradingFacts facts) {
            return List.of(answer.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+")).contains(word.fill(facts.values()).toLowerCase(Locale.ROOT));
        }
    }

    /** The SHA-256 of a text. */
    record DigestOfText(Template text) implements Expectation {
        @Override
        public boolean isMetBy(String answer, GradingFacts facts) {
            return isDigest(answer, sha256(text.fill(facts.values()).getBytes(StandardCharsets.UTF_8)));
        }
    }

    /** The SHA-256 of a file that the lab has put into an image of the student's own. */
    record DigestOfFile(Template image, Template path) implements Expectation {
        @Override
        public boolean isMetBy(String answer, GradingFacts facts) {
            return isDigest(answer, sha256(facts.imageFile(image.fill(facts.values()), path.fill(facts.values()))));
        }
    }

    /** The size of a file that is submitted, in bytes. */
    record SizeOf(String file) implements Expectation {
        @Override
        public boolean isMetBy(String answer, GradingFacts facts) {
            return facts.sizeOf(file).filter(size -> answer.strip().replaceAll("(?i) *(b|bytes?)$|[,_ ]", "").equals(Long.toString(size))).isPresent();
        }
    }

    /** Anything else. */
    record Anything() implements Expectation {
        @Override
        public boolean isMetBy(String answer, GradingFacts facts) {
            return true;
        }
    }

    private static boolean isDigest(String answer, byte[] expected) {
        Matcher typed = DIGEST.matcher(answer.strip());
        return typed.matches() && typed.group(1).equalsIgnoreCase(HexFormat.of().formatHex(expected));
    }

    private static byte[] sha256(byte[] content) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(content);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
