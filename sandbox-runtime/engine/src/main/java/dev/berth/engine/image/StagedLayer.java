package dev.berth.engine.image;

import dev.berth.runtime.kernel.RootedFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A layer that is unpacked and not yet in its place: whether anybody wants it may not be known yet. Closing it removes what has not gone there.
 *
 * @param folder of its files; @param frame see {@link TarFrame}; absent: its tar is among the blobs
 * @param layer what it is when it is in its place; @param spent what it takes of the disk
 */
record StagedLayer(Path folder, Optional<Path> frame, Layer layer, Spending spent) implements AutoCloseable {

    /** With so few a sync of each is quicker than one of the file system, which waits for what everybody else has written, too. */
    private static final int FEW = 32;

    /** Returns when all of it is on the disk. */
    void sync() throws IOException {
        List<Path> all;
        try (Stream<Path> files = Files.walk(folder)) {
            all = files.limit(FEW + 1).toList();
        }
        if (all.size() > FEW) {
            try (RootedFolder files = RootedFolder.open(folder)) {
                files.sync();
            }
            return;
        }
        for (Path each : all) {
            if (Files.isRegularFile(each, LinkOption.NOFOLLOW_LINKS) || Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS)) {
                Staging.force(each);
            }
        }
    }

    @Override
    public void close() throws IOException {
        Staging.delete(folder);
        if (frame.isPresent()) {
            Staging.delete(frame.get());
        }
        spent.close();
    }
}
