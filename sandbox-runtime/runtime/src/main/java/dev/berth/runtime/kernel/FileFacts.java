package dev.berth.runtime.kernel;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;

/**
 * What the kernel says of a file, without following a link.
 *
 * @param mode permission bits with setuid, setgid and sticky
 * @param size bytes; of a symbolic link the length of its target
 * @param links names that it has
 * @param device of the file system it is on; together with {@code inode} it says which file this is
 * @param mountRoot something is mounted here: this is the root of that
 * @param specialMajor of a device node, as {@code specialMinor}; 0 for others
 * @see <a href="https://man7.org/linux/man-pages/man2/statx.2.html">statx(2)</a>
 */
public record FileFacts(
        Kind kind, int mode, int uid, int gid, long size, Instant modified, int links, long inode, long device, boolean mountRoot, int specialMajor, int specialMinor) {

    /** What a file is. */
    public enum Kind {
        FILE(0x8000),
        FOLDER(0x4000),
        SYMBOLIC_LINK(0xa000),
        CHARACTER_DEVICE(0x2000),
        BLOCK_DEVICE(0x6000),
        PIPE(0x1000),
        SOCKET(0xc000);

        private static final Kind[] KINDS = values();

        private final int bits;

        Kind(int bits) {
            this.bits = bits;
        }

        /** As in the upper four of a mode's sixteen bits. */
        public int bits() {
            return bits;
        }

        private static Kind of(int mode) {
            return ofBits(mode & 0xf000).orElseThrow(() -> new IllegalArgumentException("no kind of file has mode " + mode));
        }

        /** @param type as in a folder's listing; empty: 0, or one that Linux does not have */
        static Optional<Kind> listed(int type) {
            return ofBits(type << 12);
        }

        private static Optional<Kind> ofBits(int bits) {
            for (Kind kind : KINDS) {
                if (kind.bits == bits) {
                    return Optional.of(kind);
                }
            }
            return Optional.empty();
        }
    }

    /** Bytes of the kernel's structure. */
    static final int SIZE = 256;
    static final int BASIC = 0x7ff;
    private static final long MOUNT_ROOT = 0x2000;

    static FileFacts read(ByteBuffer statx) {
        int mode = statx.getShort(28) & 0xffff;
        return new FileFacts(
                Kind.of(mode),
                mode & 07777,
                statx.getInt(20),
                statx.getInt(24),
                statx.getLong(40),
                Instant.ofEpochSecond(statx.getLong(112), statx.getInt(120)),
                statx.getInt(16),
                statx.getLong(32),
                (long) statx.getInt(136) << 32 | statx.getInt(140) & 0xffffffffL,
                (statx.getLong(8) & MOUNT_ROOT) != 0,
                statx.getInt(128),
                statx.getInt(132));
    }

    /** Overlayfs's mark for "what lower layers have here is gone". */
    public boolean isWhiteout() {
        return kind == Kind.CHARACTER_DEVICE && specialMajor == 0 && specialMinor == 0;
    }
}
