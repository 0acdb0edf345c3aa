package dev.berth.engine.tar;

import dev.berth.runtime.kernel.FileFacts;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes a tar archive: entries one after another, a file's content after its entry. What it writes is always a whole archive: a file that has become shorter than its
 * entry says is filled up with zeros, one that has grown is cut. Does not close the stream it writes to. Not thread safe.
 */
public final class TarWriter {
    private static final byte[] ZEROS = new byte[32 * 1024];
    private static final int END_BLOCKS = 2;

    private final AccountNames accounts;
    private OutputStream archive;
    /** Bytes that the current entry's content lacks, and of the padding after it. */
    private long remaining;
    private int padding;

    public TarWriter(OutputStream archive, AccountNames accounts) {
        this.archive = archive;
        this.accounts = accounts;
    }

    /** What comes next goes there. */
    public void to(OutputStream next) {
        archive = next;
    }

    /** Begins an entry. Its size is that of the content that follows: only a file has some. */
    public void begin(TarEntry entry) throws IOException {
        begin(entry, 0, 0);
    }

    /** As {@link #begin(TarEntry)}, for a device node with its numbers. */
    public void begin(TarEntry entry, int major, int minor) throws IOException {
        finishEntry();
        archive.write(new HeaderWriter(entry, accounts).bytes(kind(entry.kind()).bits(), major, minor));
        remaining = entry.size();
        padding = (int) (-entry.size() & HeaderBlock.SIZE - 1);
    }

    private static FileFacts.Kind kind(TarEntry.Kind kind) {
        return switch (kind) {
            case FILE, HARD_LINK -> FileFacts.Kind.FILE;
            case SYMBOLIC_LINK -> FileFacts.Kind.SYMBOLIC_LINK;
            case CHARACTER_DEVICE -> FileFacts.Kind.CHARACTER_DEVICE;
            case BLOCK_DEVICE -> FileFacts.Kind.BLOCK_DEVICE;
            case FOLDER -> FileFacts.Kind.FOLDER;
            case PIPE -> FileFacts.Kind.PIPE;
        };
    }

    /** Bytes of content that the entry still lacks. */
    public long remaining() {
        return remaining;
    }

    /** What is more than the entry's size is left out. */
    public void write(byte[] bytes, int count) throws IOException {
        int written = (int) Math.min(count, remaining);
        archive.write(bytes, 0, written);
        remaining -= written;
    }

    /** Writes zeros, at most {@code most} and no more than one piece of them. @return how many */
    public long writeZeros(long most) throws IOException {
        int written = (int) Math.min(Math.min(most, remaining), ZEROS.length);
        archive.write(ZEROS, 0, written);
        remaining -= written;
        return written;
    }

    private void finishEntry() throws IOException {
        while (remaining > 0) {
            writeZeros(remaining);
        }
        archive.write(ZEROS, 0, padding);
        padding = 0;
    }

    /** Ends the archive. */
    public void finish() throws IOException {
        finishEntry();
        archive.write(ZEROS, 0, END_BLOCKS * HeaderBlock.SIZE);
    }
}
