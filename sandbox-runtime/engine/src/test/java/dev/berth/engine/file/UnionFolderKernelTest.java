package dev.berth.engine.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.engine.tar.AccountNames;
import dev.berth.engine.work.PiecewiseOutput;
import dev.berth.runtime.kernel.FileFacts;
import dev.berth.runtime.kernel.FolderEntry;
import dev.berth.runtime.kernel.ReadFile;
import dev.berth.runtime.kernel.RootedFolder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Layers as one folder, and the archive of it. Run as root, for whiteouts are device nodes. */
class UnionFolderKernelTest {
    /** What an answer's buffer holds before it has to grow. */
    private static final int BUFFER_BYTES = 136 * 1024;

    @TempDir
    Path layers;

    private Path upper;
    private Path lower;

    @BeforeEach
    void makeLayers() throws IOException {
        upper = Files.createDirectory(layers.resolve("upper"));
        lower = Files.createDirectory(layers.resolve("lower"));
    }

    private UnionFolder union() throws IOException {
        return UnionFolder.open(List.of(upper, lower));
    }

    private static String content(UnionFolder folder, String name) throws IOException {
        try (ReadFile file = folder.read(name)) {
            byte[] bytes = new byte[100];
            return new String(bytes, 0, file.read(0, bytes, bytes.length), StandardCharsets.UTF_8);
        }
    }

    @Test
    void theTopmostLayerThatHasAFileSaysWhatItIs() throws IOException {
        Files.writeString(upper.resolve("both"), "upper");
        Files.writeString(lower.resolve("both"), "of the lower one");
        Files.writeString(lower.resolve("low"), "lower");
        Files.writeString(lower.resolve("gone"), "removed");
        makeWhiteout("gone");

        try (UnionFolder folder = union()) {
            assertThat(folder.nextEntries()).extracting(FolderEntry::name).containsExactly("both", "low");
            assertThat(folder.facts("both").size()).isEqualTo("upper".length());
            assertThat(content(folder, "low")).isEqualTo("lower");
            assertThat(content(folder, "both")).isEqualTo("upper");
            assertThat(folder.find("gone")).isEmpty();
            assertThatThrownBy(() -> folder.read("gone")).isInstanceOf(NoSuchFileException.class);
        }
    }

    private void makeWhiteout(String name) throws IOException {
        try (RootedFolder folder = RootedFolder.open(upper)) {
            folder.makeWhiteout(name);
        }
    }

    /** Otherwise an archive could have the size of one file and the content of another. */
    @Test
    void aFileIsReadWhereItsFactsAreFrom() throws IOException {
        Files.writeString(lower.resolve("file"), "lower");

        try (UnionFolder folder = union()) {
            FileFacts facts = folder.facts("file");
            Files.writeString(upper.resolve("file"), "changed meanwhile");

            assertThat(content(folder, "file")).isEqualTo("lower").hasSize((int) facts.size());
        }
    }

    @Test
    void aPieceOfAnArchiveIsAsLargeAsABufferAndNoLarger() throws IOException {
        Files.write(upper.resolve("large"), new byte[1 << 20]);
        for (int number = 0; number < 500; number++) {
            Files.write(lower.resolve("small-" + number), new byte[1500]);
        }

        try (PiecewiseOutput archive = TreeArchive.ofFolder(union(), "", "", new MachineIds(0), AccountNames.NONE)) {
            ByteArrayOutputStream piece = new ByteArrayOutputStream();
            while (archive.writeNext(piece)) {
                assertThat(piece.size()).isBetween(BUFFER_BYTES - 8 * 1024, BUFFER_BYTES);
                piece.reset();
            }
            assertThat(piece.size()).isLessThanOrEqualTo(BUFFER_BYTES);
        }
    }
}
