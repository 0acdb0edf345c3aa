package dev.berth.engine.image.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.engine.EngineException;
import dev.berth.engine.image.ImageLimits;
import dev.berth.engine.tar.TarBuilder;
import dev.berth.runtime.kernel.RootedFolder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Needs root, as unpacking does. */
class FileFinishingKernelTest {
    private static final int FILES = 2000;
    private static final Instant MODIFIED = Instant.ofEpochSecond(1_700_000_000);

    @TempDir
    private Path layer;

    private final ExecutorService helpers = Executors.newFixedThreadPool(2);

    @AfterEach
    void end() {
        helpers.shutdown();
    }

    private static TarBuilder manyFiles() {
        TarBuilder tar = new TarBuilder();
        for (int number = 0; number < FILES; number++) {
            int mode = number % 2 == 0 ? 0644 : 0777;
            tar.file("file-" + number, "content " + number, TarBuilder.owner(number % 3, number % 5).andThen(entry -> entry.setMode(mode)));
        }
        return tar;
    }

    private long unpack(TarBuilder tar, Executor threads) throws IOException {
        AtomicLong spent = new AtomicLong();
        try (RootedFolder target = RootedFolder.open(layer)) {
            LayerUnpacker.unpack(new ByteArrayInputStream(tar.bytes()), target, ImageLimits.DEFAULT, TarFrameKernelTest.unread(), spent::addAndGet, threads);
        }
        return spent.get();
    }

    private void assertAllAreWhole() throws IOException {
        for (int number = 0; number < FILES; number++) {
            Path file = layer.resolve("file-" + number);
            Map<String, Object> facts = Files.readAttributes(file, "unix:uid,gid,mode");
            assertThat(file).hasContent("content " + number);
            assertThat(facts).containsEntry("uid", number % 3).containsEntry("gid", number % 5);
            assertThat((int) facts.get("mode") & 07777).isEqualTo(number % 2 == 0 ? 0644 : 0777);
            assertThat(Files.getLastModifiedTime(file).toInstant()).isEqualTo(MODIFIED);
        }
    }

    @Test
    void anotherThreadFinishesFilesMeanwhile() throws IOException {
        AtomicInteger calls = new AtomicInteger();

        long spent = unpack(manyFiles(), task -> {
            calls.incrementAndGet();
            helpers.execute(task);
        });

        assertAllAreWhole();
        assertThat(calls.get()).isPositive();
        assertThat(spent).isGreaterThanOrEqualTo(FILES * 4096L);
    }

    /** All of them may be busy with other layers, which wait for this one perhaps. */
    @Test
    void nothingWaitsForAThreadThatDoesNotCome() throws IOException {
        unpack(manyFiles(), task -> { });

        assertAllAreWhole();
    }

    @Test
    void threadThatComesTooLateFindsNothingToDo() throws IOException {
        List<Runnable> calls = new ArrayList<>();
        unpack(manyFiles(), calls::add);

        calls.forEach(Runnable::run);

        assertThat(calls).isNotEmpty();
        assertAllAreWhole();
    }

    /** Its content would be gone, and nobody would have heard of it. */
    @Test
    void aFileThatCannotBeFinishedIsToldByItsName() {
        TarBuilder tar = manyFiles().file("unfinished", "x", TarBuilder.attributes(Map.of("user.large", "x".repeat(70_000))));
        for (int number = 0; number < FILES; number++) {
            tar.file("later-" + number, "x");
        }

        assertThatThrownBy(() -> unpack(tar, helpers)).isInstanceOf(EngineException.class).hasMessageStartingWith("invalid layer: cannot unpack \"unfinished\": ");
        assertThat(layer.resolve("later-" + (FILES - 1))).doesNotExist();
    }
}
