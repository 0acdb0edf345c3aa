package dev.berth.engine.image.store;

import dev.berth.engine.EngineException;
import dev.berth.engine.image.Digest;
import dev.berth.engine.image.NoSuchImage;
import dev.berth.engine.image.content.Account;
import dev.berth.engine.image.content.Lease;
import dev.berth.engine.image.manifest.ImageContent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Holds the images of one view, each from before it is on it until it is no more. Used with the view locked. */
final class ImageLeases {
    private static final Logger LOG = LoggerFactory.getLogger(ImageLeases.class);

    private final ImageContent content;
    private final Account account;
    private final Map<Digest, Lease> holds = new HashMap<>();

    ImageLeases(ImageContent content, Account account) {
        this.content = content;
        this.account = account;
    }

    /**
     * What an earlier engine had put into the view.
     *
     * @param complete whether all could be read: one that cannot must not keep a machine from starting, but then it is not known what may be freed
     * @param gone of these a part is not here any more
     */
    record Adopted(boolean complete, Set<Digest> gone) {}

    /** Holds what an earlier engine had put into the view. */
    Adopted adopt(Collection<Digest> manifests) {
        boolean well = true;
        Set<Digest> gone = new HashSet<>();
        for (Digest manifest : manifests) {
            try {
                Optional<Lease> lease = content.hold(account, manifest);
                if (lease.isPresent()) {
                    holds.put(manifest, lease.get());
                } else {
                    LOG.error("image {} of \"{}\" is left out: a part of it is gone", manifest, account.name());
                    gone.add(manifest);
                }
            } catch (UncheckedIOException | EngineException unreadable) {
                LOG.error("image {} of \"{}\" cannot be read", manifest, account.name(), unreadable);
                well = false;
            }
        }
        return new Adopted(well, gone);
    }

    /** Writes a view down. */
    interface Writing {
        void run() throws IOException;
    }

    /** @param manifests what will be in the view. @throws EngineException NOT_FOUND when one of them is gone */
    void change(Collection<Digest> manifests, Writing writing) throws IOException {
        Map<Digest, Lease> fresh = new HashMap<>();
        try {
            for (Digest manifest : new HashSet<>(manifests)) {
                if (!holds.containsKey(manifest)) {
                    fresh.put(manifest, content.hold(account, manifest).orElseThrow(() -> NoSuchImage.of(manifest)));
                }
            }
            writing.run();
        } catch (IOException | RuntimeException failure) {
            fresh.values().forEach(Lease::close);
            throw failure;
        }
        holds.putAll(fresh);
        Set<Digest> left = new HashSet<>(holds.keySet());
        left.removeAll(new HashSet<>(manifests));
        left.forEach(manifest -> holds.remove(manifest).close());
    }

    void releaseAll() {
        holds.values().forEach(Lease::close);
        holds.clear();
    }
}
