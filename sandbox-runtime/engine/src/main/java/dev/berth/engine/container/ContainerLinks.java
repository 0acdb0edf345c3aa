package dev.berth.engine.container;

import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;
import static dev.berth.engine.EngineException.Kind.NOT_FOUND;
import static dev.berth.engine.EngineException.Kind.SYSTEM;

import dev.berth.engine.EngineException;
import dev.berth.engine.container.option.HostOptions;
import dev.berth.engine.image.PortRange;
import dev.berth.engine.network.Link;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Links between containers of Docker's default network ({@code --link}): the other's name is resolved to an id when a container is created, and the other must run when that one starts. In networks of one's own
 * they are names, which the name server knows.
 */
public final class ContainerLinks {
    private static final String CONTAINER = "container:";
    private static final String BRIDGE = "bridge";
    private static final Set<String> DEFAULT_MODES = Set.of("", "default", BRIDGE, "none");
    private static final Set<String> UNTOLD = Set.of("HOME", "PATH");

    /** Of one container: each makes lines and variables. */
    private static final int MOST = 64;

    private static final int LONGEST_ALIAS = 255;

    /** Of all variables together: no program could be started with more. */
    private static final int MOST_CHARACTERS = 512 * 1024;

    private final ContainerIndex index;

    ContainerLinks(ContainerIndex index) {
        this.index = index;
    }

    /**
     * A link of a container that starts.
     *
     * @param names by which it finds the other, the first is the link's own
     * @param address of the other
     * @param environment what it is told of the other
     */
    public record Linked(String names, String address, List<String> environment) {}

    /** The host's options with links to ids. @throws EngineException in Docker's words when one is not there */
    HostOptions resolve(HostOptions host) {
        if (!DEFAULT_MODES.contains(host.networkMode())) {
            return host.withLinks(List.of());
        }
        if (host.links().size() > MOST) {
            throw new EngineException(INVALID_PARAMETER, "there are " + host.links().size() + " links, and a container may have " + MOST + ": use a network, where names need no links");
        }
        return host.withLinks(host.links().stream().map(this::resolve).toList());
    }

    private Link resolve(Link link) {
        if (link.alias().length() > LONGEST_ALIAS) {
            throw new EngineException(INVALID_PARAMETER, "the alias \"" + link.alias().substring(0, 20) + "…\" of a link has " + link.alias().length() + " characters, and may have " + LONGEST_ALIAS);
        }
        try {
            Container other = index.find(link.container());
            while (other.record().config().networkMode().startsWith(CONTAINER)) {
                other = index.find(other.record().config().networkMode().substring(CONTAINER.length()));
            }
            if (other.record().config().networkMode().equals("host")) {
                throw new EngineException(INVALID_PARAMETER, "conflicting options: host type networking can't be used with links. This would result in undefined behavior");
            }
            return new Link(other.id().value(), link.alias());
        } catch (EngineException missing) {
            boolean none = missing.kind() == NOT_FOUND || link.container().isEmpty();
            throw none ? new EngineException(INVALID_PARAMETER, "could not get container for " + link.container() + ": " + missing.getMessage(), missing) : missing;
        }
    }

    /** Of a container that is to be started. @throws EngineException in Docker's words when another does not run, or is not in the default network */
    List<Linked> ofStarting(ContainerRecord record) {
        List<Linked> linked = new ArrayList<>();
        Variables variables = new Variables();
        for (Link link : links(record)) {
            Optional<Container> other = find(link);
            if (other.isPresent()) {
                ContainerRecord child = other.get().record();
                if (!isInBridge(child)) {
                    throw new EngineException(SYSTEM, "Cannot link to /" + child.name() + ", as it does not belong to the default network");
                }
                if (!other.get().isRunning()) {
                    throw new EngineException(SYSTEM, "Cannot link to a non running container: /" + child.name() + " AS " + path(record, link));
                }
                linked.add(linked(record, link, child, variables));
            }
        }
        return linked;
    }

    /** What a program of a running container is told of those that run still. */
    List<String> environment(ContainerRecord record) {
        Variables variables = new Variables();
        return links(record).stream()
                .flatMap(link -> find(link).filter(other -> other.isRunning() && isInBridge(other.record())).map(other -> linked(record, link, other.record(), variables)).stream())
                .flatMap(linked -> linked.environment().stream())
                .toList();
    }

    /** Those that run and have links to a container that has begun to run. */
    List<Container> to(ContainerRecord started) {
        return index.all().stream()
                .filter(Container::isRunning)
                .filter(container -> links(container.record()).stream().anyMatch(link -> link.container().equals(started.id().value())))
                .toList();
    }

