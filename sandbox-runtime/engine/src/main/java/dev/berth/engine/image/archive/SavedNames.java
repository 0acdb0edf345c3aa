package dev.berth.engine.image.archive;

import static dev.berth.engine.EngineException.Kind.NOT_FOUND;
import static dev.berth.engine.EngineException.Kind.SYSTEM;

import dev.berth.engine.EngineException;
import dev.berth.engine.image.Digest;
import dev.berth.engine.image.ImageReference;
import dev.berth.engine.image.Images;
import dev.berth.engine.image.Images.Named;
import dev.berth.engine.image.manifest.StoredImage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Which images, by which names, {@code docker save} means: a name without a tag means all of its tags, an id none of its names. */
public final class SavedNames {
    private static final Pattern WHOLE_ID = Pattern.compile("(?:sha256:)?[0-9a-f]{64}");

    private final Images images;

    public SavedNames(Images images) {
        this.images = images;
    }

    /** In the order in which they were asked for, each once. @throws EngineException NOT_FOUND, or SYSTEM for a whole id */
    public List<SavedImages.Chosen> choose(List<String> texts, Function<Digest, StoredImage> stored) {
        Map<Digest, Set<ImageReference>> chosen = new LinkedHashMap<>();
        for (String text : texts) {
            Map<Named, List<ImageReference>> named = named(text);
            if (named.isEmpty()) {
                chosen.computeIfAbsent(byId(text).image().id(), id -> new TreeSet<>());
            }
            named.forEach((image, names) -> chosen.computeIfAbsent(image.image().id(), id -> new TreeSet<>()).addAll(names));
        }
        return chosen.entrySet().stream().map(each -> new SavedImages.Chosen(stored.apply(each.getKey()), List.copyOf(each.getValue()))).toList();
    }

    private Named byId(String text) {
        return images.lookUp(text).orElseThrow(() -> missing(text));
    }

    /** In the words of Docker, which takes a whole id for one that is there. */
    private static EngineException missing(String text) {
        if (WHOLE_ID.matcher(text).matches()) {
            return new EngineException(SYSTEM, "failed to get digest " + (text.contains(":") ? "" : "sha256:") + text + ": no such image");
        }
        return new EngineException(NOT_FOUND, hasTag(text) && !text.startsWith("sha256:") ? "reference does not exist" : "No such image: " + text);
    }

    private static boolean hasTag(String text) {
        return text.indexOf(':', text.lastIndexOf('/') + 1) >= 0;
    }

    /** Empty for what is no name: an id, if anything. */
    private Map<Named, List<ImageReference>> named(String text) {
        Map<Named, List<ImageReference>> named = new LinkedHashMap<>();
        if (!WHOLE_ID.matcher(text).matches()) {
            ImageReference wanted = ImageReference.parse(text);
            boolean anyTag = !hasTag(text);
            for (Named each : images.list()) {
                List<ImageReference> names = each.references().stream().filter(name -> anyTag ? name.sameRepository(wanted) : name.equals(wanted.digest().map(wanted::at).orElse(wanted))).toList();
                if (!names.isEmpty()) {
                    named.put(each, names.stream().filter(name -> !name.isByDigest()).toList());
                }
            }
        }
        return named;
    }
}
