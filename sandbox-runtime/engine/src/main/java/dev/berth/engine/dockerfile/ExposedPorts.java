package dev.berth.engine.dockerfile;

import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;

import dev.berth.engine.EngineException;
import dev.berth.engine.image.PortRange;
import java.util.List;

/** Ports as EXPOSE names them. Whatever stands before a colon is the host's, and not an image's matter. */
public final class ExposedPorts {
    private ExposedPorts() {}

    /** @return like {@code 80/tcp}. @throws EngineException INVALID_PARAMETER with Docker's text */
    public static List<String> parse(String text) {
        String container = text.substring(text.lastIndexOf(':') + 1);
        String[] parts = container.split("/", -1);
        if (parts[0].isEmpty()) {
            throw new EngineException(INVALID_PARAMETER, "No port specified: " + text + "<empty>");
        }
        PortRange range = PortRange.parse(container)
                .orElseThrow(() -> new EngineException(INVALID_PARAMETER, "Invalid containerPort: " + parts[0]));
        if (!range.hasKnownProtocol()) {
            throw new EngineException(INVALID_PARAMETER, "Invalid proto: " + range.protocol());
        }
        return range.ports().toList();
    }
}
