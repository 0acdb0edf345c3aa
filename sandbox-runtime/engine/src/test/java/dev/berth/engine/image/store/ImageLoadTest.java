package dev.berth.engine.image.store;

import static dev.berth.engine.image.store.OciLayout.blob;
import static dev.berth.engine.image.store.OciLayout.descriptor;
import static dev.berth.engine.image.store.OciLayout.gzip;
import static dev.berth.engine.image.store.OciLayout.layout;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import dev.berth.engine.EngineException;
import dev.berth.engine.image.Digest;
import dev.berth.engine.image.Image;
import dev.berth.engine.image.ImageLimits;
import dev.berth.engine.image.Images;
import dev.berth.engine.image.content.Staging;
import dev.berth.engine.tar.TarBuilder;
import dev.berth.engine.work.HostSpace;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code docker load} takes and refuses. */
class ImageLoadTest {
    @TempDir
    private Path home;

    private final List<String> progress = new ArrayList<>();
    private Images images;

    @BeforeEach
    void open() {
        images = ImageStore.open(home).catalogue(event -> { });
    }

    @Test
    void loadsArchivesInEveryCompression() {
        for (UnaryOperator<byte[]> compression : List.<UnaryOperator<byte[]>>of(plain -> plain, OciLayout::gzip, ImageLoadTest::gzipInTwoMembers, Zstd::compress)) {
            SavedImage image = SavedImage.of("a:1", "content").running("program" + progress.size());

            load(compression.apply(image.bytes()));

            assertThat(images.find("a:1").image().id()).isEqualTo(image.id());
        }
    }

    @Test
    void loadsSeveralImagesThatShareALayerOnce() throws IOException {
        byte[] common = SavedImage.layer("common");
        load(new SavedImage(List.of("a:1"), List.of(common)).bytes());
        load(new SavedImage(List.of("b:1", "b:2"), List.of(common, SavedImage.layer("own"))).bytes());

        assertThat(progress).containsExactly("Loaded image: a:1", "Loaded image: b:1", "Loaded image: b:2");
        try (Stream<Path> layers = Files.list(home.resolve("layers"))) {
            assertThat(layers).hasSize(2);
        }
    }

    /** It was unpacked in vain, which takes several times as long. */
    @Test
    void aLayerThatIsHereIsNotUnpackedAgain() {
        SavedImage image = SavedImage.of("a:1", "content");
        load(image.bytes());
        ImageLimits unpackNothing = new ImageLimits(1 << 20, 1 << 20, 0, 100);
        images = ImageStore.open(home, unpackNothing, HostSpace.of(home)).catalogue(event -> { });

        load(image.running("something else").bytes());

        assertThat(images.find("a:1").image().id()).isEqualTo(image.id());
        assertThat(home.resolve("staging")).isEmptyDirectory();
    }

    /** As archives of several images have it, and images with two empty layers. */
    @Test
    void loadsAnOciLayoutThatNamesOneBlobTwice() {
        byte[] layer = SavedImage.layer("content");
        byte[] packed = gzip(layer);
        SavedImage saved = new SavedImage(List.of("a:1"), List.of(layer, layer));
        String manifest = "{\"schemaVersion\":2,\"config\":" + descriptor(saved.configuration()) + ",\"layers\":[" + descriptor(packed) + "," + descriptor(packed) + "]}";

        load(layout(manifest, "docker.io/library/a:1", saved.configuration(), packed));

        assertThat(images.find("a:1").image().layers()).hasSize(2);
    }

    @Test
    void anImageWithoutANameIsToldByItsId() {
        SavedImage image = SavedImage.of("", "content");

        load(image.bytes());

        assertThat(progress).containsExactly("Loaded image ID: " + image.id());
        assertThat(images.list()).singleElement().satisfies(named -> assertThat(named.references()).isEmpty());
    }

    @Test
    void aNameMovesToTheImageThatWasLoadedLast() {
        SavedImage old = SavedImage.of("a:1", "old");
        load(old.bytes());
        load(SavedImage.of("a:1", "new").bytes());

        assertThat(progress).contains("The image a:1 already exists, renaming the old one with ID " + old.id() + " to empty string");
        assertThat(images.list()).hasSize(2);
    }

