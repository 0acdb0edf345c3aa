package dev.berth.engine.image.archive;

import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;
import static dev.berth.engine.EngineException.Kind.TOO_LARGE;

import dev.berth.engine.EngineException;
import dev.berth.engine.image.Digest;
import dev.berth.engine.image.ImageLimits;
import dev.berth.engine.image.content.Lease;
import dev.berth.engine.image.content.LimitedInput;
import dev.berth.engine.image.content.MeasuredInput;
import dev.berth.engine.image.content.Reservation;
import dev.berth.engine.image.content.Staging;
import dev.berth.engine.image.document.Documents;
import dev.berth.engine.image.layer.LayerStore;
import dev.berth.engine.image.layer.StagedLayer;
import dev.berth.engine.tar.Compression;
import dev.berth.engine.tar.TarEntry;
import dev.berth.engine.tar.TarReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
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
 * The files of an archive, on the disk while it is read: what its manifest says of them comes last in it. What begins as a tar is taken for a layer and unpacked while it
 * arrives; which layer it is, its digest tells in the end. One that is as long as a layer's that is here may be that: it is hashed, and unpacked only if it is not. The files'
 * names are only looked up, never used as paths. Closing it removes what nobody has taken.
 */
final class StagedArchive implements AutoCloseable {
    /** An image of 125 layers has three files for each, and a folder. */
    private static final int MOST_ENTRIES = 20_000;
    /** Characters of all names together. */
    private static final int LONGEST_NAMES = 4 * 1024 * 1024;
    private static final int MOST_LINKS_IN_A_ROW = 8;
    /** By which a tar is known. */
    private static final int FIRST_BYTES = 512;

    private final Path folder;
    private final LayerStore layers;
    private final Lease lease;
    private final Reservation reservation;
    private final Map<String, StagedLayer> arrived = new HashMap<>();
    /** Of those that have been taken, too. */
    private final Map<String, Digest> diffIds = new HashMap<>();
    private final Map<String, Path> files = new HashMap<>();
    private final Map<String, String> links = new HashMap<>();
    private final Set<String> taken = new HashSet<>();
    private int count;

    private StagedArchive(Path folder, LayerStore layers, Lease lease) {
        this.folder = folder;
        this.layers = layers;
        this.lease = lease;
        this.reservation = lease.reservation();
    }

