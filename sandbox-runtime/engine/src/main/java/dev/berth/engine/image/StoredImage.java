package dev.berth.engine.image;

/** An image of the store. @param manifest what lists its blobs: the image's "repository digest" */
record StoredImage(Image image, Descriptor manifest) {}
