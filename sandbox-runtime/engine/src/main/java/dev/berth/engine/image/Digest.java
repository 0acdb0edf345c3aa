package dev.berth.engine.image;

import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;

import dev.berth.engine.EngineException;
import dev.berth.runtime.hash.Sha256;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A content address, {@code sha256:<64 hexadecimal digits>}.
 *
 * @param hex the digits, lower case
 * @see <a href="https://github.com/opencontainers/image-spec/blob/main/descriptor.md#digests">OCI image spec, digests</a>
 */
public record Digest(String hex) {
    private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");
    private static final String PREFIX = "sha256:";

    public Digest {
        if (!HEX.matcher(hex).matches()) {
            throw new EngineException(INVALID_PARAMETER, "invalid digest \"" + hex + "\": 64 hexadecimal digits are needed");
        }
    }

    /** @throws EngineException INVALID_PARAMETER if {@code text} is not {@code sha256:…} */
    public static Digest parse(String text) {
        if (!text.startsWith(PREFIX)) {
            throw new EngineException(INVALID_PARAMETER, "invalid digest \"" + text + "\": only sha256 is known");
        }
        return new Digest(text.substring(PREFIX.length()));
    }

    /** Empty if {@code hex} is none. */
    public static Optional<Digest> ofHex(String hex) {
        return HEX.matcher(hex).matches() ? Optional.of(new Digest(hex)) : Optional.empty();
    }

    /** An image's whole id as people type it, with or without {@code sha256:}; empty if {@code text} is none. */
    public static Optional<Digest> ofWholeId(String text) {
        return ofHex(text.startsWith(PREFIX) ? text.substring(PREFIX.length()) : text);
    }

    /** Of these bytes. */
    public static Digest of(byte[] bytes) {
        Sha256 hash = Sha256.begin();
        hash.update(bytes, 0, bytes.length);
        return of(hash);
    }

    /** Of what was hashed; ends the hashing. */
    public static Digest of(Sha256 hash) {
        return new Digest(HexFormat.of().formatHex(hash.digest()));
    }

    /** The twelve digits that {@code docker image ls} prints. */
    public String abbreviated() {
        return hex.substring(0, 12);
    }

    @Override
    public String toString() {
        return PREFIX + hex;
    }
}
