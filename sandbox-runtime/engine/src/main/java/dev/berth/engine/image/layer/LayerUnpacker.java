package dev.berth.engine.image.layer;

import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;

import dev.berth.engine.EngineException;
import dev.berth.engine.image.ImageLimits;
import dev.berth.engine.image.content.Reservation;
import dev.berth.engine.tar.TarEntry;
import dev.berth.engine.tar.TarReader;
import dev.berth.runtime.kernel.FileFacts;
import dev.berth.runtime.kernel.FileStamp;
import dev.berth.runtime.kernel.NewFile;
import dev.berth.runtime.kernel.RootedFolder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.LongConsumer;

/**
 * Puts one layer's tar into a folder as overlayfs wants it, whatever the tar says. What lies in it and where is decided by {@link RootedFolder}: nothing leaves the
 * folder. On top of that:
 * <ul>
 *   <li>A name with {@code ..}, longer than 4095 bytes or with a part longer than 255 is refused; a leading slash is taken off.
 *   <li>Owners outside {@code 0..65535} are refused: a machine has no such ids. Mode with setuid, times and {@code security.capability} are kept, {@code user.*}
 *       but {@code user.overlay.*} too; other extended attributes are left out.
 *   <li>Device nodes are left out: machines and containers bind their own. So a tar cannot hold a whiteout of its own.
 *   <li>{@code .wh.name} becomes a whiteout (a character device 0/0), {@code .wh..wh..opq} an opaque folder; other {@code .wh..wh.} names are left out.
 *   <li>Two entries of one name are refused, as Docker does; a folder may be named twice, and what a layer hides it may have itself.
 * </ul>
 *
 * @see <a href="https://github.com/opencontainers/image-spec/blob/main/layer.md">OCI image spec, layer</a>
 * @see <a href="https://docs.kernel.org/filesystems/overlayfs.html">overlayfs, whiteouts and opaque directories</a>
 */
final class LayerUnpacker {
    private static final int LARGEST_ID = 65535;
    /** The overlays of containers are mounted with {@code userxattr}. */
    private static final Map<String, byte[]> OPAQUE_ATTRIBUTE = Map.of("user.overlay.opaque", new byte[] {'y'});

    private static final FileStamp UNNAMED_ROOT = new FileStamp(0, 0, 0755, Instant.EPOCH, Map.of());

    private final RootedFolder target;
    private final ImageLimits limits;
    private final TarFrame.Writer frame;
    private final LongConsumer reservation;
    private final FileFinishing finishing;
    private final FolderTimes folderTimes = new FolderTimes();
    private Optional<FileStamp> rootStamp = Optional.empty();
    private long bytes;
    private int entries;

    private LayerUnpacker(RootedFolder target, ImageLimits limits, TarFrame.Writer frame, LongConsumer reservation, FileFinishing finishing) {
        this.target = target;
        this.limits = limits;
        this.frame = frame;
        this.reservation = reservation;
        this.finishing = finishing;
    }

    /**
     * @param tar not compressed; read up to the archive's end
     * @param frame gets what is read of {@code tar}, and hears here what of it is files; @param reservation is told how much of the disk is taken, a little before or after, and may refuse
     * @param helpers threads that may finish small files meanwhile
     * @return bytes of all files, as a file system counts them: hard links once, symbolic ones as long as what they say
     * @throws EngineException INVALID_PARAMETER, with the reason, for a tar that cannot be a layer
     */
    static long unpack(InputStream tar, RootedFolder target, ImageLimits limits, TarFrame.Writer frame, LongConsumer reservation, Executor helpers) throws IOException {
        LayerUnpacker unpacker;
        try (FileFinishing finishing = new FileFinishing(helpers)) {
            unpacker = new LayerUnpacker(target, limits, frame, reservation, finishing);
            TarReader reader = new TarReader(tar);
            Optional<TarEntry> entry = reader.next();
            while (entry.isPresent()) {
                unpacker.unpack(entry.get(), reader);
                entry = reader.next();
            }
            finishing.finishAll(LayerUnpacker::cannotUnpack);
            reservation.accept(finishing.takeBlockBytes());
        }
        unpacker.folderTimes.set(target);
        target.stampRoot(unpacker.rootStamp.orElse(UNNAMED_ROOT));
        return unpacker.bytes;
    }

