package dev.berth.engine.image;

import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;

import dev.berth.engine.EngineException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A name by which an image is asked for: {@code [domain/]path[:tag][@digest]}, normalised as Docker does
 * ({@code nginx} is {@code docker.io/library/nginx:latest}).
 *
 * @param tag absent only beside a digest
 * @see <a href="https://github.com/distribution/reference">distribution/reference, the grammar</a>
 */
public record ImageReference(String domain, String path, Optional<String> tag, Optional<Digest> digest) implements Comparable<ImageReference> {
    private static final String DEFAULT_DOMAIN = "docker.io";
    private static final String OFFICIAL = "library/";
    private static final int LONGEST_NAME = 255;
    /** Possessive, as the next: going back takes frames of the stack for each part, and those of the engine's threads are small. */
    private static final Pattern PATH = Pattern.compile("[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*+(?:/[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*+)*+");
    private static final Pattern DOMAIN = Pattern.compile(
            "[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?(?:\\.[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)*+(?::[0-9]+)?");
    private static final Pattern TAG = Pattern.compile("[\\w][\\w.-]{0,127}");
    private static final Pattern ID = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern SPLIT = Pattern.compile("([^@]+?)(?::([^:/@]*))?(?:@(.*))?", Pattern.DOTALL);

    /** @throws EngineException INVALID_PARAMETER, with Docker's text, if {@code text} is not a reference */
    public static ImageReference parse(String text) {
        Matcher parts = SPLIT.matcher(text);
        if (text.length() > 2 * LONGEST_NAME || !parts.matches()) {
            throw invalid();
        }
        String name = parts.group(1);
        if (ID.matcher(name).matches()) {
            throw new EngineException(INVALID_PARAMETER, "invalid repository name (" + name + "), cannot specify 64-byte hexadecimal strings");
        }
        int slash = name.indexOf('/');
        boolean hasDomain = beginsWithDomain(name);
        String domain = hasDomain ? name.substring(0, slash) : DEFAULT_DOMAIN;
        if (domain.equals("index.docker.io")) {
            domain = DEFAULT_DOMAIN;
        }
        String path = hasDomain ? name.substring(slash + 1) : name;
        if (!path.equals(path.toLowerCase(Locale.ROOT))) {
            throw new EngineException(INVALID_PARAMETER, "invalid reference format: repository name must be lowercase");
        }
        if (domain.equals(DEFAULT_DOMAIN) && !path.contains("/")) {
            path = OFFICIAL + path;
        }
        if (!DOMAIN.matcher(domain).matches() || !PATH.matcher(path).matches() || domain.length() + path.length() >= LONGEST_NAME) {
            throw invalid();
        }
        Optional<Digest> digest = Optional.ofNullable(parts.group(3)).map(Digest::parse);
        Optional<String> tag = Optional.ofNullable(parts.group(2));
        if (tag.isPresent() && !TAG.matcher(tag.get()).matches()) {
            throw invalid();
        }
        return new ImageReference(domain, path, tag.isEmpty() && digest.isEmpty() ? Optional.of("latest") : tag, digest);
    }

    public static boolean isTag(String text) {
        return TAG.matcher(text).matches();
    }

    private static EngineException invalid() {
        return new EngineException(INVALID_PARAMETER, "invalid reference format");
    }

    /** Whether it names an image by its manifest, which a tag beside it does not change. */
    public boolean isByDigest() {
        return digest.isPresent();
    }

    /** The name in its repository of whatever has this manifest. */
    public ImageReference at(Digest manifest) {
        return new ImageReference(domain, path, Optional.empty(), Optional.of(manifest));
    }

    /** In the same repository. */
    public ImageReference tagged(String other) {
        return new ImageReference(domain, path, Optional.of(other), Optional.empty());
    }

    /** Whether it names something of the Docker Hub, as all do that name no registry. */
    public boolean isOfDefaultRegistry() {
        return domain.equals(DEFAULT_DOMAIN);
    }

    /** Whether both name the same repository, by whatever tag. */
    public boolean sameRepository(ImageReference other) {
        return domain.equals(other.domain) && path.equals(other.path);
    }

    /** Repository as people type it: {@code debian}, {@code berth/workstation}, {@code localhost:5000/game}. */
    public String familiarName() {
        if (!domain.equals(DEFAULT_DOMAIN)) {
            return domain + "/" + path;
        }
        boolean official = path.startsWith(OFFICIAL) && path.indexOf('/', OFFICIAL.length()) < 0;
        String familiar = official ? path.substring(OFFICIAL.length()) : path;
        return beginsWithDomain(familiar) ? domain + "/" + path : familiar;
    }

    private static boolean beginsWithDomain(String name) {
        int slash = name.indexOf('/');
        String first = slash < 0 ? "" : name.substring(0, slash);
        return first.contains(".") || first.contains(":") || first.equals("localhost");
    }

    /** The short form that people type and {@code docker image ls} prints. */
    public String familiar() {
        return familiarName() + tag.map(value -> ":" + value).orElse("") + digest.map(value -> "@" + value).orElse("");
    }

    @Override
    public int compareTo(ImageReference other) {
        return toString().compareTo(other.toString());
    }

    /** The full form. */
    @Override
    public String toString() {
        return domain + "/" + path + tag.map(value -> ":" + value).orElse("") + digest.map(value -> "@" + value).orElse("");
    }
}
