package dev.berth.engine.image;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Ports of one protocol that follow each other: {@code 80}, {@code 53/udp}, {@code 8000-8010/tcp}. */
public record PortRange(int first, int last, String protocol) {
    private static final Set<String> PROTOCOLS = Set.of("tcp", "udp", "sctp");
    private static final Pattern TEXT = Pattern.compile("(\\d{1,5})(?:-(\\d{1,5}))?(?:/([^/]*)(?:/.*)?)?");
    private static final int LARGEST = 65535;

    /** @return empty for what names no ports; tcp is what is meant without a protocol, whatever else stands there is kept in lower case */
    public static Optional<PortRange> parse(String text) {
        Matcher range = TEXT.matcher(text);
        if (!range.matches()) {
            return Optional.empty();
        }
        int first = Integer.parseInt(range.group(1));
        int last = range.group(2) == null ? first : Integer.parseInt(range.group(2));
        boolean usual = range.group(3) == null || range.group(3).isEmpty();
        return first > last || last > LARGEST ? Optional.empty() : Optional.of(new PortRange(first, last, usual ? "tcp" : range.group(3).toLowerCase(Locale.ROOT)));
    }

    /** Whether a port can be of this protocol. */
    public boolean hasKnownProtocol() {
        return PROTOCOLS.contains(protocol);
    }

    /** Each, like {@code 80/tcp}. */
    public Stream<String> ports() {
        return IntStream.rangeClosed(first, last).mapToObj(port -> port + "/" + protocol);
    }
}
