package dev.berth.engine.image;

import java.util.List;

/**
 * An image of the store.
 *
 * @param manifest what lists its blobs: the image's "repository digest"
 * @param layerBlobs its layers' tars as they are packed, lowest first
 */
record StoredImage(Image image, Descriptor manifest, List<Digest> layerBlobs) {}
