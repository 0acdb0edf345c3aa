package dev.berth.engine.image.store;

import static dev.berth.engine.image.store.OciLayout.descriptor;
import static dev.berth.engine.image.store.OciLayout.gzip;
import static dev.berth.engine.image.store.OciLayout.layout;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.engine.EngineException;
import dev.berth.engine.image.Digest;
import dev.berth.engine.image.Images;
import dev.berth.engine.tar.TarBuilder;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A layer lies here once for all who have it. An archive that named it by its digest, with any other tar, got it: digests are shown by {@code docker image inspect}, and no secret. */
class PrivateLayerTest {
    private static final byte[] LAYER = SavedImage.layer("what only alice has");
    private static final byte[] FORGED = SavedImage.layer("what bob can forge");
    private static final byte[] AS_LONG = SavedImage.layer("what only alice had");

    private final SavedImage secret = SavedImage.of("secret:1", "what only alice has");

    @TempDir
    private Path home;

    private Images alice;
    private Images bob;

    @BeforeEach
    void open() {
        ImageStore store = ImageStore.open(home);
        alice = store.ofMachine("alice", OptionalLong.empty(), event -> { });
        bob = store.ofMachine("bob", OptionalLong.empty(), event -> { });
    }

    private static void load(Images images, byte[] archive) {
        images.load(new ByteArrayInputStream(archive), line -> { });
    }

    private byte[] archive(byte[] layer) {
        return new TarBuilder()
                .file("l.tar", layer, entry -> { })
                .file("c.json", secret.configuration(), entry -> { })
                .file("manifest.json", "[{\"Config\":\"c.json\",\"RepoTags\":[\"mine:1\"],\"Layers\":[\"l.tar\"]}]")
                .bytes();
    }

    private String manifest(byte[] layer) {
        return "{\"schemaVersion\":2,\"config\":" + descriptor(secret.configuration()) + ",\"layers\":[" + descriptor(layer) + "]}";
    }

    private void assertNotGot(byte[] archive, String message) {
        assertThatThrownBy(() -> load(bob, archive)).isInstanceOf(EngineException.class).hasMessage(message);
        assertThat(bob.list()).isEmpty();
    }

    private static String instead(byte[] tar) {
        return "invalid diffID for layer 0: expected \"" + Digest.of(LAYER) + "\", got \"" + Digest.of(tar) + "\"";
    }

    @Test
    void isNotGotByAnotherTarUnderItsDigest() {
        load(alice, secret.bytes());

        assertNotGot(archive(FORGED), instead(FORGED));
        assertNotGot(archive(AS_LONG), instead(AS_LONG));
        assertNotGot(archive(gzip(FORGED)), instead(FORGED));
    }

    @Test
    void isNotGotByAnotherTarInAnOciLayout() {
        load(alice, secret.bytes());

        assertNotGot(layout(manifest(FORGED), "docker.io/library/mine:1", secret.configuration(), FORGED), instead(FORGED));
        assertNotGot(layout(manifest(gzip(FORGED)), "docker.io/library/mine:1", secret.configuration(), gzip(FORGED)), instead(FORGED));
    }

    @Test
    void isNotGotByTheDigestOfItsBlob() {
        byte[] packed = gzip(LAYER);
        load(alice, OciLayout.packed(secret, "docker.io/library/secret:1", LAYER));

        assertNotGot(layout(manifest(packed), "docker.io/library/mine:1", secret.configuration()),
                "invalid archive: there is no \"blobs/sha256/" + Digest.of(packed).hex() + "\" in it");
    }

    @Test
    void isSharedWithWhoHasItsContent() {
        load(alice, secret.bytes());

        load(bob, archive(gzip(LAYER)));
        load(bob, archive(LAYER));

        assertThat(bob.find("mine:1").image().layers()).isEqualTo(secret.diffIds());
    }

    private byte[] archiveWithoutIt() {
        return new TarBuilder()
                .file("c.json", secret.configuration(), entry -> { })
                .file("manifest.json", "[{\"Config\":\"c.json\",\"RepoTags\":[\"mine:1\"],\"Layers\":[\"l.tar\"]}]")
                .bytes();
    }

    @Test
    void isNotGotByAnArchiveThatLeavesItOut() {
        load(alice, secret.bytes());

        assertNotGot(archiveWithoutIt(), "invalid archive: there is no \"l.tar\" in it");
    }

    /** Docker does not look for a layer in an archive that it has. */
    @Test
    void isLeftOutByWhoSeesIt() {
        load(alice, secret.bytes());

        load(alice, archiveWithoutIt());

        assertThat(alice.find("mine:1").image().layers()).isEqualTo(secret.diffIds());
    }
}
