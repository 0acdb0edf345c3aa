package dev.berth.daemon.docker.volume;

import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;

import dev.berth.daemon.docker.Filters;
import dev.berth.engine.EngineException;
import dev.berth.engine.volume.Volume;
import dev.berth.engine.volume.Volumes.Listed;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Which volumes {@code docker volume ls} shows, and {@code docker volume prune} removes. */
final class VolumeFilter {
    private static final Set<String> OF_LIST = Set.of("dangling", "driver", "label", "name");
    private static final Set<String> OF_PRUNE = Set.of("label", "label!");
    private static final Set<String> TRUE = Set.of("1", "true");
    private static final Set<String> FALSE = Set.of("0", "false");

    private VolumeFilter() {}

    /** @throws EngineException INVALID_PARAMETER with Docker's text */
    static Predicate<Listed> ofList(String text) {
        Filters filters = Filters.parse(text, OF_LIST);
        Set<Boolean> dangling = new HashSet<>();
        for (String value : filters.of("dangling")) {
            if (!TRUE.contains(value) && !FALSE.contains(value)) {
                throw new EngineException(INVALID_PARAMETER, "Invalid filter 'dangling=" + filters.of("dangling") + "'");
            }
            dangling.add(TRUE.contains(value));
        }
        return each -> (dangling.isEmpty() || dangling.contains(!each.used()))
                && filters.any("driver", Volume.DRIVER::equals)
                && filters.describes("name", each.volume().name())
                && hasLabels(filters, each.volume());
    }

    /** @throws EngineException INVALID_PARAMETER with Docker's text */
    static Predicate<Volume> ofPrune(String text) {
        Filters filters = Filters.parse(text, OF_PRUNE);
        return volume -> hasLabels(filters, volume) && filters.withoutLabels(volume.labels().orElse(Map.of()));
    }

    private static boolean hasLabels(Filters filters, Volume volume) {
        return filters.labels(volume.labels().orElse(Map.of()));
    }
}
