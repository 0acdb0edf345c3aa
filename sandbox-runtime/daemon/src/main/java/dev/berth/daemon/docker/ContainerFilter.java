package dev.berth.daemon.docker;

import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;

import dev.berth.engine.EngineException;
import dev.berth.engine.container.ContainerState;
import dev.berth.engine.container.ContainerView;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Which containers {@code docker ps} shows: {@code -a}, {@code -n}, {@code --filter}. */
final class ContainerFilter {
    private static final Set<String> STATES = Set.of("created", "running", "paused", "restarting", "removing", "exited", "dead");
    private static final Set<String> HEALTHS = Set.of("none", "starting", "healthy", "unhealthy");
    private static final Set<String> KNOWN = Set.of(
            "ancestor", "before", "exited", "expose", "health", "id", "label", "name", "network", "publish", "since", "status", "volume");

    /** No container has any of these here yet, so none is shown. */
    private static final Set<String> NEVER_MET = Set.of("expose", "publish", "volume");

    private final Filters filters;
    private final boolean all;
    private final int limit;

    private ContainerFilter(Filters filters, boolean all, int limit) {
        this.filters = filters;
        this.all = all;
        this.limit = limit;
    }

    /**
     * @param limit at most that many, ended ones too; 0 or less: no limit
     * @throws EngineException INVALID_PARAMETER with Docker's text
     */
    static ContainerFilter parse(String filters, boolean all, int limit) {
        Filters parsed = Filters.parse(filters, KNOWN);
        for (String state : parsed.of("status")) {
            if (!STATES.contains(state)) {
                throw new EngineException(INVALID_PARAMETER, "Unrecognised filter value for status: " + state);
            }
        }
        for (String health : parsed.of("health")) {
            if (!HEALTHS.contains(health)) {
                throw new EngineException(INVALID_PARAMETER, "Unrecognised filter value for health: " + health);
            }
        }
        for (String code : parsed.of("exited")) {
            if (!code.matches("-?[0-9]{1,9}")) {
                throw new EngineException(INVALID_PARAMETER, "Invalid filter 'exited=" + code + "'");
            }
        }
        return new ContainerFilter(parsed, all || limit > 0 || parsed.has("status"), limit);
    }

    /** @param containers newest first; @throws EngineException INVALID_PARAMETER when {@code before} or {@code since} names none of them */
    List<ContainerView> choose(List<ContainerView> containers) {
        Stream<ContainerView> chosen = between(containers).stream().filter(this::shows);
        return (limit > 0 ? chosen.limit(limit) : chosen).toList();
    }

    private List<ContainerView> between(List<ContainerView> containers) {
        int from = 0;
        int to = containers.size();
        for (String before : filters.of("before")) {
            from = Math.max(from, position(containers, before) + 1);
        }
        for (String since : filters.of("since")) {
            to = Math.min(to, position(containers, since));
        }
        return from < to ? new ArrayList<>(containers.subList(from, to)) : List.of();
    }

    private static int position(List<ContainerView> containers, String named) {
        for (int index = 0; index < containers.size(); index++) {
            ContainerView each = containers.get(index);
            if (each.name().equals(named) || (!named.isEmpty() && each.id().value().startsWith(named))) {
                return index;
            }
        }
        throw new EngineException(INVALID_PARAMETER, "No such container: " + named);
    }

    private boolean shows(ContainerView container) {
        ContainerState state = container.state();
        boolean runs = state instanceof ContainerState.Running || state instanceof ContainerState.Paused || state instanceof ContainerState.Restarting;
        return (all || runs)
                && NEVER_MET.stream().noneMatch(filters::has)
                && filters.any("id", value -> Filters.describes(value, container.id().value()))
                && filters.any("name", value -> Filters.describes(value, container.name()) || Filters.describes(value, "/" + container.name()))
                && filters.any("status", state.status()::equals)
                && filters.any("health", container.health().map(health -> health.status().text()).orElse("none")::equals)
                && filters.any("exited", code -> state instanceof ContainerState.Exited exited && Integer.parseInt(code) == exited.code())
                && filters.any("ancestor", image -> descends(container, image))
                && filters.any("network", network -> network.equals(container.config().networkMode().replace("default", "bridge")))
                && filters.labels(container.config().labels());
    }

    private static boolean descends(ContainerView container, String image) {
        String name = container.imageName();
        String digest = container.image().toString();
        return name.equals(image)
                || name.equals(image + ":latest")
                || image.equals(name + ":latest")
                || digest.equals(image)
                || (image.length() >= 12 && container.image().hex().startsWith(image));
    }
}
