package dev.berth.engine.image.layer;

import com.github.luben.zstd.ZstdInputStream;
import com.github.luben.zstd.ZstdOutputStream;
import dev.berth.engine.work.BlockInput;
import dev.berth.runtime.kernel.FileName;
import dev.berth.runtime.kernel.OpenFolder;
import dev.berth.runtime.kernel.ReadFile;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What of a layer's tar is not the content of its files: headers, padding, what nobody unpacks. With the unpacked files it makes the same tar again, byte for byte, so that a
 * layer's content is on the disk once. A compressed row of pieces: bytes as they are, or a file and how many bytes of it.
 *
 * @see <a href="https://github.com/vbatts/tar-split">tar-split, by which Docker does the same</a>
 */
final class TarFrame {
    private static final int BYTES = 0;
    private static final int FILE = 1;
    private static final int LARGEST_PIECE = 8 * 1024;
    private static final int FAST = 1;

    private TarFrame() {}

    /** Gets all bytes of a tar while it is unpacked, by {@link #copying}, and hears which of them are a file's. */
    static final class Writer extends OutputStream {
        private final DataOutputStream frame;
        private final byte[] piece = new byte[LARGEST_PIECE];
        private int filled;
        private boolean inFile;
        private long fileBytes;

        /** @param target closed with this */
        Writer(OutputStream target) throws IOException {
            frame = new DataOutputStream(new BufferedOutputStream(new ZstdOutputStream(target, FAST), LARGEST_PIECE));
        }

        /** The tar, of which this gets what is read. Closing it closes the tar. */
        InputStream copying(InputStream tar) {
            return new BlockInput() {
                @Override
                public int read(byte[] bytes, int offset, int length) throws IOException {
                    int read = tar.read(bytes, offset, length);
                    write(bytes, offset, Math.max(read, 0));
                    return read;
                }

                @Override
                public void close() throws IOException {
                    tar.close();
                }
            };
        }

        /** What follows up to {@link #endFile} will be in a file of the layer, unchanged, for as long as there is the layer. */
        void beginFile() {
            inFile = true;
        }

        void endFile(String path) throws IOException {
            inFile = false;
            if (fileBytes > 0) {
                writePiece();
                byte[] name = FileName.encode(path);
                frame.writeByte(FILE);
                frame.writeShort(name.length);
                frame.write(name);
                frame.writeLong(fileBytes);
                fileBytes = 0;
            }
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            if (inFile) {
                fileBytes += length;
                return;
            }
            int done = 0;
            while (done < length) {
                if (filled == piece.length) {
                    writePiece();
                }
                int count = Math.min(piece.length - filled, length - done);
                System.arraycopy(bytes, offset + done, piece, filled, count);
                filled += count;
                done += count;
            }
        }

        private void writePiece() throws IOException {
            if (filled > 0) {
                frame.writeByte(BYTES);
                frame.writeShort(filled);
                frame.write(piece, 0, filled);
                filled = 0;
            }
        }

        @Override
        public void close() throws IOException {
            writePiece();
            frame.close();
        }
    }

    /** The tar again. @param frame what {@link Writer} wrote; @param layer folder of the unpacked files */
    static InputStream tar(Path frame, Path layer) throws IOException {
        OpenFolder files = OpenFolder.open(layer);
        try {
            return new Tar(new DataInputStream(new BufferedInputStream(new ZstdInputStream(Files.newInputStream(frame)), LARGEST_PIECE)), files);
        } catch (IOException failure) {
            files.close();
            throw failure;
        }
    }

    private static final class Tar extends BlockInput {
        private final DataInputStream frame;
        private final OpenFolder layer;
        /** The folder that the last file was in: archives list a folder's files in a row. */
        private OpenFolder folder;
        private String folderPath = "";
        private ReadFile file;
        private String path = "";
        private long position;
        /** Bytes of the current piece that are to come. */
        private long left;

        Tar(DataInputStream frame, OpenFolder layer) {
            this.frame = frame;
            this.layer = layer;
            this.folder = layer;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (left == 0 && !nextPiece()) {
                return -1;
            }
            int wanted = (int) Math.min(length, left);
            int count = file == null ? frame.read(bytes, offset, wanted) : file.read(position, bytes, offset, wanted);
            if (count <= 0) {
                throw new EOFException(file == null ? "the frame of a layer is cut off" : "\"" + path + "\" of a layer is shorter than in its tar");
            }
            position += count;
            left -= count;
            return count;
        }

        private boolean nextPiece() throws IOException {
            closeFile();
            int kind = frame.read();
            if (kind < 0) {
                return false;
            }
            int length = frame.readUnsignedShort();
            if (kind == BYTES) {
                left = length;
                return true;
            }
            byte[] name = frame.readNBytes(length);
            left = frame.readLong();
            position = 0;
            path = FileName.decode(name, 0, name.length);
            file = enter(path.substring(0, Math.max(0, path.lastIndexOf('/')))).read(path.substring(path.lastIndexOf('/') + 1));
            return true;
        }

        private OpenFolder enter(String wanted) throws IOException {
            if (!wanted.equals(folderPath)) {
                leaveFolder();
                folder = layer.within(wanted);
                folderPath = wanted;
            }
            return folder;
        }

        private void leaveFolder() {
            if (folder != layer) {
                folder.close();
            }
            folder = layer;
            folderPath = "";
        }

        private void closeFile() {
            if (file != null) {
                file.close();
                file = null;
            }
        }

        @Override
        public void close() throws IOException {
            closeFile();
            leaveFolder();
            layer.close();
            frame.close();
        }
    }
}
