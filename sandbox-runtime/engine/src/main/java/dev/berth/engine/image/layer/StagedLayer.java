package dev.berth.engine.image.layer;

import dev.berth.engine.image.content.Reservation;
import dev.berth.engine.image.content.Staging;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A layer that is unpacked and not yet in its place: whether anybody wants it may not be known yet. Closing it removes what has not gone there.
 *
 * @param folder of its files; @param frame see {@link TarFrame}; absent: its tar is among the blobs
 * @param layer what it is when it is in its place; @param spent what it takes of the disk
 */
public record StagedLayer(Path folder, Optional<Path> frame, Layer layer, Reservation spent) implements AutoCloseable {
    @Override
    public void close() throws IOException {
        Staging.delete(folder);
        if (frame.isPresent()) {
            Staging.delete(frame.get());
        }
        spent.close();
    }
}
