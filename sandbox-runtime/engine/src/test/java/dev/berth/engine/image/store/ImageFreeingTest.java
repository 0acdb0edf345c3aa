package dev.berth.engine.image.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.engine.image.CommittedContainer;
import dev.berth.engine.image.Image;
import dev.berth.engine.image.ImageReference;
import dev.berth.engine.image.ImageUse;
import dev.berth.engine.image.ImageUsers;
import dev.berth.engine.image.Images;
import dev.berth.engine.tar.TarBuilder;
import dev.berth.engine.work.PiecewiseOutput;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Layers and blobs go with the last that needs them, while everything else goes on. */
class ImageFreeingTest {
    private static final ImageUsers NOBODY = image -> List.of();
    private static final SavedImage GAME = SavedImage.of("game:1", "play");

    @TempDir
    private Path home;

    private ImageStore store;
    private Images catalogue;
    private Images alice;
    private Images bob;

    @BeforeEach
    void open() {
        store = ImageStore.open(home);
        store.takeOver(List::of);
        catalogue = store.catalogue(event -> { });
        alice = machine("alice");
        bob = machine("bob");
    }

    private Images machine(String name) {
        return store.ofMachine(name, OptionalLong.empty(), event -> { });
    }

    private static void load(Images images) {
        images.load(GAME.stream(), line -> { });
    }

    private static void remove(Images images) {
        images.remove("game:1", true, true, NOBODY);
    }

    /** Without the marks of layers that get to the disk yet, which go by themselves. */
    private List<String> stored() throws IOException {
        List<String> stored = new ArrayList<>();
        for (String folder : List.of("layers", "images/layers", "blobs/sha256")) {
            try (Stream<Path> files = Files.list(home.resolve(folder))) {
                files.filter(file -> !file.toString().endsWith(".unsynced")).forEach(file -> stored.add(folder + "/" + file.getFileName()));
            }
        }
        return stored;
    }

    @Test
    void anImagesContentGoesWithIt() throws IOException {
        load(alice);
        assertThat(stored()).hasSize(5); // a layer, what is known of it, and three blobs: its tar, configuration and manifest

        remove(alice);

        assertThat(stored()).isEmpty();
    }

    @Test
    void itStaysForOthersWhoHaveIt() throws IOException {
        load(alice);
        load(bob);

        remove(alice);
        assertThat(bob.find("game:1").image().id()).isEqualTo(GAME.id());
        assertThat(stored()).hasSize(5);

        remove(bob);
        assertThat(stored()).isEmpty();
    }

    @Test
    void itStaysForTheCatalogueWhateverMachinesRemove() throws IOException {
        load(catalogue);
        load(alice);

        remove(alice);

        assertThat(stored()).hasSize(5);
        assertThat(bob.find("game:1").image().id()).isEqualTo(GAME.id());
    }

    @Test
    void whatAMachineHasNamedStaysWhenTheCatalogueLosesIt() throws IOException {
        load(catalogue);
        alice.tag("game:1", ImageReference.parse("mine"));

        remove(catalogue);
        assertThat(alice.find("mine").image().id()).isEqualTo(GAME.id());

        alice.remove("mine", true, true, NOBODY);
        assertThat(stored()).isEmpty();
    }

    @Test
    void itStaysForAContainer() throws IOException {
        load(alice);
        alice.use("container", alice.find("game:1").image());

        remove(alice);
        assertThat(home.resolve("layers").resolve(GAME.diffIds().get(0).hex()).resolve("etc/motd")).hasContent("play");

        alice.endUse("container");
        assertThat(stored()).isEmpty();
    }

    @Test
    void aContainerOfTheLastEngineKeepsItToo() throws IOException {
        load(alice);
        remove(alice);
        load(alice);
        alice.use("container", alice.find("game:1").image());
        remove(alice);

        ImageStore next = ImageStore.open(home);
        next.takeOver(() -> List.of(new ImageUse("alice", "container", GAME.id())));
        assertThat(home.resolve("layers").resolve(GAME.diffIds().get(0).hex())).isDirectory();

        next.ofMachine("alice", OptionalLong.empty(), event -> { }).endUse("container");
        assertThat(stored()).isEmpty();
    }