    /** @param packed may be compressed; @param layers where its layers will go; @param hold of whom it comes in for */
    static StagedArchive read(InputStream packed, Staging staging, LayerStore layers, ImageLimits limits, Lease lease) throws IOException {
        StagedArchive archive = new StagedArchive(staging.folder(), layers, lease);
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
                case FILE -> stage(name, entry.size(), reader);
                case SYMBOLIC_LINK -> links.put(name, clean(name.substring(0, name.lastIndexOf('/') + 1) + entry.linkTarget()));
                case HARD_LINK -> links.put(name, clean(entry.linkTarget()));
                default -> { }
            }
            next = reader.next();
        }
    }

    private void stage(String name, long bytes, TarReader reader) throws IOException {
        if (reader.isSparse()) {
            throw new EngineException(INVALID_PARAMETER, "invalid archive: sparse file \"" + name + "\"");
        }
        // Of two files with one name the later is meant.
        forget(name);
        byte[] first = reader.content().readNBytes(FIRST_BYTES);
        InputStream content = new SequenceInputStream(new ByteArrayInputStream(first), reader.content());
        if (!TarReader.begins(first)) {
            keep(name, content);
        } else if (layers.mayHaveTar(bytes)) {
            MeasuredInput measured = new MeasuredInput(content);
            keep(name, measured);
            diffIds.put(name, measured.digest());
        } else {
            StagedLayer layer = layers.stage(content, Optional.empty(), lease);
            arrived.put(name, layer);
            diffIds.put(name, layer.layer().diffId());
        }
    }

    private void keep(String name, InputStream content) throws IOException {
        Path file = folder.resolve(Integer.toString(count++));
        reservation.add(Reservation.ofFile(0));
        try (OutputStream output = reservation.counting(Files.newOutputStream(file))) {
            content.transferTo(output);
        }
        files.put(name, file);
    }

    private void forget(String name) throws IOException {
        diffIds.remove(name);
        StagedLayer layer = arrived.remove(name);
        if (layer != null) {
            layer.close();
        }
        Path file = files.remove(name);
        if (file != null) {
            reservation.giveBack(Files.size(file));
            Files.delete(file);
        }
    }

    boolean has(String name) {
        String found = follow(name);
        return files.containsKey(found) || diffIds.containsKey(found);
    }

    /** @throws EngineException INVALID_PARAMETER if the archive has no such file */
    Path file(String name) {
        return Optional.ofNullable(files.get(follow(name))).orElseThrow(() -> missing(name));
    }

    private static EngineException missing(String name) {
        return new EngineException(INVALID_PARAMETER, "invalid archive: there is no \"" + name + "\" in it");
    }

    /** Of what begins as a tar; empty: there is none of this name, or it is compressed. */
    Optional<Digest> diffId(String name) {
        return Optional.ofNullable(diffIds.get(follow(name)));
    }

    /** @throws EngineException INVALID_PARAMETER if the archive has no such file */
    LayerStore.Source layer(String name) {
        if (!has(name)) {
            throw missing(name);
        }
        String found = follow(name);
        return new LayerStore.Source() {
            @Override
            public StagedLayer stage() throws IOException {
                return take(found);
            }

            @Override
            public Digest diffId() throws IOException {
                return measure(found);
            }
        };
    }

    private Digest measure(String found) throws IOException {
        Digest known = diffIds.get(found);
        if (known == null) {
            try (InputStream packed = Files.newInputStream(file(found))) {
                known = layers.measure(packed);
            }
            diffIds.put(found, known);
        }
        return known;
    }

    /**
     * A layer, once. What is not unpacked is unpacked now; its tar is gone from the disk when it has been read, so that what of it was not written out yet needs not be.
     *
     * @throws EngineException INVALID_PARAMETER if it was another layer's too
     */
    private StagedLayer take(String found) throws IOException {
        if (!taken.add(found)) {
            throw new EngineException(INVALID_PARAMETER, "invalid archive: one file cannot be two different layers");
        }
        StagedLayer unpacked = arrived.remove(found);
        if (unpacked != null) {
            return unpacked;
        }
        Path file = file(found);
        long length = Files.size(file);
        boolean plain = diffIds.containsKey(found);
        if (plain) { // it was not unpacked at once since others may have it: what one may have must not depend on them
            reservation.giveBack(length);
        }
        try (InputStream packed = Files.newInputStream(file, StandardOpenOption.DELETE_ON_CLOSE)) {
            StagedLayer layer = layers.stage(packed, Optional.empty(), lease);
            diffIds.put(found, layer.layer().diffId());
            return layer;
        } finally {
            if (!plain) {
                reservation.giveBack(length);
            }
        }
    }

    /** The file is somebody else's from now on, who counts it. */
    Path giveAway(Path file) throws IOException {
        reservation.giveBack(Files.size(file));
        return file;
    }

    /** A small file, of JSON if it is to be read. @throws EngineException TOO_LARGE if it is none */
    byte[] document(String name) throws IOException {
        Path file = file(name);
        if (Files.size(file) > ImageLimits.DOCUMENT_BYTES) {
            throw new EngineException(TOO_LARGE, "invalid archive: \"" + name + "\" has more than " + ImageLimits.DOCUMENT_BYTES + " bytes");
        }
        byte[] document = Files.readAllBytes(file);
        if (Documents.hasMoreTokens(document, ImageLimits.ARCHIVE_DOCUMENT_TOKENS)) {
            throw new EngineException(TOO_LARGE, "invalid archive: \"" + name + "\" says more than " + ImageLimits.ARCHIVE_DOCUMENT_TOKENS + " things");
        }
        return document;
    }

    private String follow(String name) {
        String wanted = clean(name);
        for (int i = 0; i < MOST_LINKS_IN_A_ROW && links.containsKey(wanted); i++) {
            wanted = links.get(wanted);
        }
        return wanted;
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
        for (StagedLayer layer : arrived.values()) {
            layer.close();
        }
        Staging.delete(folder);
        reservation.close();
    }
}
