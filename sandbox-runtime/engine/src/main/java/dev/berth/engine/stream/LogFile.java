package dev.berth.engine.stream;

import dev.berth.runtime.OutputListener.Source;
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
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * A container's log on disk, bounded: when the file has reached its largest size it becomes the newest of the older ones ({@code .1}), and the oldest of them is
 * gone. Everything is done on one stream queue.
 */
public final class LogFile {
    private final Path file;
    private final LogLimits limits;
    private final LogBudget budget;
    private final Map<Source, LineSplitter> splitters = new EnumMap<>(Source.class);
    private final List<Runnable> followers = new ArrayList<>();
    private FileChannel channel;
    private long size;
    /** Bytes of all its files. */
    private long kept;
    private int generation;

    /** @param budget of which it is a part, with what it had when an earlier engine ended */
    public LogFile(Path file, LogLimits limits, LogBudget budget) {
        this.file = file;
        this.limits = limits;
        this.budget = budget;
        this.generation = limits.files() - 1;
        for (Source source : Source.values()) {
            splitters.put(source, new LineSplitter());
        }
        for (int age = 0; age < limits.files() && (age == 0 || Files.exists(aged(age))); age++) {
            keep(sizeOf(aged(age)));
        }
    }

    private void keep(long bytes) {
        kept += bytes;
        budget.add(bytes);
    }

    /** 0 when it is not there. */
    private static long sizeOf(Path file) {
        try {
            return Files.size(file);
        } catch (IOException none) {
            return 0;
        }
    }

    /** Its files are gone with their container's folder: what they took is free for others. */
    void forget() {
        close();
        keep(-kept);
    }

    /** Returns when all complete lines of {@code bytes}, which are of an array, are in the file. */
    void append(Source source, ByteBuffer bytes, Instant at) {
        EntryBuffer entries = new EntryBuffer(source, at, bytes.remaining());
        write(entries, lines -> splitters.get(source).accept(bytes, lines));
    }

    /** Writes lines that had no end yet, and closes the file until there is more. */
    void finish(Instant at) {
        splitters.forEach((source, splitter) -> write(new EntryBuffer(source, at, 0), splitter::flush));
        close();
    }

    /** What is in no line yet. */
    void tellUnfinished(BiConsumer<Source, ByteBuffer> told) {
        splitters.forEach((source, splitter) -> {
            ByteBuffer unfinished = splitter.unfinished();
            if (unfinished.hasRemaining()) {
                told.accept(source, unfinished);
            }
        });
    }

    private void write(EntryBuffer entries, Consumer<LineSplitter.Lines> lines) {
        lines.accept((line, offset, length) -> write(entries, line, offset, length));
        if (entries.size() > 0) {
            write(entries);
            tellFollowers();
        }
    }

    private void write(EntryBuffer entries, byte[] line, int offset, int length) {
        if (!entries.fits(length) || size + entries.size() >= budget.largest(limits)) {
            write(entries);
        }
        entries.add(line, offset, length);
    }

    /** As Docker does, the file makes room before the entry that comes after it has reached its size: the newest file is never empty. */
    private void write(EntryBuffer entries) {
        try {
            open();
            if (size >= budget.largest(limits)) {
                rotate();
                open();
            }
            writeWhole(entries.take());
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot write the log " + file, failure);
        }
    }

    /** All or nothing: on a full disk a part of a line would spoil the one that is written when there is room again. */
    private void writeWhole(ByteBuffer bytes) throws IOException {
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            keep(channel.position() - size);
            size = channel.position();
        } catch (IOException full) {
            channel.truncate(size);
            throw full;
        }
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
            keep(1);
        }
    }

    private void rotate() throws IOException {
        close();
        keep(-sizeOf(aged(limits.files() - 1)));
        if (limits.files() == 1) {
            Files.delete(file);
        }
        for (int age = limits.files() - 1; age > 0; age--) {
            Path younger = aged(age - 1);
            if (Files.exists(younger)) {
                Files.move(younger, aged(age), StandardCopyOption.ATOMIC_MOVE);
            }
        }
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

    /** Counts the rotations, so that a reader knows when its file has become an older one. */
    int generation() {
        return generation;
    }

    /** Of the oldest file that may be there. */
    int oldestGeneration() {
        return generation - limits.files() + 1;
    }

    /** Where the file of a generation is now. */
    Path path(int wanted) {
        return aged(generation - wanted);
    }

    private Path aged(int age) {
        return age == 0 ? file : file.resolveSibling(file.getFileName() + "." + age);
    }

    Path newest() {
        return file;
    }

    /** @param follower called after each write */
    void follow(Runnable follower) {
        followers.add(follower);
    }

    void unfollow(Runnable follower) {
        followers.remove(follower);
    }
}
