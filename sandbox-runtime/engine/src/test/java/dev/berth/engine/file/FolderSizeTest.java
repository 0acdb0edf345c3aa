package dev.berth.engine.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderSizeTest {
    private static final int TRIES = 5000;

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

        assertThat(FolderSize.of(folder)).hasValue(8);
    }

    @Test
    void countsAFileWithManyNamesOnceAndALinkAsItsText() throws IOException {
        Path seven = Files.writeString(folder.resolve("seven"), "1234567");
        for (int number = 0; number < 10; number++) {
            Files.createLink(folder.resolve("also" + number), seven);
        }
        Files.createSymbolicLink(folder.resolve("soft"), Path.of("/some"));

        assertThat(FolderSize.of(folder)).hasValue(12);
    }

    @Test
    void ofAFolderThatIsGoneIsNothing() {
        assertThat(FolderSize.of(place.resolve("none"))).hasValue(0);
    }

    /** A walk by paths opens what the folder has become between its look and its step: seen once in ten thousand tries. */
    @Test
    void nothingBehindALinkCountsThatComesInAFoldersPlaceMeanwhile() throws Exception {
        Path outside = Files.createDirectory(place.resolve("outside"));
        try (RandomAccessFile large = new RandomAccessFile(outside.resolve("large").toFile(), "rw")) {
            large.setLength(1 << 30);
        }
        Path own = Files.createDirectory(place.resolve("own"));
        Path link = Files.createSymbolicLink(place.resolve("link"), outside);
        AtomicBoolean over = new AtomicBoolean();
        Thread swapping = new Thread(() -> swap(folder.resolve("swapped"), own, link, over));
        swapping.start();

        try {
            for (int number = 0; number < TRIES; number++) {
                assertThat(FolderSize.of(folder).orElseThrow()).isIn(0L, (long) outside.toString().length());
            }
        } finally {
            over.set(true);
            swapping.join();
        }
    }

    private static void swap(Path swapped, Path folder, Path link, AtomicBoolean over) {
        try {
            while (!over.get()) {
                for (Path next : List.of(folder, link)) {
                    Files.move(next, swapped);
                    Thread.onSpinWait();
                    Files.move(swapped, next);
                }
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot swap", failure);
        }
    }
}