    /** Of a container that has links to another. */
    List<Linked> linked(ContainerRecord record, ContainerRecord child) {
        return isInBridge(child) ? links(record).stream().filter(link -> link.container().equals(child.id().value())).map(link -> linked(record, link, child, new Variables())).toList() : List.of();
    }

    /** As inspections show them: by names, of those that are there still. */
    ContainerView shown(ContainerView view) {
        List<Link> links = view.config().host().links();
        return links.isEmpty() ? view : view.withHost(view.config().host().withLinks(links.stream()
                .flatMap(link -> find(link).map(other -> new Link("/" + other.record().name(), "/" + view.name() + "/" + link.alias())).stream())
                .toList()));
    }

    private static List<Link> links(ContainerRecord record) {
        return isInBridge(record) ? record.config().host().links() : List.of();
    }

    private static boolean isInBridge(ContainerRecord record) {
        return record.network().endpoints().containsKey(BRIDGE);
    }

    private Optional<Container> find(Link link) {
        try {
            return Optional.of(index.find(link.container()));
        } catch (EngineException removed) {
            return Optional.empty();
        }
    }

    private static String path(ContainerRecord record, Link link) {
        return "/" + record.name() + "/" + link.alias();
    }

    private static Linked linked(ContainerRecord record, Link link, ContainerRecord child, Variables variables) {
        String names = link.alias() + " " + child.hostname() + (link.alias().equals(child.name()) ? "" : " " + child.name());
        String address = child.network().endpoints().get(BRIDGE).address();
        return new Linked(names, address, environment(path(record, link), link.alias(), address, child, variables));
    }

    private static List<String> environment(String path, String alias, String address, ContainerRecord child, Variables variables) {
        String prefix = alias.toUpperCase(Locale.ROOT).replace('-', '_');
        List<Port> ports = child.config().exposedPorts().stream()
                .flatMap(text -> PortRange.parse(text).stream())
                .filter(range -> range.first() == range.last() && range.hasKnownProtocol())
                .map(range -> new Port(range.first(), range.protocol()))
                .sorted(Port.ORDER)
                .toList();
        variables.begin();
        ports.stream().findFirst().ifPresent(port -> variables.add(prefix + "_PORT=" + port.at(address)));
        for (int first = 0; first < ports.size(); ) {
            int last = lastInARow(ports, first);
            if (last > first + 1) {
                row(variables, prefix, address, ports.get(first), ports.get(last));
            }
            first = last + 1;
        }
        ports.forEach(port -> {
            String name = prefix + "_PORT_" + port.name();
            List.of(name + "=" + port.at(address), name + "_ADDR=" + address, name + "_PORT=" + port.number(), name + "_PROTO=" + port.protocol()).forEach(variables::add);
        });
        variables.add(prefix + "_NAME=" + path);
        child.program().environment().stream()
                .filter(entry -> entry.indexOf('=') >= 0 && !UNTOLD.contains(entry.substring(0, entry.indexOf('='))))
                .forEach(entry -> variables.add(prefix + "_ENV_" + entry));
        return variables.told();
    }

    /** As Docker counts them, whatever their protocols. */
    private static int lastInARow(List<Port> ports, int first) {
        int last = first;
        while (last + 1 < ports.size() && ports.get(last + 1).number() <= ports.get(first).number() + last + 1 - first) {
            last++;
        }
        return last;
    }

    private static void row(Variables variables, String prefix, String address, Port first, Port last) {
        String name = prefix + "_PORT_" + first.name();
        List.of(name + "_START=" + first.at(address), name + "_ADDR=" + address, name + "_PROTO=" + first.protocol(), name + "_PORT_START=" + first.number(),
                name + "_END=" + last.at(address), name + "_PORT_END=" + last.number()).forEach(variables::add);
    }

    /** What one container is told by all of its links; bounded while it is made, since each variable has the alias in it again. */
    private static final class Variables {
        private List<String> told = new ArrayList<>();
        private int characters;

        /** Of the next link. */
        void begin() {
            told = new ArrayList<>();
        }

        void add(String variable) {
            characters += variable.length();
            if (characters > MOST_CHARACTERS) {
                throw new EngineException(INVALID_PARAMETER, "the environments of linked containers have more than " + MOST_CHARACTERS + " characters: leave links out");
            }
            told.add(variable);
        }

        List<String> told() {
            return told;
        }
    }

    private record Port(int number, String protocol) {
        static final Comparator<Port> ORDER = Comparator.comparingInt(Port::number).thenComparing(port -> !port.protocol().equals("tcp"));

        String name() {
            return number + "_" + protocol.toUpperCase(Locale.ROOT);
        }

        String at(String address) {
            return protocol + "://" + address + ":" + number;
        }
    }
}
