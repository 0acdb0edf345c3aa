package dev.berth.runtime.kernel;

import static dev.berth.runtime.kernel.FileCalls.LIBC;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/**
 * The folder that holds what a path names, found below a root, whatever links say, and made where it is missing. The last one is kept open: archives list a folder's files in a
 * row.
 */
final class HoldingFolder implements AutoCloseable {
    private static final int IMPLIED_MODE = 0755;

    private final int root;
    private String open = "";
    private int descriptor;

    /** @param root a descriptor, which stays the caller's */
    HoldingFolder(int root) {
        this.root = root;
        this.descriptor = root;
    }

    /** Of the folder that was entered last. */
    int descriptor() {
        return descriptor;
    }

    /** @return the name in it, zero-terminated. @throws IllegalArgumentException for names that would mean a folder itself or its parent: no caller may pass them */
    byte[] enter(String path) throws IOException {
        String wanted = parentOf(path);
        if (!wanted.equals(open)) {
            close();
            descriptor = makeFolders(wanted);
            open = wanted;
        }
        return lastName(path);
    }

    /** The root is entered then. */
    @Override
    public void close() {
        if (descriptor != root) {
            LIBC.close(descriptor);
        }
        descriptor = root;
        open = "";
    }

    private int makeFolders(String path) throws IOException {
        int whole = open(path);
        if (whole >= 0) {
            return whole;
        }
        FileSystemException failure = FileFailure.last(path);
        if (!(failure instanceof NoSuchFileException)) {
            throw failure;
        }
        for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
            makeImplied(path.substring(0, slash));
        }
        makeImplied(path);
        return (int) FileFailure.check(path, open(path));
    }

    private void makeImplied(String path) throws IOException {
        int holder = (int) FileFailure.check(path, open(parentOf(path)));
        try {
            byte[] name = lastName(path);
            if (LIBC.mkdirat(holder, name, IMPLIED_MODE) == 0) {
                // The process's umask had its say in mkdir.
                FileFailure.check(path, LIBC.fchmodat(holder, name, IMPLIED_MODE, 0));
                return;
            }
            FileSystemException failure = FileFailure.last(path);
            if (!(failure instanceof FileAlreadyExistsException)) {
                throw failure;
            }
        } finally {
            LIBC.close(holder);
        }
    }

    /** @return a descriptor, or a negative number with the error in errno */
    int open(String path) {
        return PathInFolder.open(root, path, FileCalls.O_PATH | FileCalls.O_DIRECTORY | FileCalls.O_CLOEXEC);
    }

    static String parentOf(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }

    /** As {@link #enter} returns it. */
    static byte[] lastName(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        if (name.isEmpty() || name.equals(".") || name.equals("..")) {
            throw new IllegalArgumentException("not the name of a file: \"" + path + "\"");
        }
        return FileName.terminated(name);
    }
}
