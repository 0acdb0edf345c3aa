package dev.berth.runtime.kernel;

/**
 * A path resolved by the kernel as if a folder were the root.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/openat2.2.html">openat2(2), RESOLVE_IN_ROOT</a>
 */
final class PathInFolder {
    /** While anything on the host is renamed or mounted, the kernel cannot be sure that {@code ..} stays in the folder, and asks to be asked again. */
    private static final int TRIES = 128;

    private PathInFolder() {}

    /** @param path {@code ""}: the folder itself. @return a descriptor, or a negative number with the error in errno */
    static int open(int folder, String path, long flags) {
        byte[] name = FileName.terminated(path.isEmpty() ? "." : path);
        long[] how = {flags, 0, FileCalls.RESOLVE_IN_ROOT | FileCalls.RESOLVE_NO_MAGICLINKS};
        int opened = call(folder, name, how);
        for (int attempt = 1; opened < 0 && attempt < TRIES && FileCalls.lastError() == ErrorNumber.EAGAIN; attempt++) {
            opened = call(folder, name, how);
        }
        return opened;
    }

    private static int call(int folder, byte[] name, long[] how) {
        return (int) FileCalls.LIBC.syscall(FileCalls.SYS_OPENAT2, folder, name, how, (long) how.length * Long.BYTES);
    }
}
