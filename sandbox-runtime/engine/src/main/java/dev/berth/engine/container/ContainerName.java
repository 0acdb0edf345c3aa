package dev.berth.engine.container;

import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;

import dev.berth.engine.EngineException;
import java.security.SecureRandom;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/** Names of containers: what people may choose, and one of our making where they chose none. */
final class ContainerName {
    private static final RandomGenerator RANDOM = new SecureRandom();
    private static final Pattern VALID = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]+");
    private static final int LONGEST = 128;

    private static final List<String> ADJECTIVES = List.of(
            "able", "airy", "amber", "ample", "arctic", "bold", "brave", "breezy", "bright", "brisk", "calm", "candid", "careful", "cheerful", "civil",
            "clear", "clever", "coastal", "copper", "cosy", "curious", "daring", "deft", "dreamy", "eager", "early", "earnest", "easy", "fair", "fearless",
            "fleet", "fond", "frank", "fresh", "gentle", "glad", "golden", "grand", "hardy", "hasty", "honest", "humble", "jolly", "keen", "kind", "lively",
            "loyal", "lucid", "lucky", "mellow", "merry", "mighty", "modest", "nimble", "noble", "patient", "placid", "plucky", "polite", "proud", "quick",
            "quiet", "rapid", "ready", "rosy", "salty", "serene", "sharp", "shiny", "silent", "sincere", "smart", "snug", "steady", "stout", "sturdy",
            "subtle", "sunny", "swift", "tender", "tidy", "trusty", "upbeat", "vivid", "warm", "wary", "windy", "wise", "witty", "zesty");

    /** People who found something out about ships, seas, stars, numbers or machines. */
    private static final List<String> SURNAMES = List.of(
            "abel", "agnesi", "alhazen", "ampere", "archimedes", "babbage", "banneker", "bernoulli", "bessel", "bohr", "boole", "bose", "bowditch", "brahe",
            "cannon", "carson", "cassini", "cauchy", "celsius", "cook", "copernicus", "curie", "dijkstra", "drake", "earle", "euclid", "euler", "faraday",
            "fermat", "feynman", "fourier", "franklin", "galileo", "galois", "gauss", "germain", "goodall", "halley", "hamilton", "harrison", "herschel",
            "hertz", "hilbert", "hooke", "hopper", "hubble", "humboldt", "huygens", "hypatia", "johnson", "joule", "kelvin", "kepler", "kovalevskaya",
            "lagrange", "laplace", "leavitt", "leibniz", "linnaeus", "lovelace", "maury", "maxwell", "meitner", "mendel", "mercator", "mitchell", "nansen",
            "napier", "newton", "nightingale", "noether", "pascal", "pasteur", "planck", "ptolemy", "ramanujan", "riemann", "rubin", "shackleton", "shannon",
            "somerville", "tesla", "tharp", "thales", "torvalds", "turing", "volta", "watt", "wegener", "wu");

    private ContainerName() {}

    /** @throws EngineException INVALID_PARAMETER, in Docker's words */
    static String parse(String text) {
        String name = text.startsWith("/") ? text.substring(1) : text;
        if (!VALID.matcher(name).matches()) {
            throw new EngineException(INVALID_PARAMETER, "Invalid container name (" + text + "), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed");
        }
        if (name.length() > LONGEST) {
            throw new EngineException(INVALID_PARAMETER, "container name \"" + name.substring(0, 20) + "…\" is too long: at most " + LONGEST + " characters");
        }
        return name;
    }

    /** {@code adjective_surname}. @param attempt how often one was taken already; from the first on a digit follows */
    static String random(int attempt) {
        String name = ADJECTIVES.get(RANDOM.nextInt(ADJECTIVES.size())) + "_" + SURNAMES.get(RANDOM.nextInt(SURNAMES.size()));
        return attempt == 0 ? name : name + RANDOM.nextInt(10 * attempt);
    }
}
