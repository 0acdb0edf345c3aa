package dev.berth.engine.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrashTest {
    @TempDir
    private Path folder;

    /** Whoever removed a container on a full disk was once told that it was full still. */
    @Test
    void theSpaceOfWhatIsSmallIsBackWhenItIsGone() throws Exception {
        Path unwanted = Files.createDirectories(folder.resolve("container"));
        Files.writeString(unwanted.resolve("log"), "text");

        try (Trash trash = new Trash(folder.resolve("trash"))) {
            trash.discard(unwanted);

            assertThat(unwanted).doesNotExist();
            assertThat(folder.resolve("trash")).isEmptyDirectory();
        }
    }
}
