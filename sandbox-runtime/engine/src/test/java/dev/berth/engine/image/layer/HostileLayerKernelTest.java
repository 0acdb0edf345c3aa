package dev.berth.engine.image.layer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.engine.EngineException;
import dev.berth.engine.image.ImageLimits;
import dev.berth.engine.image.content.Staging;
import dev.berth.engine.tar.TarBuilder;
import dev.berth.runtime.kernel.RootedFolder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Tars made of the names, links and targets with which one gets out of a folder, in any order. Run as root, so that nothing but the unpacker is in their way. */
class HostileLayerKernelTest {
    private static final List<String> PARTS = List.of("a", "b", "up", "..", ".", "", "root", ".wh.a", ".wh..", ".wh..wh..opq", "precious", "outside");
    private static final List<String> TARGETS = List.of("/", "..", "../..", "../outside", "/outside", ".", "a", "up/..", "../../../../../../../../tmp", "precious", "../precious");

    /** One entry of a hostile tar. */
    record Attempt(String name, String target, int kind) {
        void addTo(TarBuilder tar) {
            switch (kind) {
                case 0 -> tar.file(name, "written by the tar");
                case 1 -> tar.folder(name + "/");
                case 2 -> tar.symbolicLink(name, target);
                default -> tar.hardLink(name, target);
            }
        }
    }

    @Property(tries = 500)
    void nothingOutsideTheLayerChanges(@ForAll("attempts") List<Attempt> attempts) throws IOException {
        Path world = Files.createTempDirectory("hostile-layer");
        try {
            Path layer = Files.createDirectories(world.resolve("deep/layer"));
            Files.writeString(Files.createDirectory(world.resolve("outside")).resolve("precious"), "mine");
            Files.writeString(world.resolve("deep/precious"), "mine");
            Map<String, String> before = snapshot(world, layer);

            TarBuilder tar = new TarBuilder();
            attempts.forEach(attempt -> attempt.addTo(tar));
            try (RootedFolder target = RootedFolder.open(layer)) {
                LayerUnpacker.unpack(new ByteArrayInputStream(tar.bytes()), target, ImageLimits.DEFAULT, TarFrameKernelTest.unread(), spent -> { }, Runnable::run);
            } catch (EngineException refused) {
                assertThat(refused.kind()).isEqualTo(EngineException.Kind.INVALID_PARAMETER);
            }

            assertThat(snapshot(world, layer)).isEqualTo(before);
        } finally {
            Staging.delete(world);
        }
    }

    /** The same with what cannot be refused: a plain map from names to contents is what a layer of files and folders must become. */
    @Property(tries = 300)
    void aHarmlessTarBecomesWhatAPlainModelSays(@ForAll("harmless") List<List<String>> paths) throws IOException {
        Path layer = Files.createTempDirectory("harmless-layer");
        try {
            Map<String, String> model = new TreeMap<>();
            TarBuilder tar = new TarBuilder();
            for (int i = 0; i < paths.size(); i++) {
                String path = String.join("/", paths.get(i));
                boolean inTheWay = model.keySet().stream().anyMatch(known -> known.equals(path) || known.startsWith(path + "/") || path.startsWith(known + "/"));
                if (!inTheWay) {
                    model.put(path, "content " + i);
                    tar.file("./" + path, "content " + i);
                }
            }

            try (RootedFolder target = RootedFolder.open(layer)) {
                LayerUnpacker.unpack(new ByteArrayInputStream(tar.bytes()), target, ImageLimits.DEFAULT, TarFrameKernelTest.unread(), spent -> { }, Runnable::run);
            }

            Map<String, String> found = new TreeMap<>();
            try (Stream<Path> files = Files.walk(layer)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    found.put(layer.relativize(file).toString(), Files.readString(file));
                }
            }
            assertThat(found).isEqualTo(model);
        } finally {
            Staging.delete(layer);
        }
    }

    @Provide
    static Arbitrary<List<Attempt>> attempts() {
        Arbitrary<String> names = Arbitraries.of(PARTS).list().ofMinSize(1).ofMaxSize(4).map(parts -> String.join("/", parts)).filter(name -> !name.isEmpty() && !name.endsWith("/"));
        Arbitrary<Integer> kinds = Arbitraries.integers().between(0, 3);
        return Combinators.combine(names, Arbitraries.of(TARGETS), kinds).as(Attempt::new).list().ofMaxSize(8);
    }

    @Provide
    Arbitrary<List<List<String>>> harmless() {
        return Arbitraries.of("a", "b", "c", "ä").list().ofMinSize(1).ofMaxSize(4).list().ofMaxSize(12);
    }

    /** Every file outside the layer with its content, owner, mode, links and time. */
    private static Map<String, String> snapshot(Path world, Path layer) throws IOException {
        Map<String, String> snapshot = new TreeMap<>();
        try (Stream<Path> files = Files.walk(world)) {
            for (Path file : files.filter(file -> !file.startsWith(layer)).toList()) {
                Map<String, Object> attributes = Files.readAttributes(file, "unix:uid,gid,mode,nlink,lastModifiedTime", LinkOption.NOFOLLOW_LINKS);
                snapshot.put(file.toString(), new TreeMap<>(attributes) + (Files.isRegularFile(file) ? Files.readString(file) : ""));
            }
        }
        return snapshot;
    }
}
