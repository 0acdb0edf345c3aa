package dev.berth.runtime.kernel;

import jnr.ffi.LibraryLoader;
import jnr.ffi.annotations.In;

/**
 * The C library's functions that attach file systems. Texts are zero-terminated UTF-8. Public only because jnr implements it in a class loader of its own; use
 * {@link DiskImage}.
 */
public interface MountCalls {
    MountCalls LIBC = LibraryLoader.create(MountCalls.class).load("c");

    long MS_NODEV = 4;
    long MS_BIND = 4096;
    int MNT_DETACH = 2;
    int UMOUNT_NOFOLLOW = 8;

    int mount(@In byte[] source, @In byte[] target, @In byte[] type, long flags, @In byte[] options);

    int umount2(@In byte[] target, int flags);
}