    private void unpack(TarEntry entry, TarReader reader) throws IOException {
        if (++entries > limits.layerEntries()) {
            throw refused("layer has more than " + limits.layerEntries() + " files");
        }
        if (bytes + entry.size() > limits.layerBytes()) {
            throw refused("layer has more than " + limits.layerBytes() + " bytes of files, with \"" + LayerPath.shown(entry.name()) + "\"");
        }
        LayerPath path = LayerPath.parse(entry.name());
        reservation.accept(Reservation.ofFile(entry.kind() == TarEntry.Kind.FOLDER || !entry.attributes().isEmpty() ? 1 : 0));
        try {
            if (path.isRoot()) {
                unpackRoot(entry);
            } else if (path.isMark()) {
                unpackMark(path);
            } else {
                make(path.text(), entry, reader);
            }
        } catch (FileSystemException failure) {
            throw cannotUnpack(entry.name(), failure);
        }
    }

    private static EngineException cannotUnpack(String name, FileSystemException failure) {
        return refused("cannot unpack \"" + LayerPath.shown(name) + "\": " + reason(failure) + " \"" + LayerPath.shown(failure.getFile()) + "\"");
    }

    private void make(String path, TarEntry entry, TarReader reader) throws IOException {
        switch (entry.kind()) {
            case FOLDER -> makeFolder(path, stamp(entry));
            case FILE -> makeFile(path, entry, reader);
            case HARD_LINK -> {
                LayerPath existing = LayerPath.parse(entry.linkTarget());
                if (existing.isRoot()) {
                    throw refused("hard link \"" + LayerPath.shown(entry.name()) + "\" leads to nothing");
                }
                make(path, () -> target.makeHardLink(path, existing.text()));
            }
            case SYMBOLIC_LINK -> {
                if (entry.linkTarget().isEmpty() || entry.linkTarget().indexOf('\0') >= 0) {
                    throw refused("symbolic link \"" + LayerPath.shown(entry.name()) + "\" leads to nothing");
                }
                make(path, () -> target.makeSymbolicLink(path, entry.linkTarget()));
                target.stamp(path, stamp(entry), true);
                bytes += entry.linkTarget().getBytes(StandardCharsets.UTF_8).length;
            }
            case PIPE -> {
                make(path, () -> target.makePipe(path));
                target.stamp(path, stamp(entry), false);
            }
            case CHARACTER_DEVICE, BLOCK_DEVICE -> { }
        }
    }

    private void makeFile(String path, TarEntry entry, TarReader reader) throws IOException {
        FileStamp stamp = stamp(entry);
        if (entry.size() <= FileFinishing.MOST_BYTES && !reader.isSparse()) {
            makeSmallFile(path, entry, reader, stamp);
            return;
        }
        make(path, () -> {
            try (NewFile file = target.makeFile(path, stamp.mode())) {
                // Of a sparse one the tar has less than the file.
                if (!reader.isSparse()) {
                    frame.beginFile();
                }
                reader.content(new FileContent(file, reservation));
                frame.endFile(path);
                file.stamp(stamp);
            }
        });
        bytes += entry.size();
    }

    private void makeSmallFile(String path, TarEntry entry, TarReader reader, FileStamp stamp) throws IOException {
        make(path, () -> {
            NewFile file = target.makeFile(path, stamp.mode());
            boolean handedOver = false;
            try {
                frame.beginFile();
                byte[] content = reader.content().readNBytes((int) entry.size());
                frame.endFile(path);
                handedOver = true;
                finishing.finish(entry.name(), file, content, stamp, LayerUnpacker::cannotUnpack);
            } finally {
                if (!handedOver) {
                    file.close();
                }
            }
        });
        reservation.accept(finishing.takeBlockBytes());
        bytes += entry.size();
    }