    @Test
    void loadsAnOciLayoutAndKeepsItsManifest() {
        byte[] layer = gzip(SavedImage.layer("content"));
        SavedImage saved = SavedImage.of("a:1", "content");
        String manifest = "{\"schemaVersion\":2,\"config\":" + descriptor(saved.configuration()) + ",\"layers\":[" + descriptor(layer) + "]}";

        load(layout(manifest, "docker.io/library/a:1", saved.configuration(), layer));

        assertThat(images.find("a:1").image().id()).isEqualTo(saved.id());
        assertThat(home.resolve("blobs/sha256").resolve(Digest.of(manifest.getBytes(StandardCharsets.UTF_8)).hex())).hasContent(manifest);
        assertThat(home.resolve("blobs/sha256").resolve(Digest.of(layer).hex())).hasBinaryContent(layer);
        assertThat(images.lookUp("a@" + Digest.of(manifest.getBytes(StandardCharsets.UTF_8)))).as("by what was not pulled, as in Docker").isEmpty();
    }

    @Test
    void aLayerThatCameAsABlobAndIsGoneIsUnpackedAgainFromIt() throws IOException {
        byte[] layer = gzip(SavedImage.layer("content"));
        SavedImage saved = SavedImage.of("a:1", "content");
        String manifest = "{\"schemaVersion\":2,\"config\":" + descriptor(saved.configuration()) + ",\"layers\":[" + descriptor(layer) + "]}";
        load(layout(manifest, "docker.io/library/a:1", saved.configuration(), layer));
        Staging.delete(home.resolve("layers"));

        Image found = ImageStore.open(home).catalogue(event -> { }).find("a:1").image();

        assertThat(home.resolve("layers").resolve(found.layers().get(0).hex()).resolve("etc/motd")).hasContent("content");
    }

    @Test
    void aLayerOfAnOciLayoutThatIsNotCompressedIsNotKeptTwice() {
        byte[] layer = SavedImage.layer("content");
        SavedImage saved = SavedImage.of("a:1", "content");
        String manifest = "{\"schemaVersion\":2,\"config\":" + descriptor(saved.configuration()) + ",\"layers\":[" + descriptor(layer) + "]}";

        load(layout(manifest, "docker.io/library/a:1", saved.configuration(), layer));

        assertThat(images.find("a:1").image().id()).isEqualTo(saved.id());
        assertThat(home.resolve("layers").resolve(Digest.of(layer).hex()).resolve("etc/motd")).hasContent("content");
        assertThat(home.resolve("blobs/sha256").resolve(Digest.of(layer).hex())).doesNotExist();
    }

    @Test
    void refusesALayerOfAnOciLayoutUnderAnothersDigest() throws IOException {
        SavedImage saved = SavedImage.of("a:1", "content");
        byte[] other = SavedImage.layer("forged");
        String manifest = "{\"schemaVersion\":2,\"config\":" + descriptor(saved.configuration()) + ",\"layers\":[" + descriptor(SavedImage.layer("content")) + "]}";
        byte[] manifestBytes = manifest.getBytes(StandardCharsets.UTF_8);
        TarBuilder tar = new TarBuilder()
                .file("blobs/sha256/" + saved.diffIds().get(0).hex(), other, entry -> { })
                .file("index.json", "{\"schemaVersion\":2,\"manifests\":[" + descriptor(manifestBytes) + "]}");
        blob(tar, manifestBytes);
        blob(tar, saved.configuration());

        assertRefused(tar.bytes(), "invalid archive: the content of blob " + saved.diffIds().get(0) + " has the digest " + Digest.of(other));
        assertNothingIsLeft();
    }

    @Test
    void aLayerThatNobodyNamesLeavesNothing() throws IOException {
        byte[] tar = new TarBuilder().file("layer.tar", SavedImage.layer("unwanted"), entry -> { }).file("manifest.json", "[]").bytes();

        load(tar);

        assertNothingIsLeft();
    }

