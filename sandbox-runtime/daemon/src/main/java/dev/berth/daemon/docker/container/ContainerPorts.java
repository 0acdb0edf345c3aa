package dev.berth.daemon.docker.container;

import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.daemon.http.Json;
import dev.berth.engine.EngineException;
import dev.berth.engine.container.ContainerView;
import dev.berth.engine.image.PortRange;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The ports that a container says it listens on: shown while it has an address. None is published yet. */
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

    /** As {@code docker ps} has them. */
    static ArrayNode list(ContainerView container) {
        ArrayNode array = Json.array();
        of(container).forEach(port -> array.addObject().put("PrivatePort", port.number()).put("Type", port.protocol()));
        return array;
    }

    /** As {@code docker inspect} has them. */
    static ObjectNode map(ContainerView container) {
        ObjectNode json = Json.object();
        of(container).forEach(port -> json.putNull(port.toString()));
        return json;
    }
}
