package dev.berth.engine.image.document;

import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;

import dev.berth.engine.EngineException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Ports as EXPOSE names them: {@code 80}, {@code 53/udp}, {@code 8000-8010/tcp}. Whatever stands before a colon is the host's, and not an image's matter. */
final class ExposedPorts {
    private static final Set<String> PROTOCOLS = Set.of("tcp", "udp", "sctp");
    private static final Pattern RANGE = Pattern.compile("(\\d{1,5})(?:-(\\d{1,5}))?");
    private static final int LARGEST = 65535;

    private ExposedPorts() {}

    /** @return like {@code 80/tcp}. @throws EngineException INVALID_PARAMETER with Docker's text */
    static List<String> parse(String text) {
        String[] parts = text.split("/", 2);
        String protocol = parts.length == 1 || parts[1].isEmpty() ? "tcp" : parts[1].toLowerCase(Locale.ROOT);
        if (!PROTOCOLS.contains(protocol)) {
            throw new EngineException(INVALID_PARAMETER, "Invalid proto: " + protocol);
        }
        String container = parts[0].substring(parts[0].lastIndexOf(':') + 1);
        Matcher range = RANGE.matcher(container);
        int first = range.matches() ? Integer.parseInt(range.group(1)) : LARGEST + 1;
        int last = first <= LARGEST && range.group(2) != null ? Integer.parseInt(range.group(2)) : first;
        if (first > last || last > LARGEST) {
            throw new EngineException(INVALID_PARAMETER, "Invalid containerPort: " + container);
        }
        return IntStream.rangeClosed(first, last).mapToObj(port -> port + "/" + protocol).toList();
    }
}