    /** Of two files with one name the later is meant, also when the first is a layer that has been unpacked. */
    @Test
    void theLaterOfTwoLayersOfOneNameIsMeant() throws IOException {
        SavedImage saved = SavedImage.of("a:1", "content");
        byte[] tar = new TarBuilder()
                .file("layer.tar", SavedImage.layer("earlier"), entry -> { })
                .file("layer.tar", SavedImage.layer("content"), entry -> { })
                .file("c.json", saved.configuration(), entry -> { })
                .file("manifest.json", "[{\"Config\":\"c.json\",\"RepoTags\":[\"a:1\"],\"Layers\":[\"layer.tar\"]}]")
                .bytes();

        load(tar);

        assertThat(images.find("a:1").image().layers()).isEqualTo(saved.diffIds());
        assertThat(home.resolve("staging")).isEmptyDirectory();
    }

    @Test
    void anArchiveThatIsCutOffInALayerLeavesNothing() throws IOException {
        byte[] whole = SavedImage.of("a:1", "content".repeat(50_000)).bytes();

        assertRefused(Arrays.copyOf(whole, 100_000), "cannot load image: unexpected EOF");
        assertNothingIsLeft();
    }

    @Test
    void refusesABlobThatIsNotWhatItsDigestSays() {
        byte[] layer = gzip(SavedImage.layer("content"));
        SavedImage saved = SavedImage.of("a:1", "content");
        String manifest = "{\"schemaVersion\":2,\"config\":" + descriptor(saved.configuration()) + ",\"layers\":[" + descriptor(layer) + "]}";
        byte[] forged = gzip(SavedImage.layer("forged"));
        TarBuilder tar = new TarBuilder().file("index.json", "{\"manifests\":[" + descriptor(manifest.getBytes(StandardCharsets.UTF_8)) + "]}");
        blob(tar, manifest.getBytes(StandardCharsets.UTF_8));
        blob(tar, saved.configuration());
        tar.file("blobs/sha256/" + Digest.of(layer).hex(), forged, entry -> { });

        assertRefused(tar.bytes(), "invalid archive: the content of blob " + Digest.of(layer) + " has the digest " + Digest.of(forged));
        assertThat(images.list()).isEmpty();
    }

    @Test
    void refusesALayerThatIsNotTheOneOfTheConfiguration() throws IOException {
        SavedImage saved = SavedImage.of("a:1", "content");
        byte[] forged = SavedImage.layer("forged");
        byte[] tar = new TarBuilder()
                .file("l.tar", forged, entry -> { })
                .file("c.json", saved.configuration(), entry -> { })
                .file("manifest.json", "[{\"Config\":\"c.json\",\"RepoTags\":[\"a:1\"],\"Layers\":[\"l.tar\"]}]")
                .bytes();

        assertRefused(tar, "invalid diffID for layer 0: expected \"" + saved.diffIds().get(0) + "\", got \"" + Digest.of(forged) + "\"");
        assertNothingIsLeft();
    }

    @Test
    void refusesWhatIsNoArchiveOfImages() throws IOException {
        assertRefused(new TarBuilder().file("etc/passwd", "root").bytes(), "invalid archive: neither manifest.json nor index.json is in it: "
                + "make it with docker save, or use docker import for a root file system");
        assertRefused("not a tar at all".repeat(100).getBytes(StandardCharsets.UTF_8), "cannot load image: invalid tar header: a number is not octal");
        assertNothingIsLeft();
    }

    @Test
    void refusesAFileThatIsMissingOrOutside() {
        byte[] tar = new TarBuilder().symbolicLink("c.json", "/etc/hostname").file("manifest.json", "[{\"Config\":\"c.json\",\"Layers\":[]}]").bytes();

        assertRefused(tar, "invalid archive: there is no \"c.json\" in it");
    }

