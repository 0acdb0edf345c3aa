package dev.berth.engine.file;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.time.Duration;
import java.util.UUID;

/**
 * Removes a tree that somebody hostile may have made: never follows a link, works from open directories instead of paths (which may be longer than the kernel
 * takes), and keeps few of them open however deep the tree is, by moving what is too deep to its top first.
 */
public final class FolderRemoval {
    private static final int DEEPEST = 32;

    private final long end;

    private FolderRemoval(long end) {
        this.end = end;
    }

    /** Nothing happens when there is none. @throws IOException when something of it stays, or the thread was interrupted */
    public static void remove(Path root) throws IOException {
        new FolderRemoval(Long.MAX_VALUE).all(root);
    }

    /** As {@link #remove(Path)}. @throws InterruptedIOException also when that has taken so long, and more is there */
    public static void remove(Path root, Duration patience) throws IOException {
        new FolderRemoval(System.nanoTime() + patience.toNanos()).all(root);
    }

    private void all(Path root) throws IOException {
        try {
            boolean movedUp = true;
            while (movedUp) {
                try (SecureDirectoryStream<Path> top = (SecureDirectoryStream<Path>) Files.newDirectoryStream(root)) {
                    movedUp = empty(top, top, 0);
                }
            }
            Files.delete(root);
        } catch (NoSuchFileException none) {
            return;
        } catch (DirectoryIteratorException failure) {
            throw failure.getCause();
        }
    }

    /** @return true when something was moved to the top, which needs another look then */
    private boolean empty(SecureDirectoryStream<Path> top, SecureDirectoryStream<Path> directory, int depth) throws IOException {
        boolean movedUp = false;
        for (Path entry : directory) {
            if (Thread.currentThread().isInterrupted() || System.nanoTime() > end) {
                throw new InterruptedIOException("the engine is being closed, or there is too much in it");
            }
            Path name = entry.getFileName();
            if (!isDirectory(directory, name)) {
                directory.deleteFile(name);
            } else if (depth == DEEPEST) {
                directory.move(name, top, Path.of(UUID.randomUUID().toString()));
                movedUp = true;
            } else {
                try (SecureDirectoryStream<Path> below = directory.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
                    movedUp |= empty(top, below, depth + 1);
                }
                directory.deleteDirectory(name);
            }
        }
        return movedUp;
    }

    private static boolean isDirectory(SecureDirectoryStream<Path> directory, Path name) throws IOException {
        return directory.getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS).readAttributes().isDirectory();
    }
}
