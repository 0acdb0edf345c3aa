package dev.berth.daemon.docker.image;

import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;

import dev.berth.daemon.docker.Filters;
import dev.berth.daemon.docker.PruneTime;
import dev.berth.engine.EngineException;
import dev.berth.engine.image.Images.Named;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which unused images {@code docker image prune} removes: the dangling ones, unless it is told otherwise. */
record ImagePruneFilter(boolean danglingOnly, Optional<Instant> until, Filters filters) {
    private static final Set<String> KNOWN = Set.of("dangling", "label", "label!", "until");
    private static final Set<String> YES = Set.of("1", "t", "true");
    private static final Set<String> NO = Set.of("0", "f", "false");

    /** @param now what {@code until}, a span, is counted from. @throws EngineException INVALID_PARAMETER */
    static ImagePruneFilter parse(String text, Instant now) {
        Filters filters = Filters.parse(text, KNOWN);
        return new ImagePruneFilter(dangling(filters.of("dangling")), PruneTime.parse(filters.of("until"), now), filters);
    }

    private static boolean dangling(List<String> values) {
        if (values.isEmpty() || YES.containsAll(values)) {
            return true;
        }
        if (NO.containsAll(values)) {
            return false;
        }
        throw new EngineException(INVALID_PARAMETER, "Invalid filter 'dangling=" + values + "'");
    }

    boolean chooses(Named image) {
        return (!danglingOnly || image.isDangling())
                && until.map(end -> image.image().created().isBefore(end)).orElse(true)
                && filters.labels(image.image().config().labels())
                && filters.withoutLabels(image.image().config().labels());
    }
}
