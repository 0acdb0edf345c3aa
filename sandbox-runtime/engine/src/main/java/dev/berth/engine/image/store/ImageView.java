package dev.berth.engine.image.store;

import dev.berth.engine.image.Digest;
import dev.berth.engine.image.ImageReference;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** The images that one level sees, and where it keeps what it changed. Thread safe. */
interface ImageView {

    ImageViewContents contents();

    /** Replaces the contents by what {@code change} makes of them, and returns when that is on the disk. Changes come one after the other. */
    void change(UnaryOperator<ImageViewContents> change) throws IOException;

    /** What the catalogue has, whether this level hides it or not. */
    ImageViewContents catalogue();

    /** The manifest of an image that this level does not list, though containers may have been made of it: one that the catalogue has replaced by a newer one of its name. */
    Optional<Digest> unlisted(Digest image);

    /** Sees the catalogue's image, if it was hidden, by these names as well. */
    void restore(Digest image, Set<ImageReference> names) throws IOException;
}
