package dev.berth.engine.tar;

import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;

/** How a tar archive is packed. Told by its first bytes, as Docker does: names and media types lie. */
public enum Compression {
    NONE,
    GZIP(0x1f, 0x8b, 0x08),
    ZSTD(0x28, 0xb5, 0x2f, 0xfd),
    BZIP2('B', 'Z', 'h'),
    XZ(0xfd, '7', 'z', 'X', 'Z', 0x00);

    private static final int LONGEST_MAGIC = 6;
    private static final int BUFFER_BYTES = 64 * 1024;
    /** The window of every level but the "ultra" ones: 8 MiB are what unpacking may take from the host. */
    private static final int LARGEST_ZSTD_WINDOW_LOG = 23;

    private final int[] magic;

    Compression(int... magic) {
        this.magic = magic;
    }

    /** @return what {@code packed} holds, unpacked while it is read. @throws IOException if it is packed in a way that we do not read */
    public static InputStream unpack(InputStream packed) throws IOException {
        BufferedInputStream buffered = new BufferedInputStream(packed, BUFFER_BYTES);
        return switch (detect(buffered)) {
            case NONE -> buffered;
            case GZIP -> new GZIPInputStream(new MembersInARow(buffered), BUFFER_BYTES);
            case ZSTD -> new ZstdInputStream(buffered).setContinuous(false).setLongMax(LARGEST_ZSTD_WINDOW_LOG);
            case BZIP2 -> new BZip2CompressorInputStream(buffered, true);
            case XZ -> throw new TarFormatException("archives compressed with xz are not supported: use gzip or zstd");
        };
    }

    /** Whether this is what damaged or unreadable compressed bytes make a reader throw. */
    public static boolean isMalformed(IOException failure) {
        return failure instanceof ZstdIOException || failure instanceof ZipException;
    }

    /** Looks at the first bytes and leaves them unread. */
    static Compression detect(BufferedInputStream packed) throws IOException {
        packed.mark(LONGEST_MAGIC);
        byte[] first = packed.readNBytes(LONGEST_MAGIC);
        packed.reset();
        for (Compression compression : values()) {
            if (compression != NONE && compression.begins(first)) {
                return compression;
            }
        }
        return NONE;
    }

    private boolean begins(byte[] first) {
        if (first.length < magic.length) {
            return false;
        }
        for (int i = 0; i < magic.length; i++) {
            if ((first[i] & 0xff) != magic[i]) {
                return false;
            }
        }
        return true;
    }

    /**
     * A gzip file may be several, one after the other; {@link GZIPInputStream} looks for the next one only if {@code available()} says that there are bytes, which
     * a stream from a socket need not know.
     */
    private static final class MembersInARow extends FilterInputStream {
        MembersInARow(InputStream packed) {
            super(packed);
        }

        @Override
        public int available() {
            return 1;
        }
    }
}