    /** Makes something. */
    private interface Making {
        void run() throws IOException;
    }

    /** @return true when it came in the place of a whiteout. @throws EngineException INVALID_PARAMETER when anything else is there: its content would be lost for the layer's tar */
    private boolean make(String path, Making making) throws IOException {
        try {
            making.run();
            return false;
        } catch (FileAlreadyExistsException taken) {
            if (!target.find(path).map(FileFacts::isWhiteout).orElse(false)) {
                throw twice(path);
            }
            target.remove(path);
            making.run();
            return true;
        }
    }

    private static EngineException twice(String path) {
        return refused("duplicates of file paths not supported: \"" + LayerPath.shown(path) + "\"");
    }

    private void makeFolder(String path, FileStamp stamp) throws IOException {
        // One that is there without having been named was made for what is in it.
        if (folderTimes.know(path)) {
            throw twice(path);
        }
        // What is replaced is a whiteout: then the lower layer's folder must not shine through.
        boolean hidesLower = make(path, () -> target.makeFolder(path));
        target.stamp(path, stamp, false);
        target.setAttributes(path, hidesLower ? OPAQUE_ATTRIBUTE : Map.of());
        target.setAttributes(path, stamp.attributes());
        folderTimes.remember(path, stamp.modified());
    }

    /** The layer's own root: overlayfs takes owner and mode of {@code /} from the topmost layer. */
    private void unpackRoot(TarEntry entry) throws IOException {
        if (entry.kind() != TarEntry.Kind.FOLDER) {
            throw LayerPath.notAName(entry.name());
        }
        if (rootStamp.isPresent()) {
            throw twice("/");
        }
        rootStamp = Optional.of(stamp(entry));
    }

    private void unpackMark(LayerPath mark) throws IOException {
        Optional<LayerPath> opaque = mark.opaqueFolder();
        // Overlayfs merges the roots of all layers whatever they say; nobody writes this for a root.
        if (opaque.isPresent() && !opaque.get().isRoot()) {
            target.makeFolder(opaque.get().text());
            target.setAttributes(opaque.get().text(), OPAQUE_ATTRIBUTE);
        }
        Optional<LayerPath> hidden = mark.hidden();
        if (hidden.isPresent()) {
            hide(hidden.get().text());
        }
    }

    private void hide(String path) throws IOException {
        try {
            target.makeWhiteout(path);
        } catch (FileAlreadyExistsException ownOfThisLayer) {
            if (target.hasFolder(path)) {
                target.setAttributes(path, OPAQUE_ATTRIBUTE);
            } else if (target.find(path).map(FileFacts::isWhiteout).orElse(false)) {
                throw twice(path);
            }
        }
    }

    private static FileStamp stamp(TarEntry entry) {
        if (entry.uid() < 0 || entry.uid() > LARGEST_ID || entry.gid() < 0 || entry.gid() > LARGEST_ID) {
            throw refused("owner " + entry.uid() + ":" + entry.gid() + " of \"" + LayerPath.shown(entry.name()) + "\" is not within 0 to " + LARGEST_ID);
        }
        Map<String, byte[]> kept = new HashMap<>(entry.attributes());
        kept.keySet().removeIf(name -> name.indexOf('\0') >= 0
                || !name.equals("security.capability") && !(name.startsWith("user.") && !name.startsWith("user.overlay.")));
        return new FileStamp((int) entry.uid(), (int) entry.gid(), entry.mode(), entry.modified(), kept);
    }

    private static String reason(FileSystemException failure) {
        if (failure instanceof NoSuchFileException) {
            return "there is no";
        }
        if (failure instanceof NotDirectoryException) {
            return "not a folder:";
        }
        return failure instanceof FileAlreadyExistsException ? "something else is at" : failure.getReason() + " at";
    }

    static EngineException refused(String reason) {
        return new EngineException(INVALID_PARAMETER, "invalid layer: " + reason);
    }
}
