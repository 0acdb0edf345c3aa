package dev.berth.engine.image.manifest;

import dev.berth.engine.image.Digest;
import dev.berth.engine.image.Image;
import dev.berth.engine.image.document.Descriptor;
import java.util.List;

/**
 * An image of the store.
 *
 * @param manifest what lists its blobs: the image's "repository digest"
 * @param layerBlobs its layers' tars as they are packed, lowest first
 */
public record StoredImage(Image image, Descriptor manifest, List<Digest> layerBlobs) {}
