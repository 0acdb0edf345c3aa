package dev.berth.engine.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a client asked of a container's place in a network. What it left out, and an empty value, are told apart, since inspections show the difference.
 *
 * @param address of IPv4; an empty text: any
 * @param aliases other names of the container in this network
 * @param driverOptions kept and shown, and not used
 * @param links names that other containers in this network have for this one alone, as {@code NAME:ALIAS}
 */
public record EndpointOptions(Optional<String> address, Optional<List<String>> aliases, Optional<Map<String, String>> driverOptions, Optional<List<String>> links) {
    /** What each text takes beside its characters, as in JSON: an empty one is not for nothing. */
    private static final int AROUND = 3;

    public static final EndpointOptions NONE = new EndpointOptions(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /** A record that an older engine has written does not tell of links. */
    public EndpointOptions {
        links = Objects.requireNonNullElse(links, Optional.empty());
    }

    /** The address that was chosen. */
    public Optional<String> chosenAddress() {
        return address.filter(text -> !text.isEmpty());
    }

    /** In all of it, with those around each text. */
    int characters() {
        Map<String, String> options = driverOptions.orElse(Map.of());
        return Stream.of(address.stream(), aliases.orElse(List.of()).stream(), links.orElse(List.of()).stream(), options.keySet().stream(), options.values().stream())
                .flatMap(texts -> texts)
                .mapToInt(text -> text.length() + AROUND)
                .sum();
    }

    /** With those that a container has in any network of one's own. */
    public EndpointOptions withAliases(List<String> more) {
        List<String> all = new ArrayList<>(aliases.orElse(List.of()));
        more.stream().filter(alias -> !all.contains(alias)).forEach(all::add);
        return new EndpointOptions(address, Optional.of(List.copyOf(all)), driverOptions, links);
    }
}