    @Test
    void followsALinkFromOneLayerToTheSameLayerAsOldDockersWroteThem() {
        SavedImage saved = SavedImage.of("a:1", "content");
        byte[] tar = new TarBuilder()
                .file("one/layer.tar", SavedImage.layer("content"), entry -> { })
                .symbolicLink("two/layer.tar", "../one/layer.tar")
                .file("c.json", saved.configuration(), entry -> { })
                .file("manifest.json", "[{\"Config\":\"c.json\",\"RepoTags\":[\"a:1\"],\"Layers\":[\"two/layer.tar\"]}]")
                .bytes();

        load(tar);

        assertThat(images.lookUp("a:1")).isPresent();
    }

    @Test
    void refusesMoreLayersThanOverlayfsCanStack() {
        SavedImage image = new SavedImage(List.of("a:1"), Collections.nCopies(126, SavedImage.layer("x")));

        assertRefused(image.bytes(), "max depth exceeded: image has 126 layers, at most 125 are possible");
    }

    @Test
    void refusesADocumentThatIsTooLarge() {
        byte[] tar = new TarBuilder().file("manifest.json", new byte[ImageLimits.DOCUMENT_BYTES + 1], entry -> { }).bytes();

        assertRefused(tar, "invalid archive: \"manifest.json\" has more than 524288 bytes");
    }

    /** Half a mebibyte of brackets becomes a tree of thirty. */
    @Test
    void refusesADocumentOfTooManyParts() {
        byte[] tar = new TarBuilder().file("manifest.json", ("[" + "{},".repeat(30_000) + "{}]").getBytes(StandardCharsets.US_ASCII), entry -> { }).bytes();

        assertRefused(tar, "invalid archive: \"manifest.json\" says more than 50000 things");
    }

    /** A list of ninety images with half a mebibyte of labels each had ended the engine. */
    @Test
    void boundsWhatAllImagesSayOfThemselves() {
        String words = "x".repeat(120_000);
        for (int count = 0; count < 17; count++) {
            load(SavedImage.of("a:" + count, "content").running(count + words).bytes());
        }

        assertRefused(SavedImage.of("a:17", "content").running(17 + words).bytes(),
                "labels, environments and histories of all images here would be 2160548 characters: there is room for 2097152, remove some with docker image rm");
    }

    @Test
    void refusesAnArchiveLargerThanTheLimit() throws IOException {
        Images small = ImageStore.open(home, new ImageLimits(100_000, 100_000, 10, 1), new HostSpace(() -> Long.MAX_VALUE)).catalogue(event -> { });
        byte[] bomb = gzip(new TarBuilder().file("a", new byte[1_000_000], entry -> { }).bytes());

        assertThatThrownBy(() -> small.load(new ByteArrayInputStream(bomb), progress::add))
                .isInstanceOfSatisfying(EngineException.class, refused -> assertThat(refused.kind()).isEqualTo(EngineException.Kind.TOO_LARGE));
        assertNothingIsLeft();
    }

    @Test
    void refusesWindowsImagesAndXz() {
        byte[] windows = new TarBuilder().file("c.json", "{\"os\":\"windows\"}").file("manifest.json", "[{\"Config\":\"c.json\",\"Layers\":[]}]").bytes();

        assertRefused(windows, "cannot load windows image on linux");
        assertRefused(new byte[] {(byte) 0xfd, '7', 'z', 'X', 'Z', 0, 0, 0}, "cannot load image: archives compressed with xz are not supported: use gzip or zstd");
    }

    private void load(byte[] archive) {
        images.load(new ByteArrayInputStream(archive), progress::add);
    }

    private void assertRefused(byte[] archive, String message) {
        assertThatThrownBy(() -> load(archive)).isInstanceOf(EngineException.class).hasMessage(message);
    }

    private void assertNothingIsLeft() throws IOException {
        for (String folder : List.of("layers", "staging", "images/layers")) {
            try (Stream<Path> files = Files.list(home.resolve(folder))) {
                assertThat(files).as(folder).isEmpty();
            }
        }
    }

    private static byte[] gzipInTwoMembers(byte[] plain) {
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.writeBytes(gzip(Arrays.copyOf(plain, plain.length / 2)));
        both.writeBytes(gzip(Arrays.copyOfRange(plain, plain.length / 2, plain.length)));
        return both.toByteArray();
    }
}
