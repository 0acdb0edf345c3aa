package dev.berth.engine.volume;

import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;

import dev.berth.engine.EngineException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** A name that a volume can have, which is also a file name. */
record VolumeName(String value) {
    private static final Pattern ALLOWED = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]+");

    /** A record's file has a suffix, and file names end at 255 bytes. */
    private static final int LONGEST = 240;
    private static final int RANDOM_BYTES = 32;
    private static final int SHOWN = 64;
    private static final SecureRandom RANDOM = new SecureRandom();

    /** @throws EngineException INVALID_PARAMETER, with Docker's text */
    static VolumeName parse(String text) {
        if (text.getBytes(StandardCharsets.UTF_8).length == 1) {
            throw refused(text, "volume name is too short, names should be at least two alphanumeric characters");
        }
        if (text.length() > LONGEST) {
            throw refused(text.substring(0, SHOWN) + "…", "volume name is too long, names have at most " + LONGEST + " characters");
        }
        if (!ALLOWED.matcher(text).matches()) {
            throw refused(text, "\"" + text + "\" includes invalid characters for a local volume name, only \"[a-zA-Z0-9][a-zA-Z0-9_.-]\" are allowed."
                    + " If you intended to pass a host directory, use absolute path");
        }
        return new VolumeName(text);
    }

    private static EngineException refused(String name, String reason) {
        return new EngineException(INVALID_PARAMETER, "create " + name + ": " + reason);
    }

    /** For a volume that nobody named. */
    static VolumeName random() {
        byte[] bytes = new byte[RANDOM_BYTES];
        RANDOM.nextBytes(bytes);
        return new VolumeName(HexFormat.of().formatHex(bytes));
    }

    @Override
    public String toString() {
        return value;
    }
}
