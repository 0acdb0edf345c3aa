package dev.berth.engine.image.shelf;

import dev.berth.engine.EngineException;
import dev.berth.engine.image.Digest;
import dev.berth.engine.image.ImageReference;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds an image by what people type: name, name and digest, id or the beginning of one. A name wins over an id. */
public final class ImageSearch {
    private static final Pattern WHOLE_ID = Pattern.compile("(?:sha256:)?[0-9a-f]{64}");
    private static final Pattern ID_PREFIX = Pattern.compile("(?:sha256:)?[0-9a-f]{1,63}");

    private final ShelfContents contents;

    ImageSearch(ShelfContents contents) {
        this.contents = contents;
    }

    /** @return the image's id. @throws EngineException INVALID_PARAMETER if {@code text} can be none of these */
    public Optional<Digest> find(String text) {
        Optional<Digest> whole = wholeId(text);
        if (whole.isPresent()) {
            return whole.filter(contents.images()::containsKey);
        }
        ImageReference reference = ImageReference.parse(text);
        Optional<Digest> named = reference.digest().isPresent() ? byManifest(reference) : Optional.ofNullable(contents.names().get(reference));
        return named.isPresent() ? named : byPrefix(text);
    }

    static Optional<Digest> wholeId(String text) {
        return WHOLE_ID.matcher(text).matches() ? Optional.of(new Digest(hex(text))) : Optional.empty();
    }

    /** What Docker says is missing: a name without tag means the latest. */
    public static String missing(String text) {
        return "No such image: " + (WHOLE_ID.matcher(text).matches() ? "sha256:" + hex(text) : ImageReference.parse(text).familiar());
    }

    private Optional<Digest> byManifest(ImageReference reference) {
        return contents.images().entrySet().stream()
                .filter(image -> image.getValue().equals(reference.digest().orElseThrow()))
                .filter(image -> contents.namesOf(image.getKey()).stream().anyMatch(reference::sameRepository))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** Docker does not say that a prefix fits several: it says that there is no such image. */
    private Optional<Digest> byPrefix(String text) {
        if (!ID_PREFIX.matcher(text).matches()) {
            return Optional.empty();
        }
        String prefix = hex(text);
        List<Digest> fitting = contents.images().keySet().stream().filter(image -> image.hex().startsWith(prefix)).limit(2).toList();
        return fitting.size() == 1 ? Optional.of(fitting.get(0)) : Optional.empty();
    }

    private static String hex(String text) {
        return text.substring(text.indexOf(':') + 1);
    }
}
