package dev.berth.engine.image.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.engine.EngineException;
import dev.berth.engine.image.Digest;
import dev.berth.engine.image.ImageReference;
import dev.berth.engine.image.ImageUsers;
import dev.berth.engine.image.Images;
import dev.berth.engine.image.Platform;
import dev.berth.engine.image.RegistryCredentials;
import dev.berth.engine.image.Transfer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pulls from a registry and pushes to one, also to one that lies. */
class RegistryImagesTest {
    private static final ImageUsers NOBODY = image -> List.of();
    private static final byte[] LAYER = SavedImage.layer("hello");
    private static final byte[] PACKED = OciLayout.gzip(LAYER);
    private static final long ROOM = 1 << 20;

    private final SavedImage image = SavedImage.of("mine:1", "hello");
    private final ToldTransfer told = new ToldTransfer();
    private final List<String> events = new ArrayList<>();

    @TempDir
    private Path home;

    private RegistryOfTest registry;
    private ImageStore store;
    private Images alice;

    @BeforeEach
    void open() throws IOException {
        registry = new RegistryOfTest();
        store = ImageStore.open(home);
        alice = store.ofMachine("alice", OptionalLong.of(ROOM), event -> events.add(event.action() + " " + event.actor()), Optional.of(RegistryOfTest.outlet()));
        store.takeOver(List::of);
    }

    @AfterEach
    void close() {
        registry.close();
        store.close();
    }

    private void pull(String path) {
        pull(path, RegistryCredentials.NONE);
    }

    private void pull(String path, RegistryCredentials credentials) {
        alice.pull(new Images.Pull(ImageReference.parse(registry.name(path)), false, Optional.empty(), credentials), told);
    }

    private void push(String path) {
        alice.push(ImageReference.parse(registry.name(path)), false, RegistryCredentials.NONE, told);
    }

    private void loadAndTag(String... paths) {
        alice.load(image.stream(), line -> { });
        Stream.of(paths).forEach(path -> alice.tag("mine:1", ImageReference.parse(registry.name(path))));
    }

    private List<String> lines() {
        return told.steps().stream().map(step -> step.of().isEmpty() ? step.status() : step.of() + ": " + step.status()).toList();
    }

