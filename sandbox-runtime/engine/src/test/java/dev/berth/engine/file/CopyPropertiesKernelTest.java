package dev.berth.engine.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.engine.EngineException;
import dev.berth.engine.tar.AccountNames;
import dev.berth.engine.tar.TarBuilder;
import dev.berth.engine.work.PiecewiseInput;
import dev.berth.runtime.kernel.OpenFolder;
import dev.berth.runtime.kernel.RootedFolder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What comes into a container by an archive, and goes out by one, against plain models. Run as root, so that nothing but our code is in the way. */
class CopyPropertiesKernelTest {
    private static final MachineIds HOSTS = new MachineIds(0);
    private static final List<String> PARTS = List.of("a", "b", "up", "..", ".", "", "precious", "outside");
    private static final List<String> TARGETS =
            List.of("/", "..", "../..", "../outside", "/outside", ".", "a", "up/..", "../../../../../../../../tmp", "precious", "../precious");

    /** One entry of an archive. */
    private record Entry(String name, String target, int kind) {
        void addTo(TarBuilder tar) {
            switch (kind) {
                case 0 -> tar.file(name, "content of " + name);
                case 1 -> tar.folder(name + "/");
                case 2 -> tar.symbolicLink(name, target);
                default -> tar.hardLink(name, target);
            }
        }
    }

    private static void extract(Path root, String folder, InputStream tar) throws IOException {
        try (RootedFolder target = RootedFolder.open(root); OpenFolder opened = OpenFolder.open(root)) {
            new Extraction(target, opened, folder, new ExtractOptions(false, Optional.empty()), HOSTS).run(tar);
        }
    }

    private static InputStream tar(List<Entry> entries) {
        TarBuilder tar = new TarBuilder();
        entries.forEach(entry -> entry.addTo(tar));
        return new ByteArrayInputStream(tar.bytes());
    }

    @Property(tries = 500)
    void nothingOutsideTheRootChanges(@ForAll("hostile") List<Entry> entries) throws IOException {
        Path world = Files.createTempDirectory("hostile-copy");
        try {
            Path root = Files.createDirectories(world.resolve("deep/root"));
            Files.createDirectories(root.resolve("in/here"));
            Files.writeString(Files.createDirectory(world.resolve("outside")).resolve("precious"), "mine");
            Files.writeString(world.resolve("deep/precious"), "mine");
            Map<String, String> before = files(world, root);

            try {
                extract(root, "/in/here", tar(entries));
            } catch (EngineException refused) {
                assertThat(refused).hasMessageStartingWith("Error processing tar file(exit status 1): ");
            }

            assertThat(files(world, root)).isEqualTo(before);
        } finally {
            delete(world);
        }
    }

    @Property(tries = 300)
    void whatGoesOutComesInAgainAsItWas(@ForAll("harmless") List<Entry> entries) throws IOException {
        Path one = Files.createTempDirectory("copied-from");
        Path other = Files.createTempDirectory("copied-to");
        try {
            extract(one, "/", tar(entries));

            try (InputStream copied = new PiecewiseInput(TreeArchive.ofFolder(OpenFolder.open(one), "", "", HOSTS, AccountNames.NONE))) {
                extract(other, "/", copied);
            }

            assertThat(content(other)).isEqualTo(content(one)).isEqualTo(model(entries));
        } finally {
            delete(one);
            delete(other);
        }
    }

    @Property(tries = 1000)
    void aCleanedPathIsWhatAShellWouldBeIn(@ForAll("paths") String path) {
        String clean = ContainerPath.clean(path);

        // A folder that begins with as many names as the path could take away shows what is left of each name.
        Path model = Path.of("/").resolve("up/".repeat(path.length() + 1)).resolve(path.replaceFirst("^/+", "")).normalize();
        assertThat(clean).startsWith("/").doesNotContain("//").doesNotContain("/../").isEqualTo(ContainerPath.clean(clean));
        if (!path.contains("..")) {
            assertThat(model.toString()).endsWith(clean.equals("/") ? "up" : clean);
        }
    }

