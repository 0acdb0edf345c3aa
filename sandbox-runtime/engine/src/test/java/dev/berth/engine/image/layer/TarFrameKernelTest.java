package dev.berth.engine.image.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.engine.EngineException;
import dev.berth.engine.image.ImageLimits;
import dev.berth.engine.image.content.Staging;
import dev.berth.engine.tar.TarBuilder;
import dev.berth.runtime.kernel.RootedFolder;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeTry;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Whatever tar is taken for a layer: of its files and its frame the same bytes come again, since a digest is over all of them. */
class TarFrameKernelTest {
    private Path world;
    private Path layer;
    private Path frame;

    @BeforeTry
    void makeFolder() throws IOException {
        world = Files.createTempDirectory("framed-layer");
        layer = Files.createDirectory(world.resolve("layer"));
        frame = world.resolve("frame");
    }

    @AfterTry
    void removeFolder() throws IOException {
        Staging.delete(world);
    }

    /** For tests that ask for files alone. */
    static TarFrame.Writer unread() throws IOException {
        return new TarFrame.Writer(OutputStream.nullOutputStream());
    }

    @Property(tries = 500)
    void aHostileTarComesBackWholeOrIsRefused(@ForAll("attempts") List<HostileLayerKernelTest.Attempt> attempts) throws IOException {
        TarBuilder tar = new TarBuilder();
        attempts.forEach(attempt -> attempt.addTo(tar));
        byte[] bytes = tar.bytes();

        try {
            unpack(bytes);
        } catch (EngineException refused) {
            return;
        }

        assertThat(again()).isEqualTo(bytes);
    }

    @Provide
    Arbitrary<List<HostileLayerKernelTest.Attempt>> attempts() {
        return HostileLayerKernelTest.attempts();
    }

    @Example
    void aLargeFileLinksMarksAndNamesOfAnyBytesComeBack() throws IOException {
        byte[] zeros = new byte[300_000];
        Arrays.fill(zeros, 200_000, 200_100, (byte) 7);
        assertComesBack(new TarBuilder()
                .folder("d/")
                .file("d/large", zeros, entry -> { })
                .file("d/empty", "")
                .hardLink("d/same", "d/large")
                .symbolicLink("s", "d")
                .file("s/behind-a-link", "x")
                .file(".wh.hidden", "content that nobody asks for")
                .file("hidden", "in its place")
                .file(".wh..wh.plnk", "an old one")
                .special("device", TarConstants.LF_CHR)
                .file("ä/" + "long".repeat(60), "y")
                .bytes());
    }

    @Example
    void whatFollowsTheEndComesBack() throws IOException {
        byte[] tar = new TarBuilder().file("a", "x").bytes();
        byte[] more = Arrays.copyOf(tar, tar.length + 20_000);
        Arrays.fill(more, tar.length, more.length, (byte) 9);

        assertComesBack(more);
    }

    @Example
    void aSparseFileComesBack() throws Exception {
        Path sparse = world.resolve("sparse");
        try (RandomAccessFile file = new RandomAccessFile(sparse.toFile(), "rw")) {
            file.seek(1 << 20);
            file.write("in the middle".getBytes(StandardCharsets.US_ASCII));
            file.setLength(4 << 20);
        }
        Path plain = Files.writeString(world.resolve("plain"), "after it");
        Process tar = new ProcessBuilder("tar", "--format=gnu", "--sparse", "-cf", "-", "-C", world.toString(), "sparse", "plain").start();
        byte[] bytes = tar.getInputStream().readAllBytes();
        assertThat(tar.waitFor()).isZero();
        assertThat(bytes.length).isLessThan(1 << 20);

        assertComesBack(bytes);

        assertThat(layer.resolve("plain")).hasSameBinaryContentAs(plain);
    }

    @Example
    void aFileThatIsNotWhatItWasIsNoticed() throws IOException {
        unpack(new TarBuilder().file("a", "content").bytes());
        Files.writeString(layer.resolve("a"), "less");

        assertThatThrownBy(this::again).isInstanceOf(EOFException.class).hasMessage("\"a\" of a layer is shorter than in its tar");
    }

    private void assertComesBack(byte[] tar) throws IOException {
        unpack(tar);

        assertThat(again()).isEqualTo(tar);
    }

    private void unpack(byte[] bytes) throws IOException {
        try (TarFrame.Writer framing = new TarFrame.Writer(Files.newOutputStream(frame));
                InputStream tar = framing.copying(new ByteArrayInputStream(bytes));
                RootedFolder target = RootedFolder.open(layer)) {
            LayerUnpacker.unpack(tar, target, ImageLimits.DEFAULT, framing, spent -> { }, Runnable::run);
            tar.transferTo(OutputStream.nullOutputStream());
        }
    }

    private byte[] again() throws IOException {
        try (InputStream tar = TarFrame.tar(frame, layer)) {
            return tar.readAllBytes();
        }
    }
}