    private static long files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.count();
        }
    }

    /** Nothing of it is an image, and nothing of it lies on the disk. */
    private void assertNothingCame() throws IOException {
        assertThat(alice.list()).isEmpty();
        assertThat(files(home.resolve("layers"))).as("layers").isZero();
        assertThat(files(home.resolve("blobs/sha256"))).as("blobs").isZero();
        assertThat(files(home.resolve("images/layers"))).as("records").isZero();
    }

    @Test
    void pullsAnImageAndNamesItByItsDigestToo() {
        Digest manifest = registry.putImage("a/b", "1", image, LAYER);

        pull("a/b:1");

        String layer = Digest.of(PACKED).abbreviated();
        assertThat(lines()).containsExactly("1: Pulling from a/b", layer + ": Pulling fs layer", layer + ": Download complete", layer + ": Pull complete", "Digest: " + manifest,
                "Status: Downloaded newer image for " + registry.name("a/b:1"));
        assertThat(alice.list()).singleElement().satisfies(named -> {
            assertThat(named.image().id()).isEqualTo(image.id());
            assertThat(named.references()).extracting(ImageReference::familiar).containsExactly(registry.name("a/b:1"), registry.name("a/b@" + manifest));
        });
        assertThat(events).containsExactly("pull " + registry.name("a/b:1"));
    }

    @Test
    void pullsWhatIsHereOnlyByName() {
        registry.putImage("a", "1", image, LAYER);
        pull("a:1");
        told.steps().clear();

        pull("a:1");

        assertThat(lines()).hasSize(3).last().isEqualTo("Status: Image is up to date for " + registry.name("a:1"));
    }

    @Test
    void fetchesNoLayerThatItSees() {
        loadAndTag();
        registry.putImage("a", "1", SavedImage.of("", "hello").running("other"), LAYER);
        registry.blobs().remove(Digest.of(PACKED));

        pull("a:1");

        assertThat(lines()).contains(Digest.of(PACKED).abbreviated() + ": Already exists");
        assertThat(alice.list()).hasSize(2);
    }

    @Test
    void pullsByDigest() {
        Digest manifest = registry.putImage("a", "1", image, LAYER);

        pull("a@" + manifest);

        assertThat(alice.list()).singleElement().satisfies(named -> assertThat(named.references()).extracting(ImageReference::familiar).containsExactly(registry.name("a@" + manifest)));
    }

    @Test
    void pullsAllTags() {
        registry.putImage("a", "1", image, LAYER);
        registry.putImage("a", "2", SavedImage.of("", "hello").running("other"), LAYER);

        alice.pull(new Images.Pull(ImageReference.parse(registry.name("a")), true, Optional.empty(), RegistryCredentials.NONE), told);

        assertThat(alice.list()).flatExtracting(Images.Named::references).filteredOn(name -> !name.isByDigest()).extracting(ImageReference::familiar)
                .containsExactlyInAnyOrder(registry.name("a:1"), registry.name("a:2"));
        assertThat(lines()).last().isEqualTo("Status: Downloaded newer image for " + registry.name("a"));
    }

    @Test
    void choosesTheImageOfThisPlatform() {
        Digest manifest = registry.putImage("a", "amd64", image, LAYER);
        String list = "{\"schemaVersion\":2,\"manifests\":["
                + "{\"digest\":\"sha256:" + "0".repeat(64) + "\",\"platform\":{\"os\":\"linux\",\"architecture\":\"s390x\"}},"
                + "{\"digest\":\"" + manifest + "\",\"platform\":{\"os\":\"linux\",\"architecture\":\"amd64\"}}]}";
        registry.put("a", "1", "application/vnd.oci.image.index.v1+json", list.getBytes(StandardCharsets.UTF_8));

        pull("a:1");

        assertThat(alice.find(registry.name("a:1")).references()).extracting(ImageReference::familiar).contains(registry.name("a@" + Digest.of(list.getBytes(StandardCharsets.UTF_8))));
        assertThatThrownBy(() -> alice.pull(new Images.Pull(ImageReference.parse(registry.name("a:1")), false, Optional.of(Platform.parse("linux/riscv64")), RegistryCredentials.NONE), told))
                .hasMessage("no matching manifest for linux/riscv64 in the manifest list entries");
    }

    @Test
    void pushesAnImageThatComesBackAsItWas() {
        loadAndTag("a/b:1");

        push("a/b:1");

        Digest manifest = Digest.of(registry.manifest("a/b", "1"));
        String layer = Digest.of(LAYER).abbreviated();
        assertThat(lines()).containsExactly("The push refers to repository [" + registry.name("a/b") + "]", layer + ": Preparing", layer + ": Pushed",
                "1: digest: " + manifest + " size: " + registry.manifest("a/b", "1").length);
        assertThat(told.allPushed()).containsExactly(new Transfer.Pushed("1", manifest, registry.manifest("a/b", "1").length));
        assertThat(alice.find("mine:1").references()).extracting(ImageReference::familiar).contains(registry.name("a/b@" + manifest));
        assertThat(events).last().isEqualTo("push " + registry.name("a/b:1"));
        alice.remove(registry.name("a/b:1"), false, true, NOBODY);
        alice.remove("mine:1", false, true, NOBODY);
        assertThat(alice.list()).isEmpty();
        pull("a/b:1");
        assertThat(alice.find(registry.name("a/b:1")).image().id()).isEqualTo(image.id());
    }

    @Test
    void sendsNoLayerThatIsThere() {
        loadAndTag("a:1", "b:1", "c:1");
        push("a:1");
        registry.asked().clear();
        told.steps().clear();

        push("a:1");
        assertThat(lines()).contains(Digest.of(LAYER).abbreviated() + ": Layer already exists");
        assertThat(registry.asked()).noneMatch(asked -> asked.startsWith("POST"));

        told.steps().clear();
        String head = "HEAD /v2/b/blobs/" + registry.blobs().keySet().stream().filter(blob -> !blob.equals(image.id())).findFirst().orElseThrow();
        registry.instead(head, exchange -> RegistryOfTest.answer(exchange, 404, ""));
        push("b:1");
        assertThat(lines()).contains(Digest.of(LAYER).abbreviated() + ": Mounted from a");
        assertThat(registry.asked()).noneMatch(asked -> asked.startsWith("PATCH"));
    }

    /** By which layer digests of two pushes could differ. */
    @Test
    void packsALayerAlwaysAlike() throws IOException {
        loadAndTag("a:1");
        push("a:1");
        byte[] first = registry.manifest("a", "1");
        registry.close();
        registry = new RegistryOfTest();
        store.close();
        store = ImageStore.open(Files.createDirectory(home.resolve("other")));
        alice = store.ofMachine("alice", OptionalLong.empty(), event -> { }, Optional.of(RegistryOfTest.outlet()));

        loadAndTag("a:1");
        push("a:1");

        assertThat(registry.manifest("a", "1")).isEqualTo(first);
    }

    @Test
    void refusesToPushWhatIsNotHereInDockersWords() {
        assertThatThrownBy(() -> push("a:1")).hasMessage("An image does not exist locally with the tag: " + registry.name("a"));
        loadAndTag("a:1");
        assertThatThrownBy(() -> push("a:2")).hasMessage("tag does not exist: " + registry.name("a:2"));
    }

    @Test
    void tellsWhatIsNotThereInDockersWords() {
        assertThatThrownBy(() -> pull("a:1")).hasMessage("manifest for " + registry.name("a:1") + " not found: manifest unknown: manifest unknown");
        String gone = registry.name("a:1");
        registry.close();
        assertThatThrownBy(() -> pull("a:1")).hasMessageStartingWith("Get \"http://" + gone.substring(0, gone.indexOf('/')) + "/v2/\": ");
    }

    @Test
    void showsAPasswordToARegistryThatAsksForOne() {
        registry.putImage("a", "1", image, LAYER);
        String right = "Basic " + Base64.getEncoder().encodeToString("bob:secret".getBytes(StandardCharsets.UTF_8));
        registry.instead("GET /v2/", exchange -> {
            exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"r\"");
            boolean known = right.equals(exchange.getRequestHeaders().getFirst("Authorization"));
            RegistryOfTest.answer(exchange, known ? 200 : 401, known ? "{}" : RegistryOfTest.error("UNAUTHORIZED", "authentication required"));
        });

        assertThatThrownBy(() -> pull("a:1")).hasMessage("Get \"http://" + registry.domain() + "/v2/a/manifests/1\": no basic auth credentials");
        pull("a:1", new RegistryCredentials("bob", "secret", "", ""));

        assertThat(alice.list()).hasSize(1);
    }

    @Test
    void fetchesATokenFromWhomTheRegistryNames() {
        registry.putImage("a", "1", image, LAYER);
        registry.instead("GET /v2/", exchange -> {
            exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer realm=\"http://" + registry.domain() + "/token\",service=\"the registry\"");
            RegistryOfTest.answer(exchange, 401, "");
        });
        registry.instead("GET /token", exchange -> RegistryOfTest.answer(exchange,
                "scope=repository:a:pull&service=the+registry".equals(exchange.getRequestURI().getQuery()) ? 200 : 400, "{\"token\":\"t0ken\"}"));
        List<String> shown = new ArrayList<>();
        byte[] manifest = registry.manifest("a", "1");
        registry.instead("GET /v2/a/manifests/1", exchange -> {
            shown.add(exchange.getRequestHeaders().getFirst("Authorization"));
            RegistryOfTest.answer(exchange, 200, new String(manifest, StandardCharsets.UTF_8));
        });

        pull("a:1");

        assertThat(shown).containsExactly("Bearer t0ken");
    }

    @Test
    void asksNotWithoutEndWhenNoPasswordIsRight() {
        registry.instead("GET /v2/a/manifests/1", exchange -> {
            exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"r\"");
            RegistryOfTest.answer(exchange, 401, RegistryOfTest.error("UNAUTHORIZED", "authentication required"));
        });

        assertThatThrownBy(() -> pull("a:1", new RegistryCredentials("bob", "wrong", "", ""))).hasMessage("unauthorized: authentication required");
        assertThat(registry.asked()).hasSize(3);
    }

    @Test
    void takesNoLayerOfAnotherDigestOrSize() throws IOException {
        registry.putImage("a", "1", image, LAYER);
        registry.blobs().put(Digest.of(PACKED), OciLayout.gzip(SavedImage.layer("other")));
        assertThatThrownBy(() -> pull("a:1")).hasMessage("filesystem layer verification failed for digest " + Digest.of(PACKED));
        assertNothingCame();

        byte[] longer = Arrays.copyOf(PACKED, PACKED.length + 100_000);
        registry.blobs().put(Digest.of(PACKED), longer);
        assertThatThrownBy(() -> pull("a:1")).isInstanceOf(EngineException.class);
        assertNothingCame();

        registry.blobs().put(Digest.of(PACKED), Arrays.copyOf(PACKED, PACKED.length / 2));
        assertThatThrownBy(() -> pull("a:1")).isInstanceOf(EngineException.class);
        assertNothingCame();
    }

    @Test
    void takesNoLayerThatIsNotTheConfigurations() throws IOException {
        registry.putImage("a", "1", image, SavedImage.layer("other"));

        assertThatThrownBy(() -> pull("a:1")).hasMessage("invalid diffID for layer 0: expected \"" + Digest.of(LAYER) + "\", got \"" + Digest.of(SavedImage.layer("other")) + "\"");
        assertNothingCame();
    }

    /** Its digest is no secret. */
    @Test
    void getsNoLayerOfAnotherMachineWithoutItsContent() {
        store.ofMachine("bob", OptionalLong.empty(), event -> { }).load(image.stream(), line -> { });
        registry.putImage("a", "1", image, SavedImage.layer("other"));

        assertThatThrownBy(() -> pull("a:1")).hasMessageStartingWith("invalid diffID for layer 0");
        assertThat(alice.list()).isEmpty();
        registry.putImage("a", "1", image, LAYER);
        pull("a:1");
        assertThat(alice.list()).hasSize(1);
    }

    @Test
    void takesNoManifestOrConfigurationOfAnotherDigest() throws IOException {
        registry.putImage("a", "1", image, LAYER);
        Digest wanted = Digest.of("other".getBytes(StandardCharsets.UTF_8));
        registry.instead("GET /v2/a/manifests/" + wanted, exchange -> RegistryOfTest.answer(exchange, 200, new String(registry.manifest("a", "1"), StandardCharsets.UTF_8)));
        assertThatThrownBy(() -> pull("a@" + wanted)).hasMessage("manifest verification failed for digest " + wanted);

        registry.blobs().put(image.id(), "{}".getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> pull("a:1")).hasMessage("image config verification failed for digest " + image.id());
        assertNothingCame();
    }

    @Test
    void refusesManifestsOfTheFirstVersion() {
        registry.put("a", "1", "application/vnd.docker.distribution.manifest.v1+prettyjws", "{\"schemaVersion\":1,\"fsLayers\":[]}".getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> pull("a:1")).hasMessageStartingWith("manifests of schema version 1 are not supported");
    }

    @Test
    void readsNoDocumentWithoutEnd() throws IOException {
        registry.instead("GET /v2/a/manifests/1", exchange -> endless(exchange.getResponseBody(), exchange));
        assertThatThrownBy(() -> pull("a:1")).hasMessageContaining("answer is longer than 524288 bytes");

        registry.instead("GET /v2/a/manifests/2", exchange -> {
            exchange.sendResponseHeaders(500, 0);
            endlessly(exchange.getResponseBody());
        });
        assertThatThrownBy(() -> pull("a:2")).hasMessageContaining("unexpected status code 500");
        assertNothingCame();
    }

    private static void endless(OutputStream target, com.sun.net.httpserver.HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        endlessly(target);
    }

    private static void endlessly(OutputStream target) throws IOException {
        byte[] zeros = new byte[64 * 1024];
        while (true) {
            target.write(zeros);
        }
    }

    @Test
    void readsNoLayerWithoutEnd() throws IOException {
        registry.putImage("a", "1", image, LAYER);
        registry.instead("GET /v2/a/blobs/" + Digest.of(PACKED), exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(PACKED);
            endlessly(exchange.getResponseBody());
        });

        assertThatThrownBy(() -> pull("a:1")).hasMessage("filesystem layer verification failed for digest " + Digest.of(PACKED));
        assertNothingCame();
    }

    /** What unpacks to more than the machine may have. */
    @Test
    void takesNoMoreThanTheMachineHasRoomFor() throws IOException {
        byte[] large = SavedImage.layer("x".repeat(4 << 20));
        registry.putImage("a", "1", new SavedImage(List.of(), List.of(large)), large);

        assertThatThrownBy(() -> pull("a:1")).hasMessageStartingWith("no space left on device");
        assertNothingCame();
    }

    @Test
    void tellsThatARegistryHasEnough() {
        registry.instead("GET /v2/a/manifests/1", exchange -> RegistryOfTest.answer(exchange, 429, RegistryOfTest.error("TOOMANYREQUESTS", "later\\u001b[31m")));

        assertThatThrownBy(() -> pull("a:1")).hasMessage("toomanyrequests: later [31m");
    }

    @Test
    void followsAFewRedirectsAndShowsThemNoPassword() {
        registry.putImage("a", "1", image, LAYER);
        List<String> shown = new ArrayList<>();
        registry.instead("GET /v2/a/blobs/" + Digest.of(PACKED), exchange -> {
            exchange.getResponseHeaders().set("Location", "http://localhost:" + registry.domain().split(":")[1] + "/elsewhere");
            RegistryOfTest.answer(exchange, 307, "");
        });
        registry.instead("GET /v2/", exchange -> {
            exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"r\"");
            RegistryOfTest.answer(exchange, 401, "");
        });
        registry.instead("GET /elsewhere", exchange -> {
            shown.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            exchange.sendResponseHeaders(200, PACKED.length);
            exchange.getResponseBody().write(PACKED);
        });

        pull("a:1", new RegistryCredentials("bob", "secret", "", ""));
        assertThat(shown).containsExactly("null");

        registry.instead("GET /v2/a/manifests/2", exchange -> {
            exchange.getResponseHeaders().set("Location", "/v2/a/manifests/2");
            RegistryOfTest.answer(exchange, 302, "");
        });
        assertThatThrownBy(() -> pull("a:2", new RegistryCredentials("bob", "secret", "", ""))).hasMessageEndingWith("stopped after 5 redirects");
        registry.instead("GET /v2/a/manifests/3", exchange -> {
            exchange.getResponseHeaders().set("Location", "file:///etc/passwd");
            RegistryOfTest.answer(exchange, 302, "");
        });
        assertThatThrownBy(() -> pull("a:3", new RegistryCredentials("bob", "secret", "", ""))).hasMessageEndingWith("failed to parse Location header \"file:///etc/passwd\"");
    }

    /** @param ranges what was asked for; @param answers how many times it is more than a refusal */
    private void breakOff(List<String> ranges, int answers) {
        registry.instead("GET /v2/a/blobs/" + Digest.of(PACKED), exchange -> {
            String range = exchange.getRequestHeaders().getFirst("Range");
            ranges.add(String.valueOf(range));
            if (ranges.size() > answers) {
                RegistryOfTest.answer(exchange, 416, "");
                return;
            }
            int from = range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
            exchange.sendResponseHeaders(range == null ? 200 : 206, PACKED.length - from);
            exchange.getResponseBody().write(PACKED, from, Math.min(40, PACKED.length - from));
            exchange.getResponseBody().flush();
        });
    }

    @Test
    void goesOnWhereAConnectionBrokeOff() {
        registry.putImage("a", "1", image, LAYER);
        List<String> ranges = new ArrayList<>();
        breakOff(ranges, Integer.MAX_VALUE);

        pull("a:1");

        assertThat(alice.list()).hasSize(1);
        assertThat(ranges.subList(0, 3)).containsExactly("null", "bytes=40-", "bytes=80-");
    }

    @Test
    void goesNotOnWhereTheRegistryDoesNot() throws IOException {
        registry.putImage("a", "1", image, LAYER);
        List<String> ranges = new ArrayList<>();
        breakOff(ranges, 1);

        assertThatThrownBy(() -> pull("a:1")).isInstanceOf(EngineException.class);

        assertThat(ranges).containsExactly("null", "bytes=40-");
        assertNothingCame();
    }

    @Test
    void aClientThatGoesEndsThePull() throws Exception {
        registry.putImage("a", "1", image, LAYER);
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        registry.instead("GET /v2/a/blobs/" + Digest.of(PACKED), exchange -> {
            exchange.sendResponseHeaders(200, PACKED.length);
            exchange.getResponseBody().write(PACKED, 0, 20);
            exchange.getResponseBody().flush();
            asked.countDown();
            try {
                over.await();
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            }
        });
        CompletableFuture<Void> pulling = CompletableFuture.runAsync(() -> pull("a:1"));
        asked.await();

        told.leave();

        assertThatThrownBy(pulling::join).hasCauseInstanceOf(EngineException.class);
        over.countDown();
        assertNothingCame();
    }
}
