package dev.berth.engine.tar;

import dev.berth.engine.work.BlockInput;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a tar archive from beginning to end: ustar, pax, GNU (long names, sparse files of the old format). Keeps one piece of content in memory, and no more than
 * {@link #LONGEST_EXTENSION} bytes of a header. Does not close the stream it reads. Not thread safe.
 */
public final class TarReader {
    /** Bytes that a pax header or a GNU long name may have: the longest path and the largest extended attribute that Linux knows fit, with room to spare. */
    public static final int LONGEST_EXTENSION = 128 * 1024;

    /** More than any disk holds, little enough that sums do not overflow. */
    private static final long LARGEST_CONTENT = 1L << 50;
    private static final int PIECE_BYTES = 64 * 1024;

    private final InputStream archive;
    /** Of all entries: an archive may have as many as it has kilobytes. */
    private final byte[] buffer = new byte[PIECE_BYTES];
    /** Bytes of the current entry's data not yet read, and of the padding after it. */
    private long remaining;
    private int padding;
    private List<SparseMap.Piece> pieces = List.of();
    private boolean sparse;

    public TarReader(InputStream archive) {
        this.archive = archive;
    }

    /** Writes what an entry holds to where it belongs. */
    public interface ContentSink {
        void write(byte[] bytes, int offset, int count) throws IOException;

        /** So many zero bytes. */
        void skip(long count) throws IOException;
    }

    /** Whether this can be the beginning of an archive: a header. @param block its first bytes */
    public static boolean begins(byte[] block) {
        try {
            new HeaderBlock(Arrays.copyOf(block, HeaderBlock.SIZE));
            return block.length >= HeaderBlock.SIZE && !HeaderBlock.isEmpty(block);
        } catch (TarFormatException other) {
            return false;
        }
    }

    /** Skips what is left of the current entry. @return empty at the archive's end; the stream may have more bytes then */
    public Optional<TarEntry> next() throws IOException {
        String longName = "";
        String longTarget = "";
        PaxRecords pax = PaxRecords.NONE;
        while (true) {
            skipRest();
            byte[] block = new byte[HeaderBlock.SIZE];
            int count = archive.readNBytes(block, 0, block.length);
            if (count == 0) {
                return Optional.empty();
            }
            requireWhole(count);
            if (HeaderBlock.isEmpty(block)) {
                return end();
            }
            HeaderBlock header = new HeaderBlock(block);
            switch (header.type()) {
                case 'L' -> longName = extensionText(header);
                case 'K' -> longTarget = extensionText(header);
                case 'x' -> pax = PaxRecords.parse(extension(header));
                case 'g' -> setData(header.size());
                default -> {
                    return Optional.of(entry(header, block, pax, longName, longTarget));
                }
            }
        }
    }

    /** Whether the archive has less of the current entry's content than its size: not its holes. */
    public boolean isSparse() {
        return sparse;
    }

    /** The current entry's content, to be read before the next one; of a sparse entry, its pieces in a row. */
    public InputStream content() {
        return new BlockInput() {
            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                if (remaining == 0) {
                    return -1;
                }
                int count = archive.read(bytes, offset, (int) Math.min(length, remaining));
                if (count < 0) {
                    throw truncated();
                }
                remaining -= count;
                return count;
            }
        };
    }

    /** Passes the current entry's content on, holes as such. Must be called once at most. */
    public void content(ContentSink sink) throws IOException {
        long position = 0;
        for (SparseMap.Piece piece : pieces) {
            if (piece.offset() > position) {
                sink.skip(piece.offset() - position);
            }
            long left = piece.length();
            while (left > 0) {
                int wanted = (int) Math.min(buffer.length, left);
                int count = archive.readNBytes(buffer, 0, wanted);
                if (count < wanted) {
                    throw truncated();
                }
                sink.write(buffer, 0, count);
                left -= count;
                remaining -= count;
            }
            position = piece.offset() + piece.length();
        }
    }

    private TarEntry entry(HeaderBlock header, byte[] block, PaxRecords pax, String longName, String longTarget) throws IOException {
        String name = pax.text("path").orElse(longName.isEmpty() ? header.name() : longName);
        TarEntry.Kind kind = kind(header.type(), name);
        long size = kind == TarEntry.Kind.FILE ? pax.number("size", header.size()) : 0;
        setData(size);
        sparse = header.type() == 'S';
        if (sparse) {
            SparseMap map = SparseMap.read(block, this::sparseBlock);
            pieces = map.pieces();
            if (pieces.stream().mapToLong(SparseMap.Piece::length).sum() != size) {
                throw new TarFormatException("invalid tar header: malformed map of a sparse file");
            }
            size = map.realSize();
            // A hole at the end: a piece of no bytes gives the file its length.
            pieces.add(new SparseMap.Piece(size, 0));
        } else {
            pieces = size == 0 ? List.of() : List.of(new SparseMap.Piece(0, size));
        }
        Instant modified = pax.time("mtime", Instant.ofEpochSecond(Math.max(Integer.MIN_VALUE, Math.min(header.modified(), 1L << 40))));
        boolean link = kind == TarEntry.Kind.HARD_LINK || kind == TarEntry.Kind.SYMBOLIC_LINK;
        String target = link ? pax.text("linkpath").orElse(longTarget.isEmpty() ? header.linkTarget() : longTarget) : "";
        Map<String, byte[]> attributes = pax.attributes();
        return new TarEntry(
                name, kind, target, (int) (header.mode() & 07777), pax.number("uid", header.uid()), pax.number("gid", header.gid()), modified, size, attributes);
    }

    private static TarEntry.Kind kind(byte type, String name) throws TarFormatException {
        return switch (type) {
            case 0, '0', '7', 'S' -> type == 0 && name.endsWith("/") ? TarEntry.Kind.FOLDER : TarEntry.Kind.FILE;
            case '1' -> TarEntry.Kind.HARD_LINK;
            case '2' -> TarEntry.Kind.SYMBOLIC_LINK;
            case '3' -> TarEntry.Kind.CHARACTER_DEVICE;
            case '4' -> TarEntry.Kind.BLOCK_DEVICE;
            case '5' -> TarEntry.Kind.FOLDER;
            case '6' -> TarEntry.Kind.PIPE;
            default -> throw new TarFormatException("unknown type " + (type & 0xff) + " of \"" + name + "\" in the tar archive");
        };
    }

    private void setData(long size) throws TarFormatException {
        if (size < 0 || size > LARGEST_CONTENT) {
            throw new TarFormatException("invalid tar header: a size of " + size + " bytes");
        }
        remaining = size;
        padding = (int) (-size & HeaderBlock.SIZE - 1);
        pieces = List.of();
    }

    private byte[] extension(HeaderBlock header) throws IOException {
        if (header.size() > LONGEST_EXTENSION) {
            throw new TarFormatException("a header of " + header.size() + " bytes in the tar archive: at most " + LONGEST_EXTENSION + " are read");
        }
        setData(header.size());
        byte[] content = archive.readNBytes((int) remaining);
        if (content.length < remaining) {
            throw truncated();
        }
        remaining = 0;
        return content;
    }

    private String extensionText(HeaderBlock header) throws IOException {
        byte[] content = extension(header);
        int length = content.length;
        while (length > 0 && content[length - 1] == 0) {
            length--;
        }
        return HeaderBlock.decode(content, 0, length);
    }

    private byte[] sparseBlock() throws IOException {
        byte[] block = new byte[HeaderBlock.SIZE];
        requireWhole(archive.readNBytes(block, 0, block.length));
        return block;
    }

    private void skipRest() throws IOException {
        try {
            archive.skipNBytes(remaining + padding);
        } catch (EOFException early) {
            // The padding of the last entry may be missing.
            if (remaining > 0) {
                throw truncated();
            }
        }
        remaining = 0;
        padding = 0;
    }

    /** After the first empty block: a second one, or nothing. */
    private Optional<TarEntry> end() throws IOException {
        byte[] block = new byte[HeaderBlock.SIZE];
        archive.readNBytes(block, 0, block.length);
        if (!HeaderBlock.isEmpty(block)) {
            throw new TarFormatException("invalid tar header: an empty block in the middle of the archive");
        }
        return Optional.empty();
    }

    private static void requireWhole(int count) throws TarFormatException {
        if (count < HeaderBlock.SIZE) {
            throw truncated();
        }
    }

    private static TarFormatException truncated() {
        return new TarFormatException("unexpected EOF");
    }
}
