package dev.berth.daemon.docker.container;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.daemon.docker.network.NetworkJson;
import dev.berth.daemon.http.Json;
import dev.berth.engine.container.ContainerView;
import dev.berth.engine.container.Containers.Sizes;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;

/** A container as {@code GET /containers/json} lists it. */
public final class ContainerSummary {
    private ContainerSummary() {}

    /** @param image what the list calls its image, see {@link ShownImages} */
    public static ObjectNode of(String machine, ContainerView container, String image, Optional<Sizes> sizes, Instant now) {
        ObjectNode summary = Json.object();
        summary.put("Id", container.id().value());
        summary.putArray("Names").add("/" + container.name());
        summary.put("Image", image);
        summary.put("ImageID", container.image().toString());
        summary.put("Command", command(container));
        summary.put("Created", container.created().getEpochSecond());
        summary.set("Ports", ContainerPorts.list(container));
        sizes.ifPresent(known -> {
            putUnlessZero(summary, "SizeRw", known.writable());
            putUnlessZero(summary, "SizeRootFs", known.total());
        });
        summary.set("Labels", Json.strings(container.config().labels()));
        summary.put("State", container.state().status());
        summary.put("Status", StateText.of(container.state(), container.health(), now));
        summary.putObject("HostConfig").put("NetworkMode", container.config().networkMode());
        summary.putObject("NetworkSettings").set("Networks", NetworkJson.endpoints(machine, container));
        summary.set("Mounts", MountsJson.points(container.mounts(), false));
        return summary;
    }

    /** Docker leaves zeros out of a list. */
    private static void putUnlessZero(ObjectNode summary, String name, long bytes) {
        if (bytes != 0) {
            summary.put(name, bytes);
        }
    }

    /** Program and arguments in one line, those with blanks in quotes, as Docker puts them. */
    private static String command(ContainerView container) {
        if (container.arguments().isEmpty()) {
            return container.path();
        }
        return container.arguments().stream()
                .map(argument -> argument.contains(" ") ? "'" + argument + "'" : argument)
                .collect(Collectors.joining(" ", container.path() + " ", ""));
    }
}
