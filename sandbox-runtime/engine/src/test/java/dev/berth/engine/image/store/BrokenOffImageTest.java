package dev.berth.engine.image.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.engine.EngineException;
import dev.berth.engine.image.CommittedContainer;
import dev.berth.engine.image.Image;
import dev.berth.engine.image.ImageReference;
import dev.berth.engine.image.ImageUsers;
import dev.berth.engine.image.Images;
import dev.berth.engine.tar.TarBuilder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What comes in and ends, or breaks off, at whatever place: either the image is here whole, or nothing of it. */
class BrokenOffImageTest {
    private static final ImageUsers NOBODY = image -> List.of();
    private static final SavedImage GAME = new SavedImage(List.of("game:1"), List.of(SavedImage.layer("board"), SavedImage.layer("rules")));
    private static final byte[] ROOT = new TarBuilder().folder("bin/").file("bin/sh", "x".repeat(3000)).symbolicLink("lib", "bin").bytes();
    private static final ImageReference NAME = ImageReference.parse("made:1");

    /** No divisor of a tar's block, so that all places in a block come. */
    private static final int STEP = 131;

    @TempDir
    private Path home;

    private ImageStore store;
    private Images alice;

    @BeforeEach
    void open() {
        store = ImageStore.open(home);
        store.takeOver(List::of);
        alice = store.ofMachine("alice", OptionalLong.empty(), event -> { });
        alice.load(SavedImage.of("base:1", "base").stream(), line -> { });
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void ofAnArchiveThatIsLoaded() throws IOException {
        assertWholeOrNothing(GAME.bytes(), "game:1", archive -> alice.load(archive, line -> { }));
        assertWholeOrNothing(packed(GAME.bytes()), "game:1", archive -> alice.load(archive, line -> { }));
    }

    @Test
    void ofARootFileSystemThatIsImported() throws IOException {
        assertWholeOrNothing(ROOT, "made:1", tar -> alice.importRootFileSystem(tar, Optional.of(NAME), "", List.of()));
        assertWholeOrNothing(packed(ROOT), "made:1", tar -> alice.importRootFileSystem(tar, Optional.of(NAME), "", List.of()));
    }

    @Test
    void ofALayerThatIsCommitted() throws IOException {
        assertWholeOrNothing(ROOT, "made:1", this::commit);
    }

    @Test
    void ofWhatIsRefusedForItsChangesOnceItIsHere() throws IOException {
        SortedSet<String> before = files();

        refused(() -> alice.importRootFileSystem(new ByteArrayInputStream(ROOT), Optional.of(NAME), "", List.of("EXPOSE no/port")));

        assertThat(files()).isEqualTo(before);
    }

    private void commit(InputStream layer) {
        Image base = alice.find("base:1").image();
        CommittedContainer container = new CommittedContainer("f".repeat(64), base.config(), "host", "", false, false, false, false, false, false, "base:1", CommittedContainer.Besides.NOTHING);
        alice.commit(new Images.Commit(base.id(), container, base.config(), Optional.of(NAME), "", "", "sh", Instant.EPOCH), Optional.of(layer));
    }

    private void assertWholeOrNothing(byte[] whole, String name, Consumer<InputStream> bringing) throws IOException {
        SortedSet<String> before = files();
        for (int length = 0; length < whole.length; length += STEP) {
            InputStream start = new ByteArrayInputStream(whole, 0, length);
            for (InputStream broken : List.of(start, new SequenceInputStream(new ByteArrayInputStream(whole, 0, length), closed()))) {
                try {
                    bringing.accept(broken);
                    assertThat(alice.layerFolders(alice.find(name).image())).allSatisfy(layer -> assertThat(home.resolve("layers").resolve(layer)).exists());
                    alice.remove(name, true, true, NOBODY); // only what says where an archive ends was missing
                } catch (EngineException refused) {
                    assertThat(alice.lookUp(name)).isEmpty();
                }
                assertThat(files()).as("after %d of %d bytes", length, whole.length).isEqualTo(before);
            }
        }
    }

    private static void refused(Runnable bringing) {
        try {
            bringing.run();
        } catch (EngineException asItShould) {
            return;
        }
        throw new AssertionError("it was not refused");
    }

    /** A connection that was closed by the other side. */
    private static InputStream closed() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("connection closed");
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                return read();
            }
        };
    }

    private static byte[] packed(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(bytes);
        }
        return packed.toByteArray();
    }

    /** All but the marks of layers that get to the disk yet, which go by themselves, as does what is swept out of the staging folder. */
    private SortedSet<String> files() throws IOException {
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        SortedSet<String> files = list();
        while (files.stream().anyMatch(file -> file.startsWith("staging/")) && System.nanoTime() < limit) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
            files = list();
        }
        return files;
    }

    private SortedSet<String> list() throws IOException {
        SortedSet<String> files = new TreeSet<>();
        for (String folder : List.of("layers", "images/layers", "blobs/sha256", "staging")) {
            try (Stream<Path> inside = Files.list(home.resolve(folder))) {
                inside.filter(file -> !file.toString().endsWith(".unsynced")).forEach(file -> files.add(folder + "/" + file.getFileName()));
            }
        }
        return files;
    }
}
