package dev.berth.engine.image.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.engine.image.ImageReference;
import dev.berth.engine.image.ImageUsers;
import dev.berth.engine.image.Images;
import dev.berth.engine.image.Platform;
import dev.berth.engine.image.Transfer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImagePullTest {
    private static final ImageUsers NOBODY = image -> List.of();

    @TempDir
    private Path home;

    private final ToldTransfer transfer = new ToldTransfer();
    private final List<Transfer.Step> progress = transfer.steps();
    private Images catalogue;
    private Images alice;

    @BeforeEach
    void open() {
        ImageStore store = ImageStore.open(home);
        catalogue = store.catalogue(event -> {});
        alice = store.ofMachine("alice", OptionalLong.empty(), event -> {});
    }

    @Test
    void pullBringsARemovedImageOfTheCatalogueBack() {
        catalogue.load(SavedImage.of("debian:latest", "welcome").stream(), line -> { });
        alice.remove("debian", false, true, NOBODY);
        progress.clear();

        alice.pull(new Images.Pull(ImageReference.parse("debian"), Optional.empty()), transfer);

        assertThat(alice.list()).hasSize(1);
        assertThat(progress.get(0)).isEqualTo(new Transfer.Step("latest", "Pulling from library/debian"));
        assertThat(progress.get(1).of()).as("the layer's").matches("[0-9a-f]{12}");
        assertThat(progress.get(1).status()).isEqualTo("Already exists");
        assertThat(progress.get(2).status()).matches("Digest: sha256:[0-9a-f]{64}");
        assertThat(progress.get(3)).isEqualTo(new Transfer.Step("", "Status: Downloaded newer image for debian:latest"));
    }

    @Test
    void pullOfAnImageThatIsHereSaysSo() {
        catalogue.load(SavedImage.of("debian:latest", "welcome").stream(), line -> { });
        progress.clear();

        alice.pull(new Images.Pull(ImageReference.parse("debian"), Optional.empty()), transfer);

        assertThat(progress).extracting(Transfer.Step::status).element(0).isEqualTo("Pulling from library/debian");
        assertThat(progress).as("no layer is told of").hasSize(3);
        assertThat(progress).last().isEqualTo(new Transfer.Step("", "Status: Image is up to date for debian:latest"));
    }

    @Test
    void whatAPullSaidIsTheDigestCanBePulled() {
        catalogue.load(SavedImage.of("debian:latest", "welcome").stream(), line -> { });
        alice.pull(new Images.Pull(ImageReference.parse("debian"), Optional.empty()), transfer);
        String digest = progress.get(1).status().substring("Digest: ".length());
        alice.remove("debian", false, true, NOBODY);
        progress.clear();

        alice.pull(new Images.Pull(ImageReference.parse("debian@" + digest), Optional.empty()), transfer);

        assertThat(progress.get(0)).isEqualTo(new Transfer.Step("docker.io/library/debian@" + digest, "Pulling from library/debian"));
        assertThat(progress).last().isEqualTo(new Transfer.Step("", "Status: Downloaded newer image for debian@" + digest));
        assertThat(alice.find("debian@" + digest).references()).as("its tag is not asked for").containsExactly(ImageReference.parse("debian@" + digest));
        assertThat(alice.lookUp("debian")).isEmpty();
    }

    @Test
    void whatWasPulledIsKnownByItsDigestToo() {
        catalogue.load(SavedImage.of("debian:latest", "welcome").stream(), line -> { });
        assertThat(alice.find("debian").references()).containsExactly(ImageReference.parse("debian"));

        alice.pull(new Images.Pull(ImageReference.parse("debian"), Optional.empty()), transfer);

        ImageReference byDigest = ImageReference.parse("debian@" + progress.get(1).status().substring("Digest: ".length()));
        assertThat(alice.find("debian").references()).containsExactly(ImageReference.parse("debian"), byDigest);
        assertThat(catalogue.find("debian").references()).as("everybody else's").containsExactly(ImageReference.parse("debian"));
        assertThat(ImageStore.open(home).ofMachine("alice", OptionalLong.empty(), event -> {}).find(byDigest.toString()).references()).hasSize(2);
    }

    @Test
    void theDigestThatWasPulledGoesAloneOrWithItsTag() {
        catalogue.load(SavedImage.of("debian:latest", "welcome").stream(), line -> { });
        alice.pull(new Images.Pull(ImageReference.parse("debian"), Optional.empty()), transfer);
        String byDigest = "debian@" + progress.get(1).status().substring("Digest: ".length());

        assertThat(alice.remove(byDigest, false, true, NOBODY)).extracting(Images.Removal::untagged).containsExactly(Optional.of(byDigest));
        assertThatThrownBy(() -> alice.find(byDigest)).hasMessage("No such image: " + byDigest);
        alice.pull(new Images.Pull(ImageReference.parse("debian"), Optional.empty()), transfer);
        assertThat(alice.remove("debian", false, true, NOBODY)).extracting(Images.Removal::untagged).startsWith(Optional.of("debian:latest"), Optional.of(byDigest), Optional.empty());
        assertThat(alice.list()).isEmpty();
    }

    @Test
    void pullOfAnotherDigestIsRefusedInDockersWords() {
        catalogue.load(SavedImage.of("debian:latest", "welcome").stream(), line -> { });
        String other = "debian@sha256:" + "0".repeat(64);

        assertThatThrownBy(() -> alice.pull(new Images.Pull(ImageReference.parse(other), Optional.empty()), transfer))
                .hasMessage("manifest for " + other + " not found: manifest unknown: manifest unknown");
    }

    @Test
    void pullOfAnUnknownImageIsRefusedInDockersWords() {
        assertThatThrownBy(() -> alice.pull(new Images.Pull(ImageReference.parse("nosuch"), Optional.empty()), transfer)).hasMessage(
                "pull access denied for nosuch, repository does not exist or may require 'docker login': denied: requested access to the resource is denied");
        assertThat(progress).isEmpty();
    }

    @Test
    void pullOfAnUnknownTagIsRefusedInDockersWords() {
        catalogue.load(SavedImage.of("debian:latest", "welcome").stream(), line -> { });

        assertThatThrownBy(() -> alice.pull(new Images.Pull(ImageReference.parse("debian:12"), Optional.empty()), transfer))
                .hasMessage("manifest for debian:12 not found: manifest unknown: manifest unknown");
    }

    @Test
    void pullForAnotherPlatformIsRefusedInDockersWordsWhenItHasBegun() {
        catalogue.load(SavedImage.of("debian:latest", "welcome").stream(), line -> { });
        progress.clear();

        assertThatThrownBy(() -> alice.pull(new Images.Pull(ImageReference.parse("debian"), Optional.of(Platform.parse("linux/s390x"))), transfer))
                .hasMessage("no matching manifest for linux/s390x in the manifest list entries");
        assertThat(progress).containsExactly(new Transfer.Step("latest", "Pulling from library/debian"));
        progress.clear();
        alice.pull(new Images.Pull(ImageReference.parse("debian"), Optional.of(Platform.parse("linux"))), transfer);
        assertThat(progress).hasSize(3);
    }
}
