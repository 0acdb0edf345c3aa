package dev.berth.engine.image.archive;

import dev.berth.engine.image.Image;
import dev.berth.engine.image.NoSuchImage;
import dev.berth.engine.image.content.Account;
import dev.berth.engine.image.content.Lease;
import dev.berth.engine.image.manifest.ImageContent;
import dev.berth.engine.image.manifest.StoredImage;
import dev.berth.engine.work.PiecewiseOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/** An archive of images that stay until it is closed, however slowly it is read and whoever removes them. */
public final class HeldArchive implements PiecewiseOutput {
    private final List<Image> images;
    private final PiecewiseOutput archive;
    private final List<Lease> holds;

    private HeldArchive(List<Image> images, PiecewiseOutput archive, List<Lease> holds) {
        this.images = images;
        this.archive = archive;
        this.holds = holds;
    }

    /** @throws dev.berth.engine.EngineException NOT_FOUND when one of them has gone meanwhile */
    public static HeldArchive of(List<SavedImages.Chosen> images, ImageContent content, Account account) throws IOException {
        List<Lease> holds = new ArrayList<>();
        try {
            for (SavedImages.Chosen chosen : images) {
                StoredImage stored = chosen.stored();
                holds.add(content.hold(account, stored.manifest().digest())
                        .orElseThrow(() -> NoSuchImage.of(stored.image().id())));
            }
            return new HeldArchive(images.stream().map(each -> each.stored().image()).toList(), new SavedImages(images, content), holds);
        } catch (IOException | RuntimeException failure) {
            holds.forEach(Lease::close);
            throw failure;
        }
    }

    /** In their order. */
    public List<Image> images() {
        return images;
    }

    @Override
    public boolean writeNext(OutputStream target) throws IOException {
        return archive.writeNext(target);
    }

    @Override
    public void close() {
        try {
            archive.close();
        } finally {
            holds.forEach(Lease::close);
        }
    }
}
