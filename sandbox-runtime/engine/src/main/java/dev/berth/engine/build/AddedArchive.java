package dev.berth.engine.build;

import dev.berth.engine.file.ContextFolder;
import dev.berth.engine.file.CopyArchive.Source;
import dev.berth.engine.file.FileTree;
import dev.berth.engine.image.ImageLimits;
import dev.berth.engine.tar.Compression;
import dev.berth.engine.tar.TarReader;
import dev.berth.engine.work.BlockInput;
import dev.berth.runtime.kernel.ReadFile;
import dev.berth.runtime.kernel.ReadableFolder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** What ADD unpacks: a tar archive, perhaps compressed. */
final class AddedArchive {
    private static final int HEADER_BYTES = 512;

    private AddedArchive() {}

    static boolean isArchive(Source source) throws IOException {
        if (source.isFolder()) {
            return false;
        }
        try (ReadableFolder holder = source.tree().folder(FileTree.above(source.path())); ReadFile file = holder.read(FileTree.name(source.path()))) {
            return TarReader.begins(beginning(file));
        }
    }

    /**
     * @param folder exists, and is empty; it has the files of the archive then
     * @return these, as a folder to be copied
     */
    static Source unpack(Source archive, Path folder) throws IOException {
        try (ReadableFolder holder = archive.tree().folder(FileTree.above(archive.path())); ReadFile file = holder.read(FileTree.name(archive.path()))) {
            ContextFolder.unpackAdded(folder, new Content(file), ImageLimits.DEFAULT.layerBytes());
        }
        FileTree files = FileTree.of(folder);
        return new Source(files, "/", archive.name(), files.find("/").orElseThrow());
    }

    private static byte[] beginning(ReadFile file) {
        try (InputStream unpacked = Compression.unpack(new Content(file))) {
            return unpacked.readNBytes(HEADER_BYTES);
        } catch (IOException notWhatItSeems) {
            return new byte[0];
        }
    }

    private static final class Content extends BlockInput {
        private final ReadFile file;
        private long position;

        Content(ReadFile file) {
            this.file = file;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int count = file.read(position, bytes, offset, length);
            position += count;
            return count == 0 && length > 0 ? -1 : count;
        }
    }
}
