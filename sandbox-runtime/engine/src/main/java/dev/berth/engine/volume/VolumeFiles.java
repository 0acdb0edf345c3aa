package dev.berth.engine.volume;

import dev.berth.engine.record.RecordFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Volumes on disk. The content comes before the record and goes after it, so that a crash leaves a whole volume or a leftover, which the next start removes.
 *
 * <p>Of {@code volumes/NAME/_data} on the machine's disk only the last folder is the machine's: in the others nobody there can put a link in the place of a folder.
 */
final class VolumeFiles {
    private static final String DATA = "_data";
    private static final String UNFINISHED = "_unfinished";
    private static final String SUFFIX = ".json";

    /** Puts what a new volume begins with into an empty folder. */
    interface Filling {
        void into(Path folder) throws IOException;
    }

    private final Path records;
    private final Path contents;
    private final int owner;
    private final Consumer<Path> discard;

    /**
     * @param records folder of the engine's
     * @param contents folder on the machine's disk
     * @param owner host id of the machine's root
     * @param discard removes a folder that a student may have filled
     */
    VolumeFiles(Path records, Path contents, int owner, Consumer<Path> discard) {
        this.records = records;
        this.contents = contents;
        this.owner = owner;
        this.discard = discard;
    }

    /** Those that were made before; what is not one of them is removed. */
    List<Volume> load() {
        List<Volume> loaded = new ArrayList<>();
        for (Path file : list(records)) {
            String fileName = file.getFileName().toString();
            if (fileName.endsWith(SUFFIX)) {
                record(fileName.substring(0, fileName.length() - SUFFIX.length())).read().ifPresent(loaded::add);
            }
        }
        List<String> names = loaded.stream().map(Volume::name).toList();
        list(contents).stream().filter(folder -> !names.contains(folder.getFileName().toString())).forEach(discard);
        for (String name : names) {
            discard.accept(contents.resolve(name).resolve(UNFINISHED));
            if (!Files.isDirectory(data(name))) {
                makeContent(name); // the disk lost what its host did not: an empty volume is better than none
            }
        }
        return loaded;
    }

    /** Returns when all of it is on the disk. */
    void make(Volume volume, Optional<Filling> filling) {
        Path folder = contents.resolve(volume.name());
        discard.accept(folder);
        makeContent(volume.name());
        filling.ifPresent(fill -> fill(volume.name(), data(volume.name()), fill));
        record(volume.name()).write(volume);
    }

    private void makeContent(String name) {
        try {
            makeFolder(contents.resolve(name));
            makeOwned(data(name));
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot make volume " + name, failure);
        }
    }

    /** Into a volume that is empty. @param used something may have its folder mounted, so that no other can be put in its place */
    void fill(String name, Filling filling, boolean used) {
        if (used) {
            fill(name, data(name), filling);
            return;
        }
        Path unfinished = contents.resolve(name).resolve(UNFINISHED);
        try {
            makeOwned(unfinished);
            fill(name, unfinished, filling);
            Files.move(unfinished, data(name), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot fill volume " + name, failure);
        } finally {
            discard.accept(unfinished);
        }
    }

    private static void fill(String name, Path folder, Filling filling) {
        try {
            filling.into(folder);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot fill volume " + name, failure);
        }
    }

    boolean isEmpty(String name) {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(data(name))) {
            return !entries.iterator().hasNext();
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot look into volume " + name, failure);
        }
    }

    void remove(String name) {
        record(name).delete();
        discard.accept(contents.resolve(name));
    }

    Path data(String name) {
        return contents.resolve(name).resolve(DATA);
    }

    private RecordFile<Volume> record(String name) {
        return new RecordFile<>(records.resolve(name + SUFFIX), Volume.class);
    }

    private void makeOwned(Path folder) throws IOException {
        makeFolder(folder);
        Files.setAttribute(folder, "unix:uid", owner);
        Files.setAttribute(folder, "unix:gid", owner);
    }

    private static void makeFolder(Path folder) throws IOException {
        Files.createDirectory(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static List<Path> list(Path folder) {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            List<Path> found = new ArrayList<>();
            entries.forEach(found::add);
            return found;
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot list " + folder, failure);
        }
    }
}
