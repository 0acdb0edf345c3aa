package dev.berth.engine.image.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.engine.EngineException;
import dev.berth.engine.event.Event;
import dev.berth.engine.image.Digest;
import dev.berth.engine.image.Image;
import dev.berth.engine.image.ImageReference;
import dev.berth.engine.image.ImageUse;
import dev.berth.engine.image.ImageUsers;
import dev.berth.engine.image.Images;
import dev.berth.engine.image.content.Staging;
import dev.berth.engine.tar.TarBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageStoreTest {
    private static final ImageUsers NOBODY = image -> List.of();

    @TempDir
    private Path home;

    private final List<Event> events = new ArrayList<>();
    private final List<String> progress = new ArrayList<>();
    private ImageStore store;
    private Images catalogue;
    private Images alice;
    private Images bob;

    @BeforeEach
    void open() {
        store = ImageStore.open(home);
        catalogue = store.catalogue(events::add);
        alice = store.ofMachine("alice", OptionalLong.empty(), events::add);
        bob = store.ofMachine("bob", OptionalLong.empty(), events::add);
    }

    /** On a full disk an engine once could not start any more, and without one nobody could make room. */
    @Test
    void nothingIsWrittenWhenItIsOpenedAgain() throws IOException {
        Path layout = home.resolve("oci-layout");
        Files.setLastModifiedTime(layout, FileTime.fromMillis(0));

        ImageStore.open(home);

        assertThat(Files.getLastModifiedTime(layout)).isEqualTo(FileTime.fromMillis(0));
    }

    @Test
    void aLoadedImageOfTheCatalogueIsSeenByEveryMachine() {
        SavedImage debian = SavedImage.of("debian:latest", "welcome");

        catalogue.load(debian.stream(), progress::add);

        assertThat(progress).containsExactly("Loaded image: debian:latest");
        Images.Named found = alice.find("debian");
        assertThat(found.image().id()).isEqualTo(debian.id());
        assertThat(found.image().config().command()).contains(List.of("sh"));
        assertThat(found.image().size()).isEqualTo("welcome".length());
        assertThat(found.references()).extracting(ImageReference::familiar).containsExactly("debian:latest");
        assertThat(bob.list()).hasSize(1);
    }

    @Test
    void itsLayersLieUnpackedUnderTheirDiffIds() {
        SavedImage debian = new SavedImage(List.of("debian:latest"), List.of(SavedImage.layer("below"), SavedImage.layer("above")));

        catalogue.load(debian.stream(), progress::add);

        List<String> folders = catalogue.layerFolders(catalogue.find("debian").image());
        assertThat(folders).containsExactly(debian.diffIds().get(1).hex(), debian.diffIds().get(0).hex());
        assertThat(home.resolve("layers").resolve(folders.get(0)).resolve("etc/motd")).hasContent("above");
        assertThat(home.resolve("layers").resolve(folders.get(1)).resolve("etc/motd")).hasContent("below");
    }

    @Test
    void whatWasLoadedIsThereAfterAReopening() {
        catalogue.load(SavedImage.of("debian:latest", "welcome").stream(), progress::add);
        alice.load(SavedImage.of("game:1", "play").stream(), progress::add);
        alice.remove("debian", false, true, NOBODY);

        ImageStore again = ImageStore.open(home);

        assertThat(again.catalogue(events::add).list()).hasSize(1);
        assertThat(again.ofMachine("alice", OptionalLong.empty(), events::add).list()).extracting(named -> named.references().get(0).familiar()).containsExactly("game:1");
        assertThat(again.ofMachine("bob", OptionalLong.empty(), events::add).list()).extracting(named -> named.references().get(0).familiar()).containsExactly("debian:latest");
    }

    @Test
    void anImageOfOneMachineIsNotSeenByAnother() {
        alice.load(SavedImage.of("game:1", "play").stream(), progress::add);

        assertThat(alice.list()).hasSize(1);
        assertThat(bob.list()).isEmpty();
        assertThat(catalogue.list()).isEmpty();
        assertThatThrownBy(() -> bob.find("game:1")).isInstanceOf(EngineException.class).hasMessage("No such image: game:1");
    }

    @Test
    void aMachineRemovesACatalogueImageForItselfAlone() {
        SavedImage debian = SavedImage.of("debian:latest", "welcome");
        catalogue.load(debian.stream(), progress::add);

        List<Images.Removal> removals = alice.remove("debian", false, true, NOBODY);

        assertThat(removals).containsExactly(
                new Images.Removal(Optional.of("debian:latest"), Optional.empty()),
                new Images.Removal(Optional.empty(), Optional.of(debian.id().toString())),
                new Images.Removal(Optional.empty(), Optional.of(debian.diffIds().get(0).toString())));
        assertThat(alice.list()).isEmpty();
        assertThat(bob.list()).hasSize(1);
    }

    @Test
    void aResetMachineSeesTheCatalogueAgain() {
        catalogue.load(SavedImage.of("debian:latest", "welcome").stream(), progress::add);
        alice.remove("debian", false, true, NOBODY);

        store.forgetMachine("alice");

        assertThat(store.ofMachine("alice", OptionalLong.empty(), events::add).list()).hasSize(1);
    }

    @Test
    void aNameOfTheMachinesOwnCoversThatOfTheCatalogue() {
        catalogue.load(SavedImage.of("debian:latest", "welcome").stream(), progress::add);
        SavedImage own = SavedImage.of("debian:latest", "mine");

        alice.load(own.stream(), progress::add);

        assertThat(alice.find("debian").image().id()).isEqualTo(own.id());
        assertThat(alice.list()).hasSize(2);
        assertThat(bob.find("debian").image().id()).isNotEqualTo(own.id());
    }

    @Test
    void importMakesAnImageOfOneLayer() {
        byte[] tar = new TarBuilder().file("bin/sh", "#!").bytes();

        Image image = alice.importRootFileSystem(new ByteArrayInputStream(tar), Optional.of(ImageReference.parse("mine")), "", List.of("CMD [\"/bin/sh\"]", "ENV A=b"));

        assertThat(image.layers()).containsExactly(Digest.of(tar));
        assertThat(image.comment()).isEqualTo("Imported from -");
        assertThat(alice.find("mine:latest").image().config().command()).contains(List.of("/bin/sh"));
        assertThat(alice.find("mine:latest").image().config().environment()).containsExactly("A=b");
    }

    @Test
    void aStartRemovesWhatNobodyRefersTo() throws Exception {
        SavedImage kept = SavedImage.of("kept:1", "kept");
        SavedImage own = SavedImage.of("own:1", "own");
        SavedImage used = SavedImage.of("used:1", "used");
        SavedImage gone = SavedImage.of("gone:1", "gone");
        catalogue.load(kept.stream(), progress::add);
        alice.load(own.stream(), progress::add);
        for (SavedImage removed : List.of(used, gone)) {
            alice.load(removed.stream(), progress::add);
            alice.remove(removed.id().hex(), true, true, NOBODY);
        }

        ImageStore again = ImageStore.open(home);
        again.takeOver(() -> List.of(new ImageUse("alice", "a-container", used.id())));

        assertThat(layers()).containsExactlyInAnyOrder(kept.diffIds().get(0).hex(), own.diffIds().get(0).hex(), used.diffIds().get(0).hex());
        assertThat(home.resolve("blobs/sha256").resolve(gone.id().hex())).doesNotExist();
        assertThat(again.ofMachine("alice", OptionalLong.empty(), events::add).find("own:1").image().id()).isEqualTo(own.id());
        again.ofMachine("alice", OptionalLong.empty(), events::add).load(gone.stream(), progress::add);
        assertThat(layers()).hasSize(4);
    }

    @Test
    void aLayerThatManyLoadAtOnceIsUnpackedOnceAndIsThereForAll() throws Exception {
        SavedImage image = SavedImage.of("a:1", "x".repeat(2_000_000));
        ExecutorService pool = Executors.newFixedThreadPool(8);
        try {
            List<Future<?>> loads = IntStream.range(0, 8)
                    .<Future<?>>mapToObj(i -> pool.submit(() -> store.ofMachine("m" + i, OptionalLong.empty(), event -> { }).load(image.stream(), text -> { })))
                    .toList();
            for (Future<?> load : loads) {
                load.get(30, TimeUnit.SECONDS);
            }
        } finally {
            pool.shutdown();
        }

        assertThat(layers()).containsExactly(image.diffIds().get(0).hex());
        assertThat(IntStream.range(0, 8)).allSatisfy(i -> assertThat(store.ofMachine("m" + i, OptionalLong.empty(), event -> { }).find("a:1").image().id()).isEqualTo(image.id()));
        assertThat(home.resolve("staging")).isEmptyDirectory();
    }

    @Test
    void anImageWhoseLayerIsGoneCanBeLoadedAgain() throws Exception {
        SavedImage image = SavedImage.of("a:1", "content");
        catalogue.load(image.stream(), progress::add);
        Staging.delete(home.resolve("layers"));
        Images reopened = ImageStore.open(home).catalogue(events::add);

        reopened.load(image.stream(), progress::add);

        Image found = reopened.find("a:1").image();
        assertThat(home.resolve("layers").resolve(found.layers().get(0).hex()).resolve("etc/motd")).hasContent("content");
    }

    @Test
    void theContentOfALayerIsOnTheDiskOnce() throws Exception {
        SavedImage image = SavedImage.of("a:1", "content".repeat(100_000));
        catalogue.load(image.stream(), progress::add);

        try (Stream<Path> files = Files.walk(home)) {
            assertThat(files.filter(Files::isRegularFile).filter(file -> file.toFile().length() > 10_000)).singleElement().asString().endsWith("etc/motd");
        }
    }

    @Test
    void aMachineHasAThousandImagesAndNamesAtMost() {
        catalogue.load(SavedImage.of("debian:latest", "welcome").stream(), progress::add);
        for (int i = 1; i < 1000; i++) { // and the image that they name
            alice.tag("debian", ImageReference.parse("n:" + i));
        }

        assertThatThrownBy(() -> alice.tag("debian", ImageReference.parse("n:1000"))).hasMessageContaining("remove some with docker image rm");

        alice.remove("n:1", false, true, NOBODY);
        alice.tag("debian", ImageReference.parse("n:1000"));
    }

    @Test
    void layersAreForRootAlone() throws Exception {
        assertThat(Files.getPosixFilePermissions(home.resolve("layers"))).isEqualTo(PosixFilePermissions.fromString("rwx------"));
    }

    private List<String> layers() throws IOException {
        try (Stream<Path> folders = Files.list(home.resolve("layers"))) {
            return folders.map(folder -> folder.getFileName().toString()).toList();
        }
    }

    @Test
    void historyTellsTheSizeOfEachLayer() {
        catalogue.load(SavedImage.of("debian:latest", "welcome").stream(), progress::add);

        assertThat(catalogue.find("debian").image().history()).singleElement().satisfies(line -> {
            assertThat(line.createdBy()).isEqualTo("ADD file");
            assertThat(line.size()).isEqualTo("welcome".length());
        });
    }

    @Test
    void eachChangeIsAnEvent() {
        SavedImage debian = SavedImage.of("debian:latest", "welcome");

        catalogue.load(debian.stream(), progress::add);
        catalogue.tag("debian", ImageReference.parse("mine"));
        catalogue.remove("mine", false, true, NOBODY);
        catalogue.remove(debian.id().abbreviated(), false, true, NOBODY);

        assertThat(events).extracting(Event::action).containsExactly("load", "tag", "untag", "untag", "delete");
        assertThat(events.get(1).attributes()).containsEntry("name", "mine:latest").containsEntry("a", "b");
    }

    @Test
    void theIndexOfTheLayoutNamesWhatTheCatalogueHas() throws Exception {
        catalogue.load(SavedImage.of("debian:latest", "welcome").stream(), progress::add);

        String index = Files.readString(home.resolve("index.json"));

        assertThat(index).contains("\"io.containerd.image.name\":\"docker.io/library/debian:latest\"", "\"org.opencontainers.image.ref.name\":\"latest\"");
        assertThat(home.resolve("oci-layout")).hasContent("{\"imageLayoutVersion\":\"1.0.0\"}");
    }
}
