package dev.berth.engine.image;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * An image as it lies in the store.
 *
 * @param id digest of its configuration: what {@code docker image ls} calls IMAGE ID
 * @param labelled its configuration speaks of labels, though there may be none
 * @param platform as its configuration has it
 * @param layers diff ids, lowest first
 * @param size bytes of all layers unpacked
 * @param history lowest first
 */
public record Image(
        Digest id,
        ImageConfig config,
        boolean labelled,
        Instant created,
        Platform platform,
        String author,
        String comment,
        List<Digest> layers,
        long size,
        List<History> history) {

    /** One line of {@code docker history}. @param size bytes of the layer that this step made, 0 if it made none */
    public record History(Instant created, String createdBy, String comment, boolean emptyLayer, long size) {}

    /** Characters that who made it has said of it. */
    public long length() {
        Stream<String> texts = Stream.of(
                        config.environment().stream(), config.entrypoint().stream(), config.command().stream().flatMap(List::stream), config.exposedPorts().stream(),
                        config.volumes().stream(), config.labels().entrySet().stream().map(label -> label.getKey() + label.getValue()),
                        history.stream().map(step -> step.createdBy() + step.comment()), Stream.of(author, comment, platform.operatingSystem(), platform.architecture(), platform.variant()))
                .flatMap(each -> each);
        return texts.mapToLong(String::length).sum();
    }
}
