package dev.berth.runtime.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RootedFolderKernelTest {
    private static final FileStamp STAMP = new FileStamp(0, 0, 0640, Instant.ofEpochSecond(1_000, 5), Map.of());

    @TempDir
    private Path outside;

    private Path inside;
    private RootedFolder folder;

    @BeforeEach
    void open() throws IOException {
        inside = Files.createDirectory(outside.resolve("inside"));
        folder = RootedFolder.open(inside);
    }

    @AfterEach
    void closesEveryDescriptor() throws IOException {
        folder.close();
        folder.close();
        assertThat(descriptorsBeneath(outside)).isEmpty();
    }

    @Test
    void aLinkOnTheWayIsResolvedAsIfTheFolderWereTheRoot() throws IOException {
        folder.makeSymbolicLink("up", "../../..");
        folder.makeSymbolicLink("absolute", outside.toString());

        write("up/file", "content");

        assertThat(inside.resolve("file")).hasContent("content");
        assertThatThrownBy(() -> folder.makeFile("absolute/file")).isInstanceOf(FileSystemException.class);
    }

    @Test
    void theLastNameIsNeverFollowed() throws IOException {
        folder.makeSymbolicLink("link", "file");
        write("file", "content");

        assertThatThrownBy(() -> folder.makeFile("link")).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(folder.hasFolder("link")).isFalse();
        folder.stamp("link", STAMP, true);
        folder.remove("link");
        assertThat(inside.resolve("file")).hasContent("content");
    }

    /** A layer's folder has its time set at the end: by then a file may be where the folder that it was in had been. */
    @Test
    void aFolderUnderAFileIsNone() throws IOException {
        write("file", "content");

        assertThat(folder.hasFolder("file/under")).isFalse();
        assertThat(folder.hasFolder("nowhere/under")).isFalse();
        assertThat(folder.hasFolder("nowhere")).isFalse();
    }

    @Test
    void aFolderThatIsRemovedWhileItIsReadHasNoMore() throws IOException {
        folder.makeFolder("gone");
        try (OpenFolder gone = OpenFolder.open(inside.resolve("gone"))) {
            folder.remove("gone");

            assertThat(gone.nextEntries()).isEmpty();
        }
    }

    @Test
    void aFileHasItsHolesLengthAndStamp() throws IOException {
        try (NewFile file = folder.makeFile("a/b")) {
            file.write("start".getBytes(StandardCharsets.UTF_8), 0, 5);
            file.skip(1_000_000);
            file.stamp(STAMP);
        }

        assertThat(inside.resolve("a/b")).hasSize(1_000_005);
        assertThat(Files.getAttribute(inside.resolve("a/b"), "unix:mode")).isEqualTo(0100640);
        assertThat(Files.getLastModifiedTime(inside.resolve("a/b")).toInstant()).isEqualTo(STAMP.modified());
    }

    @Test
    void saysWhatIsInTheWay() throws IOException {
        write("file", "");

        assertThatThrownBy(() -> folder.makeFile("file/below")).isInstanceOf(NotDirectoryException.class);
        assertThatThrownBy(() -> folder.makeFolder("file")).isInstanceOf(FileAlreadyExistsException.class);
        assertThatThrownBy(() -> folder.makeHardLink("b", "nothing/here")).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> folder.remove("nothing")).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> folder.makeFile("n".repeat(256))).isInstanceOf(FileSystemException.class);
    }

    @Test
    void namesThatMeanAFolderOrHideTheirEndAreNotPassedOn() {
        for (String name : List.of("", ".", "..", "a/..", "a/", "a\0b")) {
            assertThatThrownBy(() -> folder.makeFile(name)).as(name).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aFolderThatIsThereIsNotMadeAgain() throws IOException {
        assertThat(folder.makeFolder("ä")).isTrue();
        assertThat(folder.makeFolder("ä")).isFalse();
    }

    private void write(String path, String content) throws IOException {
        try (NewFile file = folder.makeFile(path)) {
            file.write(content.getBytes(StandardCharsets.UTF_8), 0, content.length());
            file.stamp(STAMP);
        }
    }

    private static List<String> descriptorsBeneath(Path path) throws IOException {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors.map(RootedFolderKernelTest::target).filter(target -> target.startsWith(path.toString())).toList();
        }
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException closedMeanwhile) {
            return "";
        }
    }
}
