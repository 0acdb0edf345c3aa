package dev.berth.engine.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderSizeTest {
    private static final int TRIES = 2000;

    @TempDir
    private Path place;

    private Path folder;

    @BeforeEach
    void makeFolder() throws IOException {
        folder = Files.createDirectory(place.resolve("folder"));
    }

    @Test
    void isThatOfTheFilesInItAndBelow() throws IOException {
        Files.writeString(folder.resolve("five"), "12345");
        Files.writeString(Files.createDirectories(folder.resolve("a/b")).resolve("three"), "123");

        assertThat(FolderSize.of(folder)).isEqualTo(8);
    }

    @Test
    void ofAFolderThatIsGoneIsNothing() {
        assertThat(FolderSize.of(place.resolve("none"))).isZero();
    }

    /** A walk by paths opened what the folder had become between its look and its step. */
    @Test
    void nothingBehindALinkCountsThatComesInAFoldersPlaceMeanwhile() throws Exception {
        Path outside = Files.createDirectory(place.resolve("outside"));
        try (RandomAccessFile large = new RandomAccessFile(outside.resolve("large").toFile(), "rw")) {
            large.setLength(1 << 30);
        }
        Path swapped = folder.resolve("swapped");
        AtomicBoolean over = new AtomicBoolean();
        Thread swapping = new Thread(() -> swap(swapped, outside, over));
        swapping.start();

        try {
            for (int number = 0; number < TRIES; number++) {
                assertThat(FolderSize.of(folder)).isZero();
            }
        } finally {
            over.set(true);
            swapping.join();
        }
    }

    private static void swap(Path swapped, Path outside, AtomicBoolean over) {
        try {
            while (!over.get()) {
                Files.createDirectory(swapped);
                Files.delete(swapped);
                Files.createSymbolicLink(swapped, outside);
                Files.delete(swapped);
            }
        } catch (IOException failure) {
            throw new IllegalStateException("cannot swap " + Files.exists(swapped, LinkOption.NOFOLLOW_LINKS), failure);
        }
    }
}