    @Property(tries = 1000)
    void aPathIsItsFolderAndItsFile(@ForAll("paths") String path) {
        ContainerPath parsed = ContainerPath.parse(path);

        assertThat(parsed.folder() + parsed.file()).isEqualTo(parsed.text());
        assertThat(parsed.isFolderItself()).isEqualTo(path.isEmpty() || path.endsWith("/") || path.equals(".") || path.endsWith("/.") || ContainerPath.clean(path).equals("/"));
    }

    /** The last of each name, as far as none is in the place of another's folder: see {@link #harmless}. */
    private static Map<String, String> model(List<Entry> entries) {
        Map<String, String> model = new TreeMap<>();
        for (Entry entry : entries) {
            for (int slash = entry.name().indexOf('/'); slash >= 0; slash = entry.name().indexOf('/', slash + 1)) {
                model.putIfAbsent(entry.name().substring(0, slash), "folder");
            }
            switch (entry.kind()) {
                case 0 -> model.put(entry.name(), "content of " + entry.name());
                case 1 -> model.put(entry.name(), "folder");
                default -> model.put(entry.name(), "-> " + entry.target());
            }
        }
        return model;
    }

    private static Map<String, String> content(Path root) throws IOException {
        Map<String, String> content = new TreeMap<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(file -> !file.equals(root)).toList()) {
                content.put(root.relativize(file).toString(), describe(file));
            }
        }
        return content;
    }

    private static String describe(Path file) throws IOException {
        if (Files.isSymbolicLink(file)) {
            return "-> " + Files.readSymbolicLink(file);
        }
        return Files.isDirectory(file) ? "folder" : Files.readString(file);
    }

    /** Every file outside the root with its content, owner, mode, links and time. */
    private static Map<String, String> files(Path world, Path root) throws IOException {
        Map<String, String> found = new TreeMap<>();
        try (Stream<Path> files = Files.walk(world)) {
            for (Path file : files.filter(file -> !file.startsWith(root)).toList()) {
                Map<String, Object> attributes = Files.readAttributes(file, "unix:uid,gid,mode,nlink,lastModifiedTime", LinkOption.NOFOLLOW_LINKS);
                found.put(file.toString(), new TreeMap<>(attributes) + describe(file));
            }
        }
        return found;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    @Provide
    Arbitrary<List<Entry>> hostile() {
        Arbitrary<String> names = Arbitraries.of(PARTS).list().ofMinSize(1).ofMaxSize(4).map(parts -> String.join("/", parts)).filter(name -> !name.isEmpty() && !name.endsWith("/"));
        return Combinators.combine(names, Arbitraries.of(TARGETS), Arbitraries.integers().between(0, 3)).as(Entry::new).list().ofMaxSize(8);
    }

    /** Folders are named in small letters and everything else in large ones, so that nothing is in the way of anything. */
    @Provide
    Arbitrary<List<Entry>> harmless() {
        Arbitrary<String> folders = Arbitraries.of("a", "b", "ä").list().ofMinSize(1).ofMaxSize(3).map(parts -> String.join("/", parts));
        Arbitrary<Entry> made = folders.map(folder -> new Entry(folder, "", 1));
        Arbitrary<Entry> files = Combinators.combine(folders, Arbitraries.of("A", "B")).as((folder, file) -> new Entry(folder + "/" + file, "", 0));
        Arbitrary<Entry> links = Combinators.combine(folders, Arbitraries.of("a", "A", "nowhere")).as((folder, target) -> new Entry(folder + "/L", target, 2));
        return Arbitraries.oneOf(made, files, links).list().ofMaxSize(12);
    }

    @Provide
    Arbitrary<String> paths() {
        return Arbitraries.of("a", "b", "..", ".", "", "x y").list().ofMinSize(1).ofMaxSize(6).map(parts -> String.join("/", parts));
    }
}
