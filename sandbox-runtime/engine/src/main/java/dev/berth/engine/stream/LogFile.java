package dev.berth.engine.stream;

import dev.berth.runtime.OutputListener.Source;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A container's log on disk, bounded: when the file has reached 10 MiB it becomes the older one, and the older one before it is gone. Everything is done on
 * one stream queue.
 */
public final class LogFile {
    private static final long LARGEST = 10L * 1024 * 1024;

    private final Path file;
    private final Path older;
    private final long largest;
    private final Map<Source, LineSplitter> splitters = new EnumMap<>(Source.class);
    private final List<Runnable> followers = new ArrayList<>();
    private FileChannel channel;
    private long size;
    private int generation;

    public LogFile(Path file) {
        this(file, LARGEST);
    }

    LogFile(Path file, long largest) {
        this.file = file;
        this.older = file.resolveSibling(file.getFileName() + ".1");
        this.largest = largest;
        for (Source source : Source.values()) {
            splitters.put(source, new LineSplitter());
        }
    }

    /** Returns when all complete lines of {@code bytes} are in the file. */
    void append(Source source, ByteBuffer bytes, Instant at) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.remaining() + 128);
        splitters.get(source).accept(bytes, line -> new LogEntry(source, at, line).writeTo(out));
        write(out);
    }

    /** Writes lines that had no end yet, and closes the file until there is more. */
    void finish(Instant at) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        splitters.forEach((source, splitter) -> splitter.flush(line -> new LogEntry(source, at, line).writeTo(out)));
        write(out);
        close();
    }

    private void write(ByteArrayOutputStream entries) {
        if (entries.size() == 0) {
            return;
        }
        try {
            open();
            ByteBuffer bytes = ByteBuffer.wrap(entries.toByteArray());
            while (bytes.hasRemaining()) {
                size += channel.write(bytes);
            }
            if (size >= largest) {
                rotate();
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot write the log " + file, failure);
        }
        tellFollowers();
    }

    /** Also when nothing was written: they may have reached the end. */
    void tellFollowers() {
        List.copyOf(followers).forEach(Runnable::run);
    }

    private void open() throws IOException {
        if (channel == null) {
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            size = channel.size();
            channel.position(size);
            endTornLine();
        }
    }

    /** A crash can leave half a line; it must not spoil the next one. */
    private void endTornLine() throws IOException {
        ByteBuffer last = ByteBuffer.allocate(1);
        if (size > 0 && channel.read(last, size - 1) == 1 && last.get(0) != '\n') {
            size += channel.write(ByteBuffer.wrap(new byte[] {'\n'}));
        }
    }

    private void rotate() throws IOException {
        close();
        Files.move(file, older, StandardCopyOption.ATOMIC_MOVE);
        generation++;
    }

    void close() {
        try {
            if (channel != null) {
                channel.close();
                channel = null;
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot close the log " + file, failure);
        }
    }

    /** Counts the rotations, so that a reader knows when its file has become the older one. */
    int generation() {
        return generation;
    }

    Path newest() {
        return file;
    }

    Path older() {
        return older;
    }

    /** @param follower called after each write */
    void follow(Runnable follower) {
        followers.add(follower);
    }

    void unfollow(Runnable follower) {
        followers.remove(follower);
    }
}
