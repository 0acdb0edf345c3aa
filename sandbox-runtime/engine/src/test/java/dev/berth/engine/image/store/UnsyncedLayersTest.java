package dev.berth.engine.image.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.engine.event.Event;
import dev.berth.engine.fake.Said;
import dev.berth.engine.image.Digest;
import dev.berth.engine.image.ImageReference;
import dev.berth.engine.image.Images;
import dev.berth.engine.image.layer.LayerStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Layers that are acknowledged before they are on the disk, and a host that went down meanwhile, as far as a test can play that: with a mark of another run of it. */
class UnsyncedLayersTest {
    private static final Consumer<Event> NOBODY = event -> { };
    private static final String ANOTHER_RUN = "8c7f3d4e-0000-4000-8000-000000000000";

    @TempDir
    private Path home;

    private final SavedImage game = SavedImage.of("game:1", "play");
    private final SavedImage other = SavedImage.of("other:1", "something else");
    private String thisRun;

    /** Two images, whose layers are on the disk. */
    @BeforeEach
    void load() throws IOException {
        thisRun = Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
        try (ImageStore store = ImageStore.open(home)) {
            ofMachine(store).load(game.stream(), line -> { });
            store.catalogue(NOBODY).load(other.stream(), line -> { });
            assertThat(mark(game)).hasContent(thisRun);
        }
    }

    private static Images ofMachine(ImageStore store) {
        return store.ofMachine("alice", OptionalLong.empty(), NOBODY);
    }

    private Path mark(SavedImage image) {
        return beside(image, ".unsynced");
    }

    private Path beside(SavedImage image, String kind) {
        return home.resolve("images/layers").resolve(image.diffIds().get(0).hex() + kind);
    }

    private Path folder(SavedImage image) {
        return home.resolve("layers").resolve(image.diffIds().get(0).hex());
    }

    private void damage(SavedImage image) throws IOException {
        try (Stream<Path> files = Files.walk(folder(image))) {
            Path file = files.filter(Files::isRegularFile).findFirst().orElseThrow();
            Files.write(file, new byte[(int) Files.size(file)]);
        }
    }

    private ImageStore start() {
        ImageStore store = ImageStore.open(home);
        store.takeOver(List::of);
        return store;
    }

    private static List<String> names(Images images) {
        return images.list().stream().flatMap(image -> image.references().stream()).map(ImageReference::familiar).sorted().toList();
    }

    @Test
    void anOrderlyEndLeavesNoMark() {
        assertThat(mark(game)).doesNotExist();
        assertThat(mark(other)).doesNotExist();
    }

    @Test
    void aLayerThatGoesTakesItsMarkWithIt() throws IOException {
        try (ImageStore store = start()) {
            ofMachine(store).importRootFileSystem(new ByteArrayInputStream(SavedImage.layer("brief")), Optional.of(ImageReference.parse("brief")), "", List.of());
            Path brief = home.resolve("images/layers").resolve(Digest.of(SavedImage.layer("brief")).hex() + ".unsynced");
            assertThat(brief).exists();

            ofMachine(store).remove("brief", true, true, image -> List.of());

            assertThat(brief).doesNotExist();
        }
    }

    @Test
    void anImageOfWhichTheHostKeptAllStays() throws IOException {
        Files.writeString(mark(game), ANOTHER_RUN);

        try (ImageStore store = start()) {
            assertThat(names(ofMachine(store))).containsExactly("game:1", "other:1");
        }
        assertThat(mark(game)).doesNotExist();
    }

    @Test
    void anImageOfWhichTheHostLostSomethingGoesAndTheOthersStay() throws IOException {
        Files.writeString(mark(game), ANOTHER_RUN);
        damage(game);

        try (ImageStore store = start()) {
            assertThat(names(ofMachine(store))).containsExactly("other:1");
            assertThat(folder(game)).doesNotExist();
            assertThat(mark(game)).doesNotExist();

            ofMachine(store).load(game.stream(), line -> { });
            assertThat(names(ofMachine(store))).containsExactly("game:1", "other:1");
        }
    }

