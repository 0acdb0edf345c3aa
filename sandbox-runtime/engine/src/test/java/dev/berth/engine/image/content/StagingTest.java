package dev.berth.engine.image.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StagingTest {
    @TempDir
    private Path home;

    private Path folder;

    @BeforeEach
    void chooseFolder() {
        folder = home.resolve("staging");
    }

    /** The removal went by paths: an image with such a tree stayed on the host's disk when it was removed, and then no engine started. */
    @Test
    void opensWhenATreeWasLeftThatIsDeeperThanAnyPath() throws IOException {
        deepTree(Files.createDirectories(folder.resolve("12")));

        Staging.open(folder);

        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void linksAreNotFollowed() throws IOException {
        Path kept = Files.writeString(home.resolve("kept"), "kept");
        Files.createSymbolicLink(Files.createDirectories(folder.resolve("12")).resolve("link"), kept);
        Path link = Files.createSymbolicLink(home.resolve("link"), folder.resolve("12"));

        Staging.delete(link);
        Staging.delete(folder);
        Staging.delete(folder);

        assertThat(home).isDirectoryNotContaining(each -> !each.equals(kept));
        assertThat(kept).hasContent("kept");
    }

    /** Made from its end, since no path leads there. */
    private void deepTree(Path within) throws IOException {
        Path tree = Files.createDirectory(home.resolve("tree"));
        for (int part = 0; part < 40; part++) {
            Path above = Files.createDirectories(home.resolve("above/" + "d".repeat(200)));
            Files.move(tree, above.resolve("tree"));
            Files.move(home.resolve("above"), tree);
        }
        Files.move(tree, within.resolve("tree"));
    }
}
