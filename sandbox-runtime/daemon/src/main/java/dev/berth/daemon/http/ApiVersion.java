package dev.berth.daemon.http;

import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;

import dev.berth.engine.EngineException;
import java.math.BigInteger;
import java.util.List;
import java.util.stream.Stream;

/** Version of Docker's API that a client speaks, as it stands before the path: {@code /v1.41/containers/json}. */
public record ApiVersion(int major, int minor) {
    public static final ApiVersion LATEST = new ApiVersion(1, 41);
    public static final ApiVersion OLDEST = new ApiVersion(1, 24);
    private static final String LATEST_TEXT = LATEST.toString();

    /**
     * @param text digits and dots, in whatever order; a number that is missing is 0
     * @throws EngineException INVALID_PARAMETER, with Docker's text, for a version that this engine does not speak
     */
    static void check(String text) {
        if (text.equals(LATEST_TEXT)) {
            return; // what almost all clients speak, with each of their requests
        }
        List<BigInteger> numbers = Stream.of(text.split("\\.", -1)).map(number -> new BigInteger("0" + number)).toList();
        if (LATEST.compareTo(numbers) < 0) {
            throw new EngineException(INVALID_PARAMETER, "client version " + text + " is too new. Maximum supported API version is " + LATEST);
        }
        if (OLDEST.compareTo(numbers) > 0) {
            throw new EngineException(INVALID_PARAMETER, "client version " + text + " is too old. Minimum supported API version is " + OLDEST
                    + ", please upgrade your client to a newer version");
        }
    }

    private int compareTo(List<BigInteger> numbers) {
        List<BigInteger> own = List.of(BigInteger.valueOf(major), BigInteger.valueOf(minor));
        for (int at = 0; at < Math.max(own.size(), numbers.size()); at++) {
            int order = at(own, at).compareTo(at(numbers, at));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private static BigInteger at(List<BigInteger> numbers, int at) {
        return at < numbers.size() ? numbers.get(at) : BigInteger.ZERO;
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}
