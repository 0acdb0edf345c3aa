package dev.berth.engine.image.layer;

import dev.berth.runtime.kernel.RootedFolder;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** When the folders of a layer were modified. Writing into a folder changes that, so it is set last. */
final class FolderTimes {
    /** About how many bytes they may take in memory meanwhile. */
    private static final int MOST_BYTES = 12 * 1024 * 1024;
    private static final int BYTES_BESIDE_NAME = 120;

    private final Map<String, Instant> times = new HashMap<>();
    private int bytes;

    /** @throws dev.berth.engine.EngineException INVALID_PARAMETER when there are too many */
    void remember(String path, Instant modified) {
        if (times.put(path, modified) == null) {
            bytes += path.length() + BYTES_BESIDE_NAME;
        }
        if (bytes > MOST_BYTES) {
            throw LayerUnpacker.refused("layer has too many folders");
        }
    }

    boolean know(String path) {
        return times.containsKey(path);
    }

    /** Of those that are still there. */
    void set(RootedFolder target) throws IOException {
        for (Map.Entry<String, Instant> folder : times.entrySet()) {
            if (target.hasFolder(folder.getKey())) {
                target.setModified(folder.getKey(), folder.getValue());
            }
        }
    }
}
