package dev.berth.runtime.kernel;

import static dev.berth.runtime.kernel.FileCalls.LIBC;
import static dev.berth.runtime.kernel.FileFailure.check;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;

/** A regular file that is being written, from its beginning to its end. Closing it twice is harmless. */
public final class NewFile implements AutoCloseable {
    private static final int CLOSED = -1;
    private static final int BUFFER_BYTES = 64 * 1024;
    private static final int SEEK_CUR = 1;
    private static final int BLOCK_BYTES = 4096;
    private static final byte[] ITSELF = FileName.terminated("");
    private static final byte[] ZEROS = new byte[BUFFER_BYTES];

    /** One per thread that unpacks: threads of the bounded pool, so few. Outside the heap, for the kernel reads it without a copy. */
    private static final ThreadLocal<ByteBuffer> BUFFER = ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(BUFFER_BYTES));

    private final String path;
    private final int firstMode;
    private int descriptor;
    private long length;
    private long blocks;
    private long firstUntouchedBlock;
    /** What it ends with was not written: so the kernel does not know its length. */
    private boolean endsInHole;

    /** @param firstMode that it was made with, of which the process's umask took its part */
    NewFile(String path, int descriptor, int firstMode) {
        this.path = path;
        this.descriptor = descriptor;
        this.firstMode = firstMode;
    }

    /** Zeros are not written: they become a hole, as they may have been one where they come from. */
    public void write(byte[] bytes, int offset, int count) throws IOException {
        if (isZero(bytes, offset, count)) {
            skip(count);
            return;
        }
        ByteBuffer buffer = BUFFER.get();
        for (int done = 0; done < count; done += buffer.limit()) {
            buffer.clear();
            buffer.put(bytes, offset + done, Math.min(buffer.capacity(), count - done));
            buffer.flip();
            while (buffer.hasRemaining()) {
                long written = check(path, LIBC.write(descriptor, buffer, buffer.remaining()));
                buffer.position(buffer.position() + (int) written);
            }
        }
        countBlocks(count);
        length += count;
        endsInHole = false;
    }

    private void countBlocks(int written) {
        long end = (length + written + BLOCK_BYTES - 1) / BLOCK_BYTES;
        blocks += end - Math.max(length / BLOCK_BYTES, firstUntouchedBlock);
        firstUntouchedBlock = end;
    }

    /** What its content takes on a disk of usual blocks: without its holes. */
    public long blockBytes() {
        return blocks * BLOCK_BYTES;
    }

    private static boolean isZero(byte[] bytes, int offset, int count) {
        int end = offset + count;
        for (int from = offset; from < end; from += ZEROS.length) {
            int to = Math.min(end, from + ZEROS.length);
            if (!Arrays.equals(bytes, from, to, ZEROS, 0, to - from)) {
                return false;
            }
        }
        return true;
    }

    /** Leaves a hole: bytes that are zero and take no room on the disk. */
    public void skip(long count) throws IOException {
        check(path, LIBC.lseek(descriptor, count, SEEK_CUR));
        length += count;
        endsInHole = true;
    }

    /** Gives the file its length, holes included, and then what it carries. The owner comes first: a change of owner takes setuid and capabilities away. */
    public void stamp(FileStamp stamp) throws IOException {
        if (endsInHole) {
            check(path, LIBC.ftruncate(descriptor, length));
        }
        if (firstMode != stamp.mode() || !isAsMade(stamp)) {
            check(path, LIBC.fchown(descriptor, stamp.uid(), stamp.gid()));
            check(path, LIBC.fchmod(descriptor, stamp.mode()));
        }
        for (Map.Entry<String, byte[]> attribute : stamp.attributes().entrySet()) {
            byte[] value = attribute.getValue();
            check(path, LIBC.fsetxattr(descriptor, FileName.terminated(attribute.getKey()), value, value.length, 0));
        }
        check(path, LIBC.futimens(descriptor, FileStamp.times(stamp.modified())));
    }

    /** To ask takes a fraction of what two changes take, of which a disk's journal has to know. */
    private boolean isAsMade(FileStamp stamp) throws IOException {
        FileFacts made = OpenFolder.facts(descriptor, ITSELF, FileCalls.AT_EMPTY_PATH, path);
        return made.mode() == stamp.mode() && made.uid() == stamp.uid() && made.gid() == stamp.gid();
    }

    @Override
    public void close() {
        if (descriptor != CLOSED) {
            LIBC.close(descriptor);
            descriptor = CLOSED;
        }
    }
}
