package dev.berth.runtime.kernel;

import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import jnr.constants.platform.Errno;

/** What went wrong with a file, as the last call said in errno. */
final class FileFailure {
    private FileFailure() {}

    /** @return {@code result}. @throws FileSystemException if it is negative */
    static long check(String path, long result) throws FileSystemException {
        if (result < 0) {
            throw last(path);
        }
        return result;
    }

    /** Of the call before. @param path for the message */
    static FileSystemException last(String path) {
        Errno error = Errno.valueOf(FileCalls.lastError());
        return switch (error) {
            case ENOENT -> new NoSuchFileException(path);
            case EEXIST -> new FileAlreadyExistsException(path);
            case ENOTDIR -> new NotDirectoryException(path);
            default -> new FileSystemException(path, null, error.description());
        };
    }
}
