package dev.berth.engine.image.store;

import dev.berth.engine.image.Digest;
import dev.berth.engine.image.ImageReference;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds an image by what people type: name, name and digest, id or the beginning of one. A name wins over an id. */
final class ImageSearch {
    private static final Pattern ID_PREFIX = Pattern.compile("(?:sha256:)?[0-9a-f]{1,63}");

    private final ImageViewContents contents;

    ImageSearch(ImageViewContents contents) {
        this.contents = contents;
    }

    /** @return the image's id. @throws dev.berth.engine.EngineException INVALID_PARAMETER if {@code text} can be none of these */
    Optional<Digest> find(String text) {
        Optional<Digest> whole = Digest.ofWholeId(text);
        if (whole.isPresent()) {
            return whole.filter(contents.images()::containsKey);
        }
        ImageReference reference = ImageReference.parse(text);
        Optional<Digest> named = contents.named(reference);
        return named.isPresent() ? named : byPrefix(text);
    }

    /** Docker does not say that a prefix fits several: it says that there is no such image. */
    private Optional<Digest> byPrefix(String text) {
        if (!ID_PREFIX.matcher(text).matches()) {
            return Optional.empty();
        }
        String prefix = text.substring(text.indexOf(':') + 1);
        List<Digest> fitting = contents.images().keySet().stream().filter(image -> image.hex().startsWith(prefix)).limit(2).toList();
        return fitting.size() == 1 ? Optional.of(fitting.get(0)) : Optional.empty();
    }
}
