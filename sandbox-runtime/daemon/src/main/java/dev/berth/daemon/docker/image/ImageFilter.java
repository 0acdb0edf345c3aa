package dev.berth.daemon.docker.image;

import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;

import dev.berth.daemon.docker.Filters;
import dev.berth.engine.EngineException;
import dev.berth.engine.file.Glob;
import dev.berth.engine.image.ImageReference;
import dev.berth.engine.image.Images.Named;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Which images {@code docker image ls} shows, newest first. */
final class ImageFilter {
    private static final Set<String> KNOWN = Set.of("before", "dangling", "label", "reference", "since");

    private final Filters filters;
    private final List<Glob> patterns;

    private ImageFilter(Filters filters) {
        this.filters = filters;
        patterns = filters.of("reference").stream().map(Glob::parse).toList();
    }

    /** @param name what the older API and {@code docker images NAME} give beside the filters; perhaps empty */
    static ImageFilter parse(String filters, String name) {
        Filters parsed = Filters.parse(filters, KNOWN);
        parsed.of("dangling").stream().filter(wanted -> !Set.of("true", "1", "false", "0").contains(wanted)).findAny().ifPresent(wrong -> {
            throw new EngineException(INVALID_PARAMETER, "Invalid filter 'dangling=[" + wrong + "]'");
        });
        if (!name.isEmpty()) {
            parsed.values().put("reference", List.of(name));
        }
        return new ImageFilter(parsed);
    }

    /** @param all also those without a name that others were made of. @param find how {@code before} and {@code since} are looked up */
    List<Named> choose(List<Named> images, Function<String, Named> find, boolean all) {
        Optional<Instant> before = filters.of("before").stream().map(find).map(each -> each.image().created()).min(Comparator.naturalOrder());
        Optional<Instant> since = filters.of("since").stream().map(find).map(each -> each.image().created()).max(Comparator.naturalOrder());
        return images.stream()
                .filter(each -> before.isEmpty() || each.image().created().isBefore(before.get()))
                .filter(each -> since.isEmpty() || each.image().created().isAfter(since.get()))
                .filter(each -> all || each.isDangling() || !each.references().isEmpty())
                .filter(each -> filters.any("dangling", wanted -> wanted.equals("true") || wanted.equals("1") ? !each.hasTag() : !each.references().isEmpty()))
                .filter(each -> filters.labels(each.image().config().labels()))
                .map(this::named)
                .flatMap(Optional::stream)
                .sorted(Comparator.comparing((Named each) -> each.image().created()).reversed())
                .toList();
    }

    /** With {@code reference}, an image is shown by the names that fit. */
    private Optional<Named> named(Named image) {
        if (patterns.isEmpty()) {
            return Optional.of(image);
        }
        List<ImageReference> fitting = image.references().stream()
                .filter(reference -> patterns.stream().anyMatch(pattern -> fits(pattern, reference)))
                .toList();
        return fitting.isEmpty() ? Optional.empty() : Optional.of(new Named(image.image(), fitting, image.parent(), image.hasChildren()));
    }

    private static boolean fits(Glob pattern, ImageReference reference) {
        return pattern.matches(reference.familiar()) || pattern.matches(reference.familiarName());
    }
}
