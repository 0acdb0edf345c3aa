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

    /** Of one JSON document of an archive: a manifest, a configuration, an index. In memory it takes up to twenty times as much. */
    public static final int ARCHIVE_DOCUMENT_BYTES = 128 * 1024;

    /** Of one that is here: a commit may say more than an archive, and what once came in has to be read for ever. */
    public static final int DOCUMENT_BYTES = 512 * 1024;
}
