package dev.berth.daemon.docker.container;

import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.daemon.http.Json;
import dev.berth.engine.EngineException;
import dev.berth.engine.container.ContainerView;
import dev.berth.engine.image.PortRange;
import dev.berth.engine.network.PublishedPort;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The ports that a container says it listens on, shown while it has an address, and those of the machine that lead to them. */
final class ContainerPorts {
    private static final int LAST = 65_535;

    /** One port, of one protocol. */
    record Port(int number, String protocol) implements Comparable<Port> {
        @Override
        public int compareTo(Port other) {
            return number != other.number ? Integer.compare(number, other.number) : protocol.compareTo(other.protocol);
        }

        @Override
        public String toString() {
            return number + "/" + protocol;
        }
    }

    private ContainerPorts() {}

    /** A range says nothing, as in Docker, whose clients send its ports one by one. */
    static SortedSet<Port> of(ContainerView container) {
        if (container.address().isEmpty()) {
            return new TreeSet<>();
        }
        return container.config().exposedPorts().stream()
                .flatMap(text -> PortRange.parse(text).stream())
                .filter(range -> range.first() == range.last() && range.hasKnownProtocol())
                .map(range -> new Port(range.first(), range.protocol()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** One that is to be published: Docker looks at its number alone. @throws EngineException INVALID_PARAMETER, in Docker's words */
    static void check(String text) {
        String number = text.replaceFirst("/.*", "");
        if (!number.isEmpty() && (!number.matches("\\d{1,9}") || Integer.parseInt(number) > LAST)) {
            throw new EngineException(INVALID_PARAMETER, "invalid port specification: \"" + number + "\"");
        }
    }

    /** A port of the machine, or several. @throws EngineException INVALID_PARAMETER, in Docker's words */
    static void checkRange(String text) {
        if (!text.isEmpty() && (text.contains("/") || PortRange.parse(text).isEmpty())) {
            throw new EngineException(INVALID_PARAMETER, "invalid port specification: \"" + text + "\"");
        }
    }

    /** Those of the machine, as {@code docker ps --filter publish} names them; none stands for a port that is not published. */
    static Stream<Port> published(ContainerView container) {
        return container.network().ports().stream().map(port -> new Port(port.hostPort(), port.protocol()));
    }

    private static List<PublishedPort> of(ContainerView container, Port port) {
        return container.network().ports().stream().filter(each -> each.containerPort() == port.number() && each.protocol().equals(port.protocol())).toList();
    }

    /** As {@code docker ps} has them. */
    static ArrayNode list(ContainerView container) {
        ArrayNode array = Json.array();
        for (Port port : of(container)) {
            List<PublishedPort> published = of(container, port);
            if (published.isEmpty()) {
                array.addObject().put("PrivatePort", port.number()).put("Type", port.protocol());
            }
            published.forEach(each -> array.addObject().put("IP", each.hostAddress()).put("PrivatePort", port.number()).put("PublicPort", each.hostPort()).put("Type", port.protocol()));
        }
        return array;
    }

    /** As {@code docker inspect} has them. */
    static ObjectNode map(ContainerView container) {
        ObjectNode json = Json.object();
        for (Port port : of(container)) {
            List<PublishedPort> published = of(container, port);
            if (published.isEmpty()) {
                json.putNull(port.toString());
            } else {
                ArrayNode array = json.putArray(port.toString());
                published.forEach(each -> array.addObject().put("HostIp", each.hostAddress()).put("HostPort", String.valueOf(each.hostPort())));
            }
        }
        return json;
    }
}
