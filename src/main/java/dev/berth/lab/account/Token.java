package dev.berth.lab.account;

import dev.berth.lab.value.Checksum;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;

/** An unguessable text of 128 random bits that a link or a cookie holds: who has it, may. */
public record Token(String text) {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BYTES = 16;

    public static Token random() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return new Token(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /** Whether somebody has it; takes as long for a near miss as for a far one. */
    public boolean matches(String offered) {
        return MessageDigest.isEqual(text.getBytes(StandardCharsets.UTF_8), offered.getBytes(StandardCharsets.UTF_8));
    }

    /** What is stored in its place: SHA-256, in hex. */
    public String hash() {
        return Checksum.sha256(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Never shows itself in a log. */
    @Override
    public String toString() {
        return "token";
    }
}
