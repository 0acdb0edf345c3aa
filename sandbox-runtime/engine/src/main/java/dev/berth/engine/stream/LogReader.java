package dev.berth.engine.stream;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the lines of a log in blocks of 64 KiB, over rotations. Used on the log's queue. */
final class LogReader {
    private static final Logger LOG = LoggerFactory.getLogger(LogReader.class);
    private static final int BLOCK = 64 * 1024;

    /** JSON makes at most six bytes of one, and of a line there are at most 16 KiB. */
    private static final int LONGEST_ENTRY = 6 * LineSplitter.LONGEST + 128;

    private final LogFile log;
    private final ByteBuffer buffer = ByteBuffer.allocate(LONGEST_ENTRY + BLOCK);
    private FileChannel channel;
    private int generation;

    LogReader(LogFile log) {
        this.log = log;
    }

    /** Goes to the first line wanted. @param tail how many lines before the end; absent: all of them */
    void open(OptionalLong tail) throws IOException {
        int oldest = log.oldestGeneration();
        long offset = 0;
        if (tail.isPresent()) {
            int searched = log.generation();
            LineSearch search = searchBackwards(log.path(searched), tail.getAsLong());
            while (search.missing() > 0 && searched > oldest) {
                search = searchBackwards(log.path(--searched), search.missing());
            }
            oldest = searched;
            offset = search.offset();
        }
        openFrom(oldest, offset);
    }

    private void openFrom(int fileGeneration, long offset) throws IOException {
        generation = fileGeneration;
        try {
            channel = FileChannel.open(log.path(fileGeneration), StandardOpenOption.READ);
            channel.position(offset);
        } catch (NoSuchFileException none) {
            channel = null;
        }
    }

    /** @param offset where the wanted lines begin; @param missing how many of them are not in this file */
    private record LineSearch(long offset, long missing) {}

    private LineSearch searchBackwards(Path file, long lines) throws IOException {
        try (FileChannel searched = FileChannel.open(file, StandardOpenOption.READ)) {
            long wanted = lines + 1;
            long end = searched.size();
            while (end > 0) {
                long start = Math.max(0, end - BLOCK);
                ByteBuffer block = ByteBuffer.allocate((int) (end - start));
                while (block.hasRemaining() && searched.read(block, start + block.position()) > 0) {
                    continue;
                }
                for (int index = block.position() - 1; index >= 0; index--) {
                    if (block.get(index) == '\n' && --wanted == 0) {
                        return new LineSearch(start + index + 1, 0);
                    }
                }
                end = start;
            }
            return new LineSearch(0, Math.max(0, wanted - 1));
        } catch (NoSuchFileException none) {
            return new LineSearch(0, lines);
        }
    }

    /** Tells the complete lines of the next block. @return false when there are no more for now */
    boolean readBlock(Consumer<ByteBuffer> lines) throws IOException {
        int newestGeneration = log.generation();
        if (channel != null) {
            buffer.limit(Math.min(buffer.capacity(), buffer.position() + BLOCK));
            int count = channel.read(buffer);
            buffer.limit(buffer.capacity());
            if (count > 0) {
                tellLines(lines);
                return true;
            }
        }
        if (generation < newestGeneration) {
            return openNext();
        }
        if (channel == null && log.newest().toFile().exists()) {
            openFrom(newestGeneration, 0);
            return channel != null;
        }
        return false;
    }

    /** Some may be gone before they were read, and some were never there. */
    private boolean openNext() throws IOException {
        close();
        for (int next = Math.max(generation + 1, log.oldestGeneration()); channel == null && next <= log.generation(); next++) {
            openFrom(next, 0);
        }
        return channel != null;
    }

    private void tellLines(Consumer<ByteBuffer> lines) {
        buffer.flip();
        int start = 0;
        for (int index = 0; index < buffer.limit(); index++) {
            if (buffer.get(index) == '\n') {
                lines.accept(ByteBuffer.wrap(Arrays.copyOfRange(buffer.array(), start, index)));
                start = index + 1;
            }
        }
        buffer.position(start);
        buffer.compact();
        if (buffer.position() > LONGEST_ENTRY) {
            buffer.clear();
        }
    }

    void close() {
        try {
            if (channel != null) {
                channel.close();
                channel = null;
            }
        } catch (IOException failure) {
            LOG.warn("cannot close {}", log.newest(), failure);
        }
    }
}
