package dev.berth.engine.network;

import dev.berth.engine.image.PortRange;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The ports of a container that are to be published, in the order in which Docker takes them: it shows in the numbers of those that nobody chose, and in every list. */
final class PortOrder {

    /** One port to be published. @param first of the machine's ports of which one is taken; 0: any, until {@code last} */
    record Asked(int containerPort, String protocol, String address, int first, int last) {}

    private record Entry(PortRange container, Optional<Publishing.Binding> binding) {
        int hostPort() {
            return binding.filter(each -> each.port().matches("\\d{1,5}")).map(each -> Integer.parseInt(each.port())).orElse(0);
        }

        /** Docker's, which is no order: the later of equal ones comes first. */
        boolean isBefore(Entry other) {
            return hostPort() > other.hostPort() || container.first() > other.container.first() || (container.first() == other.container.first() && container.protocol().equals("tcp"));
        }
    }

    private PortOrder() {}

    /** @param exposed what the container says it listens on: nothing else is published */
    static List<Asked> of(Collection<String> exposed, Publishing publishing) {
        List<Entry> entries = new ArrayList<>();
        for (String text : exposed) {
            PortRange.parse(text).filter(PortOrder::canBePublished).ifPresent(port -> {
                List<Publishing.Binding> bindings = publishing.bindings().getOrDefault(text, List.of());
                bindings.forEach(binding -> insert(entries, new Entry(port, Optional.of(binding))));
                if (bindings.isEmpty() && publishing.all()) {
                    insert(entries, new Entry(port, Optional.empty()));
                }
            });
        }
        Map<PortRange, List<Asked>> byPort = new LinkedHashMap<>();
        entries.forEach(entry -> byPort.computeIfAbsent(entry.container(), port -> new ArrayList<>()).add(asked(entry)));
        return byPort.values().stream().flatMap(List::stream).toList();
    }

    private static boolean canBePublished(PortRange range) {
        return range.first() == range.last() && Set.of("tcp", "udp").contains(range.protocol());
    }

    private static void insert(List<Entry> sorted, Entry entry) {
        int at = sorted.size();
        sorted.add(entry);
        while (at > 0 && entry.isBefore(sorted.get(at - 1))) {
            Collections.swap(sorted, at, at - 1);
            at--;
        }
    }

    private static Asked asked(Entry entry) {
        String address = entry.binding().map(Publishing.Binding::address).orElse("");
        Optional<PortRange> wanted = entry.binding().flatMap(binding -> PortRange.parse(binding.port()));
        return new Asked(entry.container().first(), entry.container().protocol(), address, wanted.map(PortRange::first).orElse(0), wanted.map(PortRange::last).orElse(0));
    }
}