    @Test
    void anImageOfTheCatalogueGoesAsWell() throws IOException {
        Files.writeString(mark(other), ANOTHER_RUN);
        damage(other);

        try (ImageStore store = start()) {
            assertThat(names(ofMachine(store))).containsExactly("game:1");
        }
    }

    /** "layer … is removed" was the last that an administrator read of it. */
    @Test
    void aLayerThatCameAsABlobIsMadeAgainAndNobodyIsAlarmed() throws IOException {
        SavedImage packed = SavedImage.of("packed:1", "packed");
        try (ImageStore store = ImageStore.open(home)) {
            ofMachine(store).load(new ByteArrayInputStream(OciLayout.packed(packed, "docker.io/library/packed:1", SavedImage.layer("packed"))), line -> { });
        }
        Files.writeString(mark(packed), ANOTHER_RUN);
        damage(packed);

        try (Said said = Said.by(LayerStore.class); ImageStore store = start()) {
            assertThat(names(ofMachine(store))).containsExactly("game:1", "other:1", "packed:1");
            assertThat(folder(packed).resolve("etc/motd")).hasContent("packed");
            assertThat(said.lines()).containsExactly("WARN layer " + packed.diffIds().get(0) + " is unpacked again from its blob: it may not have been wholly on the disk when the host went down");
        }
    }

    @Test
    void anImageThatIsLostIsAnError() throws IOException {
        Files.writeString(mark(game), ANOTHER_RUN);
        damage(game);

        try (Said said = Said.by(LayerStore.class); ImageStore store = start()) {
            assertThat(said.lines()).containsExactly("ERROR layer " + game.diffIds().get(0) + " is removed, with the images that need it: it was not wholly on the disk when the host went down");
        }
    }

    /** The host went down between the mark and the layer's move to its place. */
    @Test
    void aLayerThatNeverCameToItsPlaceIsNoLoss() throws IOException {
        Files.writeString(home.resolve("images/layers").resolve("a".repeat(64) + ".unsynced"), ANOTHER_RUN);

        try (Said said = Said.by(LayerStore.class); ImageStore store = start()) {
            assertThat(names(ofMachine(store))).containsExactly("game:1", "other:1");
            assertThat(said.lines()).isEmpty();
        }
    }

    /** The mark's name is on the disk before the layer; its content, and what lies beside, come later. */
    @Test
    void whatTheHostKeptOfMarkAndRecordsAloneSavesNoLayer() throws IOException {
        Files.writeString(mark(game), "");
        Files.write(beside(game, ".json"), new byte[10]);
        Files.write(mark(other), new byte[36]);
        Files.write(beside(other, ".frame"), new byte[(int) Files.size(beside(other, ".frame"))]);

        try (ImageStore store = start()) {
            assertThat(names(ofMachine(store))).isEmpty();
            assertThat(home.resolve("layers")).isEmptyDirectory();
        }
    }

    /** What was written is in the kernel's memory, however the engine ended. */
    @Test
    void aLayerIsNotReadAgainInTheSameRunOfTheHost() throws IOException {
        Files.writeString(mark(game), thisRun);
        damage(game);

        try (ImageStore store = start()) {
            assertThat(names(ofMachine(store))).containsExactly("game:1", "other:1");
        }
        assertThat(mark(game)).doesNotExist();
    }

    @Test
    void aLayerThatTheDiskRefusedStaysMarkedUntilTheHostHasStartedAgain() throws IOException {
        Files.writeString(mark(game), thisRun + " refused");

        start().close();
        assertThat(mark(game)).exists();

        Files.writeString(mark(game), ANOTHER_RUN + " refused");
        start().close();
        assertThat(mark(game)).doesNotExist();
    }
}
