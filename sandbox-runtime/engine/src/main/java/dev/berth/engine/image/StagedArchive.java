package dev.berth.engine.image;

import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;
import static dev.berth.engine.EngineException.Kind.TOO_LARGE;

import dev.berth.engine.EngineException;
import dev.berth.engine.tar.TarEntry;
import dev.berth.engine.tar.TarReader;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The files of an archive, on the disk while it is read: what its manifest says of them comes last in it. The files' names are only looked up, never used as paths.
 * Closing it removes them.
 */
final class StagedArchive implements AutoCloseable {
    /** An image of 125 layers has three files for each, and a folder. */
    private static final int MOST_ENTRIES = 20_000;
    /** Characters of all names together. */
    private static final int LONGEST_NAMES = 4 * 1024 * 1024;
    private static final int MOST_LINKS_IN_A_ROW = 8;

    private final Path folder;
    private final Spending spending;
    private final Map<String, Path> files = new HashMap<>();
    private final Map<String, String> links = new HashMap<>();
    private final Set<Path> taken = new HashSet<>();

    private StagedArchive(Path folder, Spending spending) {
        this.folder = folder;
        this.spending = spending;
    }

    /** @param packed may be compressed; @param hold of whom it comes in for */
    static StagedArchive read(InputStream packed, Staging staging, ImageLimits limits, Hold hold) throws IOException {
        StagedArchive archive = new StagedArchive(staging.folder(), hold.spending());
        try (InputStream tar = new LimitedInput(Compression.unpack(packed), limits.archiveBytes())) {
            archive.readEntries(new TarReader(tar));
            return archive;
        } catch (IOException | RuntimeException failure) {
            archive.close();
            throw failure;
        }
    }

    private void readEntries(TarReader reader) throws IOException {
        int entries = 0;
        int names = 0;
        Optional<TarEntry> next = reader.next();
        while (next.isPresent()) {
            TarEntry entry = next.get();
            entries++;
            names += entry.name().length() + entry.linkTarget().length();
            if (entries > MOST_ENTRIES || names > LONGEST_NAMES) {
                throw new EngineException(TOO_LARGE, "archive has too many files for one of images: " + entries);
            }
            String name = clean(entry.name());
            switch (entry.kind()) {
                case FILE -> stage(name, reader);
                case SYMBOLIC_LINK -> links.put(name, clean(name.substring(0, name.lastIndexOf('/') + 1) + entry.linkTarget()));
                case HARD_LINK -> links.put(name, clean(entry.linkTarget()));
                default -> { }
            }
            next = reader.next();
        }
    }

    private void stage(String name, TarReader reader) throws IOException {
        Path file = folder.resolve(Integer.toString(files.size()));
        // Of two files with one name the later is meant.
        Path place = files.getOrDefault(name, file);
        spending.add(Spending.ofFile(0));
        try (OutputStream output = spending.counting(Files.newOutputStream(place))) {
            reader.content(new TarReader.ContentSink() {
                @Override
                public void write(byte[] bytes, int offset, int count) throws IOException {
                    output.write(bytes, offset, count);
                }

                @Override
                public void skip(long count) {
                    throw new EngineException(INVALID_PARAMETER, "invalid archive: sparse file \"" + name + "\"");
                }
            });
        }
        files.put(name, place);
    }

    boolean has(String name) {
        return find(name).isPresent();
    }

    /** @throws EngineException INVALID_PARAMETER if the archive has no such file */
    Path file(String name) {
        return find(name).orElseThrow(() -> new EngineException(INVALID_PARAMETER, "invalid archive: there is no \"" + name + "\" in it"));
    }

    /**
     * Opens the tar of a layer, once: it is gone from the disk when it has been read, so that what of it was not written out yet needs not be.
     *
     * @param file one of {@link #file}
     * @throws EngineException INVALID_PARAMETER if it was another layer's too
     */
    InputStream take(Path file) throws IOException {
        if (!taken.add(file)) {
            throw new EngineException(INVALID_PARAMETER, "invalid archive: one file cannot be two different layers");
        }
        long length = Files.size(file);
        return new FilterInputStream(Files.newInputStream(file, StandardOpenOption.DELETE_ON_CLOSE)) {
            private long left = length;

            @Override
            public void close() throws IOException {
                super.close();
                spending.giveBack(left);
                left = 0;
            }
        };
    }

    /** The file is somebody else's from now on, who counts it. */
    Path giveAway(Path file) throws IOException {
        spending.giveBack(Files.size(file));
        return file;
    }

    /** A small file. @throws EngineException TOO_LARGE if it is none */
    byte[] document(String name) throws IOException {
        Path file = file(name);
        if (Files.size(file) > ImageLimits.ARCHIVE_DOCUMENT_BYTES) {
            throw new EngineException(TOO_LARGE, "invalid archive: \"" + name + "\" has more than " + ImageLimits.ARCHIVE_DOCUMENT_BYTES + " bytes");
        }
        return Files.readAllBytes(file);
    }

    private Optional<Path> find(String name) {
        String wanted = clean(name);
        for (int i = 0; i < MOST_LINKS_IN_A_ROW && links.containsKey(wanted); i++) {
            wanted = links.get(wanted);
        }
        return Optional.ofNullable(files.get(wanted));
    }

    /** {@code ./a/../b} is {@code b}: two ways to write one name. */
    private static String clean(String name) {
        Deque<String> parts = new ArrayDeque<>();
        for (String part : name.split("/")) {
            if (part.equals("..")) {
                parts.pollLast();
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.addLast(part);
            }
        }
        return String.join("/", parts);
    }

    @Override
    public void close() throws IOException {
        Staging.delete(folder);
        spending.close();
    }
}