    /** Then it is not known what is needed. */
    @Test
    void nothingIsFreedWhenSomethingCannotBeRead() throws IOException {
        load(alice);
        bob.load(SavedImage.of("other:1", "x").stream(), line -> { });
        Files.writeString(home.resolve("images/layers").resolve(GAME.diffIds().get(0).hex() + ".json"), "damaged");

        ImageStore next = ImageStore.open(home);
        next.takeOver(List::of);
        Images bobs = next.ofMachine("bob", OptionalLong.empty(), event -> { });
        bobs.remove("other:1", true, true, NOBODY);

        assertThat(bobs.list()).isEmpty();
        assertThat(stored()).hasSize(10);
    }

    @Test
    void aRemovedMachineNeedsNothing() throws IOException {
        load(alice);
        alice.use("container", alice.find("game:1").image());

        store.forgetMachine("alice");

        assertThat(stored()).isEmpty();
        assertThatThrownBy(() -> load(alice)).hasMessage("this machine is being removed");
        assertThat(stored()).isEmpty();
    }

    @Test
    void anImageThatIsGoneCannotBeUsed() {
        load(alice);
        Image seen = alice.find("game:1").image();
        remove(alice);

        assertThatThrownBy(() -> alice.use("container", seen)).hasMessage("No such image: " + seen.id());
    }

    @Test
    void anArchiveThatIsBeingWrittenHasAllOfIt() throws IOException {
        load(alice);
        ByteArrayOutputStream saved = new ByteArrayOutputStream();
        try (PiecewiseOutput archive = alice.save(List.of("game:1"))) {
            remove(alice);

            while (archive.writeNext(saved)) { }
        }

        assertThat(stored()).isEmpty();
        alice.load(new ByteArrayInputStream(saved.toByteArray()), line -> { });
        assertThat(alice.find("game:1").image().id()).isEqualTo(GAME.id());
    }

    @Test
    void anImageMadeOfAnotherKeepsWhatBothHave() throws IOException {
        load(alice);
        Image parent = alice.find("game:1").image();
        Images.Commit commit = new Images.Commit(
                parent.id(), new CommittedContainer("c", parent.config(), "", "", false, false, false, false, false, false, "base", CommittedContainer.Besides.NOTHING), parent.config(), Optional.of(ImageReference.parse("better")), "", "", "sh", parent.created());
        Image child = alice.commit(commit, Optional.of(new ByteArrayInputStream(new TarBuilder().file("new", "x").bytes())));

        alice.remove("better", false, true, NOBODY);
        assertThat(alice.find("game:1").image().layers()).isEqualTo(GAME.diffIds());
        assertThat(home.resolve("layers").resolve(child.layers().get(1).hex())).doesNotExist();

        remove(alice);
        assertThat(stored()).isEmpty();
    }

    /** Each finds all that it has just loaded, whoever removes the same at that moment. */
    @Test
    void loadingAndRemovingAtTheSameTimeLosesNothing() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> machines = new ArrayList<>();
            for (String name : List.of("m1", "m2", "m3", "m4")) {
                Images images = machine(name);
                machines.add(pool.submit(() -> {
                    for (int i = 0; i < 40; i++) {
                        load(images);
                        images.use("container", images.find("game:1").image());
                        remove(images);
                        assertThat(home.resolve("layers").resolve(GAME.diffIds().get(0).hex()).resolve("etc/motd")).hasContent("play");
                        images.endUse("container");
                    }
                }));
            }
            for (Future<?> machine : machines) {
                machine.get(60, TimeUnit.SECONDS);
            }
        } finally {
            pool.shutdown();
        }

        assertThat(stored()).isEmpty();
    }
}
