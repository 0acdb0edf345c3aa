package dev.berth.daemon.http;

import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;

import dev.berth.engine.EngineException;

/** Version of Docker's API that a client speaks, as it stands before the path: {@code /v1.41/containers/json}. */
public record ApiVersion(int major, int minor) implements Comparable<ApiVersion> {
    public static final ApiVersion LATEST = new ApiVersion(1, 41);
    public static final ApiVersion OLDEST = new ApiVersion(1, 24);

    /**
     * @param text two numbers of at most three digits, {@code 1.41}
     * @throws EngineException INVALID_PARAMETER, with Docker's text, for a version that this engine does not speak
     */
    static ApiVersion parse(String text) {
        int dot = text.indexOf('.');
        ApiVersion version = new ApiVersion(Integer.parseInt(text.substring(0, dot)), Integer.parseInt(text.substring(dot + 1)));
        if (version.compareTo(LATEST) > 0) {
            throw new EngineException(INVALID_PARAMETER, "client version " + text + " is too new. Maximum supported API version is " + LATEST);
        }
        if (version.compareTo(OLDEST) < 0) {
            throw new EngineException(INVALID_PARAMETER, "client version " + text + " is too old. Minimum supported API version is " + OLDEST
                    + ", please upgrade your client to a newer version");
        }
        return version;
    }

    @Override
    public int compareTo(ApiVersion other) {
        return major != other.major ? Integer.compare(major, other.major) : Integer.compare(minor, other.minor);
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}
