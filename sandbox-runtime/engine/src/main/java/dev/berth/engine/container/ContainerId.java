package dev.berth.engine.container;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Name of a container for machines: 64 hexadecimal digits. People type a prefix of it. */
public record ContainerId(String value) {
    private static final SecureRandom RANDOM = new SecureRandom();

    public ContainerId {
        if (!value.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("not a container id: \"" + value + "\"");
        }
    }

    /** A new one that begins with a letter or contains one among the first twelve, so that it is never taken for a number (as Docker does). */
    public static ContainerId random() {
        byte[] bytes = new byte[32];
        while (true) {
            RANDOM.nextBytes(bytes);
            String hex = HexFormat.of().formatHex(bytes);
            if (hex.substring(0, 12).chars().anyMatch(Character::isLetter)) {
                return new ContainerId(hex);
            }
        }
    }

    /** The twelve digits that {@code docker ps} prints. */
    public String abbreviated() {
        return value.substring(0, 12);
    }

    @Override
    public String toString() {
        return value;
    }
}
