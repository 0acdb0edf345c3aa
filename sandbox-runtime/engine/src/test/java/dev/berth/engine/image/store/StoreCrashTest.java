package dev.berth.engine.image.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.engine.image.Image;
import dev.berth.engine.image.Images;
import dev.berth.engine.tar.TarBuilder;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} of a process that is unpacking; then the store is opened again. */
class StoreCrashTest {
    private static final String READ = "read";
    private static final String IMPORTED = "imported";

    @TempDir
    private Path home;

    @Test
    @Timeout(60)
    void aKillInTheMiddleOfAnUnpackLeavesAStoreWithoutATraceOfIt() throws Exception {
        byte[] tar = new TarBuilder().file("first", "x".repeat(300_000)).file("second", "y".repeat(300_000)).bytes();
        Process importer = startImporter();
        importer.getOutputStream().write(Arrays.copyOf(tar, 400_000));
        importer.getOutputStream().flush();
        BufferedReader told = new BufferedReader(new InputStreamReader(importer.getInputStream(), StandardCharsets.UTF_8));
        assertThat(told.readLine()).isEqualTo(READ);
        assertThat(staged()).isNotEmpty();

        importer.destroyForcibly();
        assertThat(importer.waitFor(10, TimeUnit.SECONDS)).isTrue();
        ImageStore store = ImageStore.open(home);

        assertThat(staged()).isEmpty();
        assertThat(home.resolve("layers")).isEmptyDirectory();
        Images catalogue = store.catalogue(event -> { });
        assertThat(catalogue.list()).isEmpty();
        Image image = catalogue.importRootFileSystem(new ByteArrayInputStream(tar), Optional.empty(), "", List.of());
        assertThat(home.resolve("layers").resolve(catalogue.layerFolders(image).get(0)).resolve("second")).hasSize(300_000);
    }

    /** Long before its layer is on the disk. */
    @Test
    @Timeout(60)
    void whatWasAcknowledgedIsThereAfterAKill() throws Exception {
        byte[] tar = new TarBuilder().file("first", "x".repeat(300_000)).file("second", "y".repeat(300_000)).bytes();
        Process importer = startImporter();
        importer.getOutputStream().write(tar);
        importer.getOutputStream().close();
        BufferedReader told = new BufferedReader(new InputStreamReader(importer.getInputStream(), StandardCharsets.UTF_8));
        assertThat(told.readLine()).isEqualTo(READ);
        assertThat(told.readLine()).isEqualTo(IMPORTED);

        importer.destroyForcibly();
        assertThat(importer.waitFor(10, TimeUnit.SECONDS)).isTrue();
        ImageStore store = ImageStore.open(home);
        store.takeOver(List::of);

        Images catalogue = store.catalogue(event -> { });
        assertThat(catalogue.list()).singleElement().satisfies(
                image -> assertThat(home.resolve("layers").resolve(catalogue.layerFolders(image.image()).get(0)).resolve("second")).hasSize(300_000));
    }

    private Process startImporter() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp", System.getProperty("java.class.path"), Importer.class.getName(), home.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private List<Path> staged() throws IOException {
        try (Stream<Path> files = Files.list(home.resolve("staging"))) {
            return files.toList();
        }
    }

    /** Imports what comes on its input, says when it has read the first 350 kB and when it is done, and waits for its end. */
    static final class Importer {
        private static final int ENOUGH = 350_000;

        private Importer() {}

        public static void main(String[] arguments) throws InterruptedException {
            InputStream told = new FilterInputStream(System.in) {
                private int count;

                @Override
                public int read(byte[] bytes, int offset, int length) throws IOException {
                    int read = super.read(bytes, offset, length);
                    boolean before = count < ENOUGH;
                    count += read;
                    if (before && count >= ENOUGH) {
                        System.out.println(READ);
                    }
                    return read;
                }
            };
            ImageStore.open(Path.of(arguments[0])).catalogue(event -> { }).importRootFileSystem(told, Optional.empty(), "", List.of());
            System.out.println(IMPORTED);
            Thread.currentThread().join();
        }
    }
}
