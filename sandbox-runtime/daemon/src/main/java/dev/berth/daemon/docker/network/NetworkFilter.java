package dev.berth.daemon.docker.network;

import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;
import static dev.berth.engine.EngineException.Kind.SYSTEM;

import dev.berth.daemon.docker.Filters;
import dev.berth.daemon.docker.PruneTime;
import dev.berth.engine.EngineException;
import dev.berth.engine.network.Network;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Which networks {@code docker network ls} shows, and which ones {@code docker network prune} takes. */
final class NetworkFilter {
    private static final Set<String> KNOWN = Set.of("dangling", "driver", "id", "label", "name", "scope", "type");
    private static final Set<String> OF_PRUNE = Set.of("label", "label!", "until");
    private static final Set<String> TRUE = Set.of("1", "true");
    private static final Set<String> FALSE = Set.of("0", "false");
    private static final Set<String> TYPES = Set.of("builtin", "custom");

    private NetworkFilter() {}

    /** @param used whether a container is in it. @throws EngineException with Docker's text */
    static Predicate<Network> ofList(String text, Predicate<Network> used) {
        Filters filters = Filters.parse(text, KNOWN);
        checkDangling(filters.of("dangling"));
        filters.of("type").stream().filter(type -> !TYPES.contains(type)).findFirst().ifPresent(type -> {
            throw new EngineException(SYSTEM, "invalid filter: 'type'='" + type + "'");
        });
        return network -> filters.describes("name", network.name())
                && filters.describes("id", network.id())
                && filters.any("driver", network.driver()::equals)
                && filters.any("scope", "local"::equals)
                && filters.any("type", (network.isBuiltIn() ? "builtin" : "custom")::equals)
                && filters.any("dangling", (network.isBuiltIn() || used.test(network) ? FALSE : TRUE)::contains)
                && filters.labels(network.labels());
    }

    /** @throws EngineException with Docker's text */
    static Predicate<Network> ofPrune(String text) {
        Filters filters = Filters.parse(text, OF_PRUNE);
        Optional<Instant> until = PruneTime.parse(filters.of("until"), Instant.now());
        return network -> until.map(network.created()::isBefore).orElse(true) && filters.labels(network.labels()) && filters.withoutLabels(network.labels());
    }

    private static void checkDangling(List<String> values) {
        if (values.size() > 1) {
            throw new EngineException(INVALID_PARAMETER, "got more than one value for filter key \"dangling\"");
        }
        if (!values.stream().allMatch(value -> TRUE.contains(value) || FALSE.contains(value))) {
            throw new EngineException(INVALID_PARAMETER, "invalid value for filter 'dangling', must be \"true\" (or \"1\"), or \"false\" (or \"0\")");
        }
    }
}
