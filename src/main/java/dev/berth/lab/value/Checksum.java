package dev.berth.lab.value;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Checksums of content, with and without a key. */
public final class Checksum {

    private static final String HMAC = "HmacSHA256";

    private Checksum() {}

    /** As {@code sha256sum} prints it: 64 hex digits. */
    public static String sha256(final byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (final NoSuchAlgorithmException never) {
            throw new IllegalStateException("every Java has SHA-256", never);
        }
    }

    /** What only those who know the key can tell of a text: HMAC-SHA256 (RFC 2104), 32 bytes. */
    public static byte[] hmac(final byte[] key, final String text) {
        try {
            final Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (final GeneralSecurityException never) {
            throw new IllegalStateException("every Java has " + HMAC, never);
        }
    }
}
