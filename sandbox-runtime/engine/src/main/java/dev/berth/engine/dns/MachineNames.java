package dev.berth.engine.dns;

import java.net.Inet4Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The names that containers of one machine have for each other, in networks of one's own. Who asks is answered from the networks that it is in. Thread safe; what was changed is
 * answered from then on.
 */
public final class MachineNames {
    private final Map<String, Member> members = new ConcurrentHashMap<>();

    /**
     * A container that runs.
     *
     * @param leadsOut whether one of its networks leads to the outside, so that other names are asked for there
     * @param seats in networks of one's own
     */
    public record Member(boolean leadsOut, List<Seat> seats) {}

    /**
     * A container's place in a network.
     *
     * @param network its id
     * @param name the container's own, as it was typed
     * @param names all that it is known by, in lower case
     * @param links names of its own for others in this network, by them; both in lower case
     */
    public record Seat(String network, String networkName, Inet4Address address, String name, Set<String> names, Map<String, String> links) {}

    /** From now on. @param container its id */
    public void put(String container, Member member) {
        members.put(container, member);
    }

    /** It has ended. */
    public void remove(String container) {
        members.remove(container);
    }

    boolean leadsOut(String asker) {
        return member(asker).leadsOut();
    }

    private Member member(String container) {
        return members.getOrDefault(container, new Member(false, List.of()));
    }

    /**
     * As Docker looks names up: {@code a.b.c} is that name in any network, or {@code a.b} in a network {@code c}, or {@code a} in a network {@code b.c}; the container's own links come first.
     *
     * @param name in lower case
     * @return empty: nobody has it
     */
    List<Inet4Address> find(String asker, String name) {
        List<Seat> own = member(asker).seats();
        List<Inet4Address> found = find(own, name);
        for (int dot = name.lastIndexOf('.'); found.isEmpty() && dot > 0; dot = name.lastIndexOf('.', dot - 1)) {
            String network = name.substring(dot + 1);
            found = find(own.stream().filter(seat -> seat.networkName().equalsIgnoreCase(network)).toList(), name.substring(0, dot));
        }
        return found;
    }

    private List<Inet4Address> find(List<Seat> own, String name) {
        Stream<List<Inet4Address>> linked = own.stream().filter(seat -> seat.links().containsKey(name)).map(seat -> addresses(seat.network(), seat.links().get(name)));
        Stream<List<Inet4Address>> known = own.stream().filter(seat -> !seat.links().containsKey(name)).map(seat -> addresses(seat.network(), name));
        return Stream.concat(linked, known).filter(found -> !found.isEmpty()).findFirst().orElse(List.of());
    }

    private List<Inet4Address> addresses(String network, String name) {
        List<Inet4Address> found = new ArrayList<>();
        // For each question over all containers of the machine, so without streams.
        for (Member member : members.values()) {
            for (Seat seat : member.seats()) {
                if (seat.names().contains(name) && seat.network().equals(network)) {
                    found.add(seat.address());
                }
            }
        }
        return found;
    }

    /** The name of an address in a network that the asker is in. */
    Optional<String> nameOf(String asker, Inet4Address address) {
        Set<String> own = Set.copyOf(member(asker).seats().stream().map(Seat::network).toList());
        return members.values().stream()
                .flatMap(member -> member.seats().stream())
                .filter(seat -> own.contains(seat.network()) && seat.address().equals(address))
                .map(seat -> seat.name() + "." + seat.networkName())
                .findFirst();
    }
}
