package dev.berth.engine.stream;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the lines of a log in blocks of 64 KiB, over rotations. The files that come next are open, so that what was there when the reader began is read even if the log rotates
 * faster. Used on the log's queue.
 */
final class LogReader {
    private static final Logger LOG = LoggerFactory.getLogger(LogReader.class);
    private static final int BLOCK = 64 * 1024;
    /** Of a few lines at the end no more is read than they take: most who ask want those. */
    private static final int FIRST_SEARCHED = 4 * 1024;

    /** JSON makes at most six bytes of one, and of a line there are at most 16 KiB. */
    private static final int LONGEST_ENTRY = 6 * LineSplitter.LONGEST + 128;

    /** Of one reader: a log may have thousands of files. */
    private static final int MOST_OPEN = 8;

    private record OpenFile(int generation, FileChannel channel) {}

    /** Where reading stops. */
    private record End(int generation, long offset) {
        static final End NEVER = new End(Integer.MAX_VALUE, Long.MAX_VALUE);

        long left(OpenFile file) throws IOException {
            return file.generation() < generation ? Long.MAX_VALUE : offset - file.channel().position();
        }
    }

    /** Buffers that nobody reads into just now: as many as threads read at a time, not as many as clients. */
    private static final Queue<ByteBuffer> FREE = new ConcurrentLinkedQueue<>();

    private final LogFile log;
    private final Deque<OpenFile> files = new ArrayDeque<>();
    private End end = End.NEVER;
    /** The generation to open next. */
    private int next;

    LogReader(LogFile log) {
        this.log = log;
    }

    /** Goes to the first line wanted. @param tail how many lines before the end; absent: all of them; @param follow what is written from now on is read as well */
    void open(OptionalLong tail, boolean follow) throws IOException {
        if (!follow) {
            end = new End(log.generation(), size(log.newest()));
        }
        next = log.oldestGeneration();
        long offset = 0;
        if (tail.isPresent()) {
            int searched = log.generation();
            LineSearch search = searchBackwards(log.path(searched), tail.getAsLong());
            while (search.missing() > 0 && searched > log.oldestGeneration()) {
                search = searchBackwards(log.path(--searched), search.missing());
            }
            next = searched;
            offset = search.offset();
        }
        openAhead();
        if (!files.isEmpty()) {
            files.getFirst().channel().position(offset);
        }
    }

    private static long size(Path file) throws IOException {
        try {
            return Files.size(file);
        } catch (NoSuchFileException none) {
            return 0;
        }
    }

    /** @param offset where the wanted lines begin; @param missing how many of them are not in this file */
    private record LineSearch(long offset, long missing) {}

    private LineSearch searchBackwards(Path file, long lines) throws IOException {
        try (FileChannel searched = FileChannel.open(file, StandardOpenOption.READ)) {
            long wanted = lines + 1;
            long rest = searched.size();
            int length = FIRST_SEARCHED;
            while (rest > 0) {
                long start = Math.max(0, rest - length);
                ByteBuffer block = ByteBuffer.allocate((int) (rest - start));
                while (block.hasRemaining() && searched.read(block, start + block.position()) > 0) {
                    continue;
                }
                byte[] bytes = block.array();
                for (int index = block.position() - 1; index >= 0; index--) {
                    if (bytes[index] == '\n' && --wanted == 0) {
                        return new LineSearch(start + index + 1, 0);
                    }
                }
                rest = start;
                length = BLOCK;
            }
            return new LineSearch(0, Math.max(0, wanted - 1));
        } catch (NoSuchFileException none) {
            return new LineSearch(0, lines);
        }
    }

    /** Some may be gone before they were read, some were never there, and the newest may not be there yet. */
    private void openAhead() throws IOException {
        next = Math.max(next, log.oldestGeneration());
        while (files.size() < MOST_OPEN && next <= newest()) {
            try {
                files.add(new OpenFile(next, FileChannel.open(log.path(next), StandardOpenOption.READ)));
            } catch (NoSuchFileException none) {
                if (next == log.generation()) {
                    return;
                }
            }
            next++;
        }
    }

    private int newest() {
        return Math.min(end.generation(), log.generation());
    }

    /** Tells the complete lines of the next block, until it is told that no more are wanted. @return false when there are no more for now */
    boolean readBlock(Predicate<ByteBuffer> lines) throws IOException {
        if (files.isEmpty()) {
            openAhead();
        }
        if (files.isEmpty()) {
            return false;
        }
        OpenFile file = files.getFirst();
        ByteBuffer free = FREE.poll();
        ByteBuffer buffer = free == null ? ByteBuffer.allocate(LONGEST_ENTRY + BLOCK) : free.clear();
        try {
            if (readLines(file, buffer, lines)) {
                return true;
            }
        } finally {
            FREE.add(buffer);
        }
        if (file.generation() == newest()) {
            return false;
        }
        close(files.removeFirst());
        openAhead();
        return true;
    }

    /** Moves the file's position behind the last line that was told: the rest of the block is read again. @return false when there is no complete line */
    private boolean readLines(OpenFile file, ByteBuffer buffer, Predicate<ByteBuffer> lines) throws IOException {
        long begin = file.channel().position();
        int told = 0;
        for (int limit = BLOCK; told == 0 && limit <= buffer.capacity(); limit += LONGEST_ENTRY) {
            buffer.limit((int) Math.min(limit, Math.min(buffer.capacity(), end.left(file))));
            while (buffer.hasRemaining() && file.channel().read(buffer, begin + buffer.position()) > 0) {
                continue;
            }
            told = tellLines(buffer, lines);
        }
        // Longer than any line that is written: nobody knows what it is.
        int passed = told == 0 && buffer.position() > LONGEST_ENTRY ? buffer.position() : told;
        file.channel().position(begin + passed);
        return passed > 0;
    }

    /** @return the bytes of the lines that were told */
    private static int tellLines(ByteBuffer buffer, Predicate<ByteBuffer> lines) {
        byte[] bytes = buffer.array();
        int start = 0;
        for (int index = 0; index < buffer.position(); index++) {
            if (bytes[index] == '\n') {
                boolean more = lines.test(ByteBuffer.wrap(bytes, start, index - start));
                start = index + 1;
                if (!more) {
                    return start;
                }
            }
        }
        return start;
    }

    void close() {
        files.forEach(this::close);
        files.clear();
    }

    private void close(OpenFile file) {
        try {
            file.channel().close();
        } catch (IOException failure) {
            LOG.warn("cannot close {}", log.newest(), failure);
        }
    }
}
