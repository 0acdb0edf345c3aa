package dev.berth.engine.image.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.engine.EngineException;
import dev.berth.engine.image.CommittedContainer;
import dev.berth.engine.image.Image;
import dev.berth.engine.image.ImageLimits;
import dev.berth.engine.image.ImageReference;
import dev.berth.engine.image.ImageUsers;
import dev.berth.engine.image.Images;
import dev.berth.engine.tar.TarBuilder;
import dev.berth.engine.work.HostSpace;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A machine's own images have a limit, which others do not feel. */
class ImageBudgetTest {
    private static final ImageUsers NOBODY = image -> List.of();
    private static final int MEBIBYTE = 1 << 20;
    private static final String FULL = "no space left on device: the images of this machine may take 10 MiB";

    @TempDir
    private Path home;

    private ImageStore store;
    private Images alice;

    @BeforeEach
    void open() {
        store = ImageStore.open(home);
        store.takeOver(List::of);
        alice = machine("alice");
    }

    private Images machine(String name) {
        return store.ofMachine(name, OptionalLong.of(10 * MEBIBYTE), event -> { });
    }

    /** Cannot be compressed by much. */
    private static String noise(int bytes, int seed) {
        byte[] letters = new byte[bytes];
        new Random(seed).nextBytes(letters);
        for (int i = 0; i < bytes; i++) {
            letters[i] = (byte) (letters[i] & 0x7f | 1);
        }
        return new String(letters, StandardCharsets.US_ASCII);
    }

    private static SavedImage image(String name, int mebibytes) {
        return SavedImage.of(name, noise(mebibytes * MEBIBYTE, name.hashCode()));
    }

    private static void load(Images images, SavedImage image) {
        images.load(image.stream(), line -> { });
    }

    private void assertThatNothingIsLeft() throws IOException {
        for (String folder : List.of("layers", "images/layers", "blobs/sha256", "staging")) {
            try (Stream<Path> files = Files.list(home.resolve(folder))) {
                assertThat(files).as(folder).isEmpty();
            }
        }
    }

    @Test
    void anArchiveThatIsTooLargeIsRefusedAndLeavesNothing() throws IOException {
        SavedImage large = image("large:1", 12);

        assertThatThrownBy(() -> load(alice, large)).isInstanceOf(EngineException.class).hasMessageStartingWith(FULL);

        assertThat(alice.list()).isEmpty();
        assertThatNothingIsLeft();
    }

    @Test
    void whatUnpacksToTooMuchIsRefusedAndLeavesNothing() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(SavedImage.of("large:1", "x".repeat(12 * MEBIBYTE)).bytes());
        }
        assertThat(packed.size()).isLessThan(MEBIBYTE);

        assertThatThrownBy(() -> alice.load(new ByteArrayInputStream(packed.toByteArray()), line -> { })).hasMessageStartingWith(FULL);

        assertThatNothingIsLeft();
    }

    @Test
    void manyFilesCountThoughTheyAreEmpty() throws IOException {
        TarBuilder tar = new TarBuilder();
        for (int i = 0; i < 25_000; i++) {
            tar.file("f" + i, "");
        }

        assertThatThrownBy(() -> importing(alice, tar)).hasMessageStartingWith(FULL);

        assertThatNothingIsLeft();
    }

    private static Image importing(Images images, TarBuilder tar) {
        return images.importRootFileSystem(new ByteArrayInputStream(tar.bytes()), Optional.empty(), "", List.of());
    }

    @Test
    void holesDoNotCount() {
        importing(alice, new TarBuilder().file("zeros", "\0".repeat(20 * MEBIBYTE)));

        assertThat(alice.list()).hasSize(1);
    }

    @Test
    void aCommitCountsAsWell() {
        load(alice, SavedImage.of("base:1", "x"));
        Image base = alice.find("base:1").image();
        TarBuilder tar = new TarBuilder().file("noise", noise(12 * MEBIBYTE, 1));
        Images.Commit commit = new Images.Commit(
                base.id(), new CommittedContainer("c", base.config(), "", "", false, false, false, false, false, false, "base", CommittedContainer.Besides.NOTHING), base.config(), Optional.empty(), "", "", "sh", base.created());

        assertThatThrownBy(() -> alice.commit(commit, Optional.of(new ByteArrayInputStream(tar.bytes())))).hasMessageStartingWith(FULL);

        assertThat(alice.list()).hasSize(1);
    }

    @Test
    void whatIsRemovedMakesRoom() {
        load(alice, image("a:1", 6));
        assertThatThrownBy(() -> load(alice, image("b:1", 6))).hasMessageStartingWith(FULL);

        alice.remove("a:1", false, true, NOBODY);

        load(alice, image("b:1", 6));
    }

    @Test
    void anImageThatAContainerKeepsStillCounts() {
        load(alice, image("a:1", 6));
        alice.use("container", alice.find("a:1").image());
        alice.remove("a:1", true, true, NOBODY);
        assertThatThrownBy(() -> load(alice, image("b:1", 6))).hasMessageStartingWith(FULL);

        alice.endUse("container");

        load(alice, image("b:1", 6));
    }

    @Test
    void othersHaveTheirOwn() {
        load(alice, image("a:1", 6));

        load(machine("bob"), image("b:1", 6));

        assertThat(machine("bob").list()).hasSize(1);
    }

    @Test
    void whatTheCatalogueHasCostsNothing() {
        SavedImage large = image("large:1", 12);
        load(store.catalogue(event -> { }), large);

        alice.tag("large:1", ImageReference.parse("mine"));
        load(alice, image("a:1", 6));

        assertThat(alice.list()).hasSize(2);
    }

    @Test
    void itIsTheSameAfterAStart() {
        load(alice, image("a:1", 6));

        store = ImageStore.open(home);
        store.takeOver(List::of);

        assertThatThrownBy(() -> load(machine("alice"), image("b:1", 6))).hasMessageStartingWith(FULL);
    }

    @Test
    void twoThatComeInAtOnceShareIt() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(2);
        try {
            List<Future<?>> loads = Stream.of(image("a:1", 6), image("b:1", 6)).<Future<?>>map(image -> pool.submit(() -> load(alice, image))).toList();
            for (Future<?> load : loads) {
                try {
                    load.get(30, TimeUnit.SECONDS);
                } catch (ExecutionException refused) {
                    assertThat(refused.getCause()).hasMessageStartingWith(FULL);
                }
            }
        } finally {
            pool.shutdown();
        }

        assertThat(alice.list()).hasSizeLessThan(2);
    }

    @Test
    void nobodyBringsAnythingOntoAFullHost() throws IOException {
        ImageStore full = ImageStore.open(Files.createDirectory(home.resolve("full")), ImageLimits.DEFAULT, new HostSpace(() -> 100L * MEBIBYTE));

        assertThatThrownBy(() -> load(full.catalogue(event -> { }), SavedImage.of("a:1", "x"))).hasMessageStartingWith("no space left on device: the host keeps");
    }
}
