package dev.berth.runtime.kernel;

import java.nio.file.Path;

/**
 * An open folder with all that is mounted in it, and its one owner: what is mounted there is given back when it is closed. Paths in it are nobody's to vouch for, so it is
 * used through {@link RootedFolder} alone.
 */
public final class FolderDescriptor implements AutoCloseable {
    private final Descriptor descriptor;

    /** @param descriptor of a folder; this one owns it from now on */
    public FolderDescriptor(Descriptor descriptor) {
        this.descriptor = descriptor;
    }

    /** A folder of the host. @throws SystemCallException if it is not there, or is a link or no folder */
    public static FolderDescriptor open(Path folder) {
        int flags = FileCalls.O_PATH | FileCalls.O_DIRECTORY | FileCalls.O_NOFOLLOW | FileCalls.O_CLOEXEC;
        int opened = FileCalls.LIBC.openat(FileCalls.AT_FDCWD, FileName.terminated(folder.toString()), flags, 0);
        if (opened < 0) {
            throw new SystemCallException("open \"" + folder + "\"", FileCalls.lastError());
        }
        return new FolderDescriptor(new Descriptor(opened));
    }

    /** @throws IllegalStateException when it is closed */
    int number() {
        return descriptor.number();
    }

    /** Can be called twice. */
    @Override
    public void close() {
        descriptor.close();
    }
}
