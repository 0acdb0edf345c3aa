package dev.berth.engine.image;

/**
 * How much of an archive is read before it is refused.
 *
 * @param archiveBytes of a whole archive as it is stored, unpacked from its own compression
 * @param layerBytes of one layer's files, holes included, and of its tar
 * @param layerEntries files, folders and links of one layer
 * @param images in one archive
 */
public record ImageLimits(long archiveBytes, long layerBytes, int layerEntries, int images) {
    public static final ImageLimits DEFAULT = new ImageLimits(8L << 30, 8L << 30, 500_000, 100);

    /** What overlayfs and Docker allow in one image. */
    public static final int LAYERS = 125;

    /** Of one JSON document: a manifest, a configuration, an index. What a commit makes can be saved and loaded. */
    public static final int DOCUMENT_BYTES = 512 * 1024;

    /** Of one in an archive: values, names, brackets. In memory each takes some fifty bytes, however few it has here. */
    public static final int ARCHIVE_DOCUMENT_TOKENS = 50_000;
}
