package dev.berth.daemon.docker.container;

import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;
import static dev.berth.engine.EngineException.Kind.SYSTEM;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.daemon.docker.Filters;
import dev.berth.daemon.docker.network.NetworkJson;
import dev.berth.engine.EngineException;
import dev.berth.engine.container.ContainerState;
import dev.berth.engine.container.ContainerView;
import dev.berth.engine.image.Digest;
import dev.berth.engine.image.PortRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Which containers {@code docker ps} shows: {@code -a}, {@code -n}, {@code --filter}. */
final class ContainerFilter {
    private static final Set<String> STATES = Set.of("created", "running", "paused", "restarting", "removing", "exited", "dead");
    private static final Set<String> KNOWN = Set.of(
            "ancestor", "before", "exited", "expose", "health", "id", "is-task", "isolation", "label", "name", "network", "publish", "since", "status", "volume");
    private static final Set<String> HEALTHS = Set.of("none", "starting", "healthy", "unhealthy");
    private static final Set<String> TRUE = Set.of("1", "true");
    private static final Set<String> FALSE = Set.of("0", "false");

    private final String machine;
    private final Filters filters;
    private final boolean all;
    private final int limit;
    private final PortSet exposed = new PortSet();
    private final PortSet published = new PortSet();

    private ContainerFilter(String machine, Filters filters, boolean all, int limit) {
        this.machine = machine;
        this.filters = filters;
        this.all = all;
        this.limit = limit;
        collect("expose", exposed);
        collect("publish", published);
    }

    private void collect(String name, PortSet into) {
        filters.of(name).forEach(port -> PortRange.parse(port).filter(PortRange::hasKnownProtocol).ifPresent(into::add));
    }

    /**
     * @param limit at most that many, ended ones too; 0 or less: no limit
     * @throws EngineException INVALID_PARAMETER with Docker's text
     */
    static ContainerFilter parse(String machine, String filters, boolean all, int limit) {
        Filters parsed = Filters.parse(filters, KNOWN);
        refuseOthers(parsed, "status", STATES::contains, "Invalid filter 'status=%s'");
        refuseOthers(parsed, "health", HEALTHS::contains, "Unrecognised filter value for health: %s");
        refuseOthers(parsed, "is-task", value -> TRUE.contains(value) || FALSE.contains(value), "Invalid filter 'is-task=[%s]'");
        parsed.of("exited").stream().filter(code -> !code.matches("[+-]?[0-9]{1,9}")).findFirst().ifPresent(code -> {
            throw new EngineException(SYSTEM, "strconv.Atoi: parsing \"" + code + "\": invalid syntax");
        });
        for (String name : List.of("expose", "publish")) {
            for (String port : parsed.of(name)) {
                checkPort(name, port);
            }
        }
        return new ContainerFilter(machine, parsed, all || limit > 0 || parsed.has("status"), limit);
    }

    private static void refuseOthers(Filters filters, String name, Predicate<String> known, String message) {
        filters.of(name).stream().filter(known.negate()).findFirst().ifPresent(value -> {
            throw new EngineException(INVALID_PARAMETER, String.format(message, value));
        });
    }

    private static void checkPort(String name, String port) {
        if (PortRange.parse(port).isEmpty()) {
            String number = port.split("[-/]", 2)[0];
            String reason = number.matches("[0-9]+") ? "value out of range" : "invalid syntax";
            throw new EngineException(SYSTEM, "error while looking up for " + name + " " + port + ": strconv.ParseUint: parsing \"" + number + "\": " + reason);
        }
    }

    /** The images that {@code ancestor} names, as the client wrote them. */
    List<String> ancestors() {
        return filters.of("ancestor");
    }

    /**
     * @param containers newest first; @param descendants of {@link #ancestors}, themselves included
     * @throws EngineException SYSTEM when {@code before} or {@code since} names none of them
     */
    List<ContainerView> choose(List<ContainerView> containers, Set<Digest> descendants) {
        Stream<ContainerView> chosen = between(containers).stream().filter(this::shows).filter(each -> !filters.has("ancestor") || descendants.contains(each.image()));
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
        throw new EngineException(SYSTEM, "no such container " + named);
    }

    private boolean shows(ContainerView container) {
        ContainerState state = container.state();
        boolean runs = state instanceof ContainerState.Running || state instanceof ContainerState.Paused || state instanceof ContainerState.Restarting;
        return (all || runs)
                && filters.any("is-task", FALSE::contains)
                && hasPorts(container)
                && filters.any("volume", volume -> mounts(container, volume))
                && filters.describes("id", container.id().value())
                && filters.describes("name", container.name(), "/" + container.name())
                && filters.any("status", state.status()::equals)
                && filters.any("health", container.health().map(health -> health.status().text()).orElse("none")::equals)
                && filters.any("exited", code -> state instanceof ContainerState.Exited exited && Integer.parseInt(code) == exited.code())
                && (!filters.has("network") || filters.any("network", isConnectedWith(NetworkJson.endpoints(machine, container))))
                && filters.labels(container.config().labels());
    }

    /** One of either kind is enough, as in Docker. */
    private boolean hasPorts(ContainerView container) {
        return !filters.has("expose") && !filters.has("publish")
                || ContainerPorts.of(container).stream().anyMatch(exposed::has)
                || ContainerPorts.published(container).anyMatch(published::has);
    }

    /** Of a network's name, or how its id begins. */
    private static Predicate<String> isConnectedWith(ObjectNode networks) {
        return network -> networks.has(network) || networks.valueStream().anyMatch(endpoint -> endpoint.path("NetworkID").asText().startsWith(network));
    }

    private static boolean mounts(ContainerView container, String volume) {
        return container.mounts().stream().anyMatch(mount -> mount.name().equals(volume) || mount.target().equals(volume) || mount.source().equals(volume));
    }
}
