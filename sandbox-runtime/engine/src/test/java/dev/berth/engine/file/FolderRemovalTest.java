package dev.berth.engine.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderRemovalTest {
    @TempDir
    private Path folder;

    @Test
    void linksAreRemovedAndNotFollowed() throws Exception {
        Path kept = Files.createDirectories(folder.resolve("kept"));
        Files.writeString(kept.resolve("file"), "kept");
        Path tree = Files.createDirectories(folder.resolve("tree/below"));
        Files.createSymbolicLink(tree.resolve("link"), kept);

        FolderRemoval.remove(folder.resolve("tree"));

        assertThat(folder.resolve("tree")).doesNotExist();
        assertThat(kept.resolve("file")).hasContent("kept");
    }

    @Test
    void aTreeDeeperThanAnyPathIsRemoved() throws Exception {
        Path tree = Files.createDirectory(folder.resolve("tree"));
        for (int part = 0; part < 40; part++) {
            Path inside = Files.createDirectories(folder.resolve("part/" + "d".repeat(200) + "/" + "e".repeat(200)));
            if (Files.exists(tree.resolve("top"))) {
                Files.move(tree.resolve("top"), inside.resolve("top"));
            }
            Files.move(folder.resolve("part"), tree.resolve("top"));
        }

        FolderRemoval.remove(tree);

        assertThat(tree).doesNotExist();
    }

    @Test
    void whatTakesTooLongIsLeftAndCanBeTakenUpAgain() throws Exception {
        Path tree = Files.createDirectories(folder.resolve("tree/below"));

        assertThatThrownBy(() -> FolderRemoval.remove(folder.resolve("tree"), Duration.ZERO)).isInstanceOf(InterruptedIOException.class);
        assertThat(tree).exists();

        FolderRemoval.remove(folder.resolve("tree"), Duration.ofMinutes(1));
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void whatIsNotThereNeedsNoRemoval() throws Exception {
        FolderRemoval.remove(folder.resolve("nothing"));

        assertThat(folder).isEmptyDirectory();
    }
}
