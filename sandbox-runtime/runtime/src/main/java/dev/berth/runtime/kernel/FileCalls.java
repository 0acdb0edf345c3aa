package dev.berth.runtime.kernel;

import java.nio.ByteBuffer;
import jnr.ffi.LastError;
import jnr.ffi.LibraryLoader;
import jnr.ffi.Runtime;
import jnr.ffi.annotations.In;
import jnr.ffi.annotations.Out;
import jnr.ffi.types.size_t;
import jnr.ffi.types.ssize_t;

/**
 * The C library's functions that name a file by an open folder and a name in it. Names are zero-terminated UTF-8, whatever the JVM's locale is.
 * Public only because jnr implements it in a class loader of its own; use {@link RootedFolder}.
 */
public interface FileCalls {
    FileCalls LIBC = LibraryLoader.create(FileCalls.class).load("c");

    int O_WRONLY = 0x1;
    int O_RDWR = 0x2;
    int O_CREAT = 0x40;
    int O_EXCL = 0x80;
    int O_NOCTTY = 0x100;
    int O_NONBLOCK = 0x800;
    int O_DIRECTORY = 0x10000;
    int O_NOFOLLOW = 0x20000;
    int O_CLOEXEC = 0x80000;
    int O_PATH = 0x200000;

    int AT_FDCWD = -100;
    int AT_SYMLINK_NOFOLLOW = 0x100;
    int AT_REMOVEDIR = 0x200;
    int AT_EMPTY_PATH = 0x1000;

    /** The same number on every architecture: the call is younger than their common table. */
    long SYS_OPENAT2 = 437;

    long RESOLVE_NO_MAGICLINKS = 0x02;
    long RESOLVE_IN_ROOT = 0x10;

    int S_IFIFO = 0x1000;
    int S_IFCHR = 0x2000;
    int S_IFBLK = 0x6000;

    int openat(int folder, @In byte[] name, int flags, int mode);

    int renameat(int oldFolder, @In byte[] oldName, int newFolder, @In byte[] newName);

    /** openat2 has no wrapper in the C library. @param how flags, mode, resolve */
    long syscall(long number, long folder, @In byte[] path, @In long[] how, @size_t long size);

    int mkdirat(int folder, @In byte[] name, int mode);

    int mknodat(int folder, @In byte[] name, int mode, long device);

    int symlinkat(@In byte[] target, int folder, @In byte[] name);

    int linkat(int existingFolder, @In byte[] existingName, int folder, @In byte[] name, int flags);

    int unlinkat(int folder, @In byte[] name, int flags);

    int fchownat(int folder, @In byte[] name, int uid, int gid, int flags);

    int fchmodat(int folder, @In byte[] name, int mode, int flags);

    int fchown(int descriptor, int uid, int gid);

    int fchmod(int descriptor, int mode);

    /** @param times as for {@link #utimensat} */
    int futimens(int descriptor, @In long[] times);

    /** @param times seconds and nanoseconds of the last access, then of the last change */
    int utimensat(int folder, @In byte[] name, @In long[] times, int flags);

    int fsetxattr(int descriptor, @In byte[] name, @In byte[] value, @size_t long size, int flags);

    @ssize_t
    long write(int descriptor, @In ByteBuffer bytes, @size_t long length);

    int ftruncate(int descriptor, long length);

    @ssize_t
    long lseek(int descriptor, long offset, int whence);

    int statx(int folder, @In byte[] name, int flags, int wanted, @Out ByteBuffer facts);

    @ssize_t
    long readlinkat(int folder, @In byte[] name, @Out ByteBuffer target, @size_t long length);

    @ssize_t
    long fgetxattr(int descriptor, @In byte[] name, @Out ByteBuffer value, @size_t long length);

    @ssize_t
    long getdents64(int folder, @Out ByteBuffer entries, @size_t long length);

    @ssize_t
    long pread(int descriptor, @Out ByteBuffer bytes, @size_t long length, long position);

    /** @return the id before, also when it could not be changed */
    int setfsuid(int id);

    int setfsgid(int id);

    int capget(@In ByteBuffer header, @Out ByteBuffer sets);

    int capset(@In ByteBuffer header, @In ByteBuffer sets);

    int syncfs(int descriptor);

    int close(int descriptor);

    /** Number of the last error in this thread, as in errno(3). */
    static int lastError() {
        return LastError.getLastError(Runtime.getRuntime(LIBC));
    }
}
