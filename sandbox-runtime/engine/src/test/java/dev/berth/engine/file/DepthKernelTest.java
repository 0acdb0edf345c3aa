package dev.berth.engine.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.engine.EngineException;
import dev.berth.engine.tar.AccountNames;
import dev.berth.engine.tar.TarEntry;
import dev.berth.engine.tar.TarReader;
import dev.berth.engine.work.PiecewiseOutput;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trees of folders of one letter, deeper than paths reach. They were cut at 4096 characters, and nobody heard of it. */
class DepthKernelTest {
    private static final MachineIds IDS = new MachineIds(1_000_000);

    @TempDir
    private Path place;

    private Path upper;
    private Path lower;

    @BeforeEach
    void makeLayers() throws IOException {
        upper = Files.createDirectory(place.resolve("upper"));
        lower = Files.createDirectory(place.resolve("lower"));
    }

    /** Nothing that removes by paths could. */
    @AfterEach
    void removeLayers() throws IOException {
        FolderRemoval.remove(upper);
        FolderRemoval.remove(lower);
    }

    /** Makes the tree from its bottom: what is there becomes the content of the next folder. */
    private void dig(Path layer, int folders, String name) throws IOException {
        Path made = Files.createDirectory(place.resolve("made"));
        Files.writeString(made.resolve("bottom"), "12345");
        for (int number = 1; number < folders; number++) {
            Path above = Files.createDirectory(place.resolve("above"));
            Files.move(made, above.resolve(name));
            Files.move(above, made);
        }
        Files.move(made, layer.resolve(name));
    }

    private String lastName(PiecewiseOutput archive) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        while (archive.writeNext(bytes)) {
            continue;
        }
        TarReader reader = new TarReader(new ByteArrayInputStream(bytes.toByteArray()));
        String last = "";
        for (Optional<TarEntry> entry = reader.next(); entry.isPresent(); entry = reader.next()) {
            last = entry.get().name();
        }
        return last;
    }

    @Test
    void whatIsDeeperThanAnyPathIsTakenWhole() throws IOException {
        dig(upper, 30, "d".repeat(200));
        String bottom = ("d".repeat(200) + "/").repeat(30) + "bottom";

        try (TreeArchive archive = TreeArchive.ofFolder(UnionFolder.open(List.of(upper, lower)), "", "", IDS, AccountNames.NONE)) {
            assertThat(lastName(archive)).isEqualTo(bottom);
        }
        try (LayerArchive archive = LayerArchive.open(upper, List.of(lower), IDS)) {
            assertThat(lastName(archive)).isEqualTo(bottom);
        }
        try (LayerChanges changes = LayerChanges.open(upper, List.of(lower), IDS)) {
            assertThat(last(changes)).isEqualTo("/" + bottom);
        }
        assertThat(FolderSize.of(upper)).hasValue(5);
    }

    @Test
    void anUnchangedFolderAboveAChangeIsTold() throws IOException {
        Files.createDirectories(lower.resolve("a/b"));
        Files.writeString(Files.createDirectories(upper.resolve("a/b")).resolve("c"), "");

        try (LayerChanges changes = LayerChanges.open(upper, List.of(lower), IDS)) {
            assertThat(changes.next()).map(found -> found.change().path()).contains("/a");
            assertThat(changes.next()).map(found -> found.change().path()).contains("/a/b");
            assertThat(changes.next()).map(found -> found.change().path()).contains("/a/b/c");
        }
    }

    private static String last(LayerChanges changes) throws IOException {
        String last = "";
        for (Optional<LayerChanges.Found> found = changes.next(); found.isPresent(); found = changes.next()) {
            last = found.get().change().path();
        }
        return last;
    }

    /** By what a client is told: it counted as an internal error. */
    @Test
    void whatIsTooDeepIsRefused() throws IOException {
        dig(upper, Depth.MOST_LEVELS + 1, "d");

        try (TreeArchive archive = TreeArchive.ofFolder(UnionFolder.open(List.of(upper, lower)), "", "", IDS, AccountNames.NONE)) {
            assertThatThrownBy(() -> lastName(archive)).isInstanceOf(EngineException.class).hasMessageStartingWith("\"d\": file name too long: ");
        }
        try (LayerArchive archive = LayerArchive.open(upper, List.of(lower), IDS)) {
            assertThatThrownBy(() -> lastName(archive)).isInstanceOf(EngineException.class).hasMessageStartingWith("\"d\": file name too long: ");
        }
        try (LayerChanges changes = LayerChanges.open(upper, List.of(lower), IDS)) {
            assertThatThrownBy(() -> last(changes)).isInstanceOf(EngineException.class).hasMessageStartingWith("\"d\": file name too long: ");
        }
        assertThat(FolderSize.of(upper)).isEmpty();
    }
}
