package dev.berth.engine.image.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.engine.EngineException;
import dev.berth.engine.file.FolderRemoval;
import dev.berth.engine.image.ImageLimits;
import dev.berth.engine.tar.TarBuilder;
import dev.berth.runtime.kernel.RootedFolder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import jnr.ffi.LibraryLoader;
import jnr.ffi.annotations.Out;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Needs root: owners, whiteouts and capabilities are set for real. */
class LayerUnpackerKernelTest {
    private static final Instant MODIFIED = Instant.ofEpochSecond(1_700_000_000);

    @TempDir
    private Path outside;

    private Path layer;

    @BeforeEach
    void makeFolder() throws IOException {
        layer = Files.createDirectory(outside.resolve("layer"));
    }

    @Test
    void keepsOwnersModesWithSetuidAndTimes() throws IOException {
        unpack(new TarBuilder()
                .folder("home/", TarBuilder.owner(1000, 1001))
                .file("home/su", "#!", TarBuilder.owner(0, 5).andThen(entry -> entry.setMode(04755)))
                .file("home/later", "x"));

        assertThat(unix("home", "uid")).isEqualTo(1000);
        assertThat(unix("home", "gid")).isEqualTo(1001);
        assertThat((int) unix("home/su", "mode") & 07777).isEqualTo(04755);
        assertThat(unix("home/su", "gid")).isEqualTo(5);
        assertThat(Files.getLastModifiedTime(layer.resolve("home")).toInstant()).isEqualTo(MODIFIED);
        assertThat(Files.getLastModifiedTime(layer.resolve("home/su")).toInstant()).isEqualTo(MODIFIED);
    }

    @Test
    void makesFoldersThatTheArchiveLeavesOut() throws IOException {
        unpack(new TarBuilder().file("a/b/c", "deep"));

        assertThat(layer.resolve("a/b/c")).hasContent("deep");
        assertThat((int) unix("a/b", "mode") & 07777).isEqualTo(0755);
    }

    @Test
    void theRootOfALayerHasTheModeThatTheArchiveGivesIt() throws IOException {
        unpack(new TarBuilder().folder("./", entry -> entry.setMode(0711)).file("./a", "x"));

        assertThat((int) unix("", "mode") & 07777).isEqualTo(0711);
    }

    @Test
    void anAbsoluteNameLiesInTheLayer() throws IOException {
        unpack(new TarBuilder().file("/etc/motd", "in the layer"));

        assertThat(layer.resolve("etc/motd")).hasContent("in the layer");
    }

    @Test
    void refusesANameThatLeadsOut() {
        assertThatThrownBy(() -> unpack(new TarBuilder().file("a/../../escaped", "x")))
                .isInstanceOf(EngineException.class)
                .hasMessage("invalid layer: \"a/../../escaped\" leads out of its folder");
        assertThat(outside.resolve("escaped")).doesNotExist();
    }

    @Test
    void aLinkedFolderThatLeadsOutLeadsIntoTheLayerInstead() throws IOException {
        unpack(new TarBuilder().symbolicLink("out", "../../..").symbolicLink("abs", "/").file("out/one", "1").file("abs/two", "2"));

        assertThat(layer.resolve("one")).hasContent("1");
        assertThat(layer.resolve("two")).hasContent("2");
        assertThat(names(outside)).containsExactly("layer");
    }

    @Test
    void refusesAFileBehindALinkToNothing() {
        assertThatThrownBy(() -> unpack(new TarBuilder().symbolicLink("etc", "/nowhere").file("etc/motd", "x")))
                .isInstanceOf(EngineException.class)
                .hasMessageStartingWith("invalid layer: cannot unpack \"etc/motd\"");
    }

    @Test
    void refusesASecondFileOfANameAndWritesThroughNoLink() throws IOException {
        Path precious = Files.writeString(outside.resolve("precious"), "mine");

        assertThatThrownBy(() -> unpack(new TarBuilder().symbolicLink("a", precious.toString()).file("a", "yours")))
                .isInstanceOf(EngineException.class)
                .hasMessage("invalid layer: duplicates of file paths not supported: \"a\"");

        assertThat(precious).hasContent("mine");
    }

    @Test
    void aFileThatALayerHidesAndHasItselfIsThere() throws IOException {
        unpack(new TarBuilder().file(".wh.a", "").file("a", "new").file(".wh.d", "").folder("d/"));

        assertThat(layer.resolve("a")).hasContent("new").isRegularFile();
        assertThat(isOpaque("d")).isTrue();
    }

    @Test
    void aHardLinkCannotReachAFileOutside() throws IOException {
        Path precious = Files.writeString(outside.resolve("precious"), "mine");

        assertThatThrownBy(() -> unpack(new TarBuilder().hardLink("a", precious.toString()))).isInstanceOf(EngineException.class);
        assertThatThrownBy(() -> unpack(new TarBuilder().hardLink("b", "../precious"))).isInstanceOf(EngineException.class);
        assertThatThrownBy(() -> unpack(new TarBuilder().symbolicLink("up", "..").hardLink("c", "up/precious"))).isInstanceOf(EngineException.class);
        assertThat(unix(precious, "nlink")).isEqualTo(1);
    }

    @Test
    void aHardLinkIsTheSameFile() throws IOException {
        unpack(new TarBuilder().file("a", "x").hardLink("d/b", "./a"));

        assertThat(Files.isSameFile(layer.resolve("a"), layer.resolve("d/b"))).isTrue();
    }

    @Test
    void refusesAnOwnerThatNoMachineHas() {
        assertThatThrownBy(() -> unpack(new TarBuilder().file("a", "x", TarBuilder.owner(65536, 0))))
                .hasMessage("invalid layer: owner 65536:0 of \"a\" is not within 0 to 65535");
    }

    @Test
    void refusesANameThatIsTooLong() {
        assertThatThrownBy(() -> unpack(new TarBuilder().file("d/" + "n".repeat(256), "x"))).hasMessageEndingWith("is longer than 255 bytes");
    }

    /** As bytes: the kernel takes 4095 of them at once, and 4096 characters may be three times as many. */
    @Test
    void refusesAPathThatIsTooLong() throws IOException {
        String folder = ("ü".repeat(127) + "/").repeat(16);

        unpack(new TarBuilder().file(folder + "n".repeat(4095 - 16 * 255), "x"));

        assertThatThrownBy(() -> unpack(new TarBuilder().file(folder + "n".repeat(4096 - 16 * 255), "x"))).hasMessageEndingWith("is longer than 4095 bytes");

        FolderRemoval.remove(layer); // nothing that removes by paths could
    }

    @Test
    void refusesANameWithAZeroCharacter() {
        assertThatThrownBy(() -> unpack(new TarBuilder().paxHeader("20 path=etc/pass\0wd\n").file("placeholder", "x")))
                .hasMessageContaining("is no name for a file");
    }

    @Test
    void leavesDevicesOut() throws IOException {
        unpack(new TarBuilder().special("dev/sda", TarConstants.LF_BLK).special("dev/zero", TarConstants.LF_CHR).special("pipe", TarConstants.LF_FIFO));

        assertThat(layer.resolve("dev")).doesNotExist();
        assertThat(layer.resolve("pipe")).exists();
    }

    @Test
    void keepsUserAttributesButNoneThatOverlayfsReads() throws IOException {
        unpack(new TarBuilder().file("ping", "x", TarBuilder.attributes(Map.of(
                "user.note", "kept", "user.overlay.redirect", "/etc", "trusted.overlay.opaque", "y", "security.selinux", "label", "user.overlay.metacopy", ""))));
        unpack(new TarBuilder().folder("d/", TarBuilder.attributes(Map.of("user.overlay.opaque", "y", "user.note", "kept"))));

        assertThat(attributes("ping")).containsExactly("user.note");
        assertThat(attributes("d")).containsExactly("user.note");
    }

    @Test
    void keepsAFileCapability() throws IOException {
        // cap_net_raw=ep, as setcap(8) writes it: version 2, permitted and effective.
        String value = new String(new byte[] {1, 0, 0, 2, 0, 32, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}, StandardCharsets.US_ASCII);

        unpack(new TarBuilder().file("ping", "x", TarBuilder.attributes(Map.of("security.capability", value))));

        assertThat(attributes("ping")).containsExactly("security.capability");
    }

    @Test
    void aWhiteoutBecomesADeviceThatOverlayfsKnows() throws IOException {
        unpack(new TarBuilder().file("etc/.wh.motd", ""));

        assertThat(isWhiteout("etc/motd")).isTrue();
        assertThat(layer.resolve("etc/.wh.motd")).doesNotExist();
    }

    @Test
    void refusesAWhiteoutOfTheFolderItselfOrItsParent() {
        for (String name : List.of("a/.wh.", "a/.wh..", "a/.wh...")) {
            assertThatThrownBy(() -> unpack(new TarBuilder().file(name, ""))).as(name).isInstanceOf(EngineException.class).hasMessageContaining("is no name for a file");
        }
    }

    @Test
    void anOpaqueFolderCarriesOverlayfssAttribute() throws IOException {
        unpack(new TarBuilder().folder("etc/").file("etc/.wh..wh..opq", ""));

        assertThat(isOpaque("etc")).isTrue();
    }

    @Test
    void aFolderThatReplacesAWhiteoutShowsNothingFromBelow() throws IOException {
        unpack(new TarBuilder().file(".wh.etc", "").folder("etc/").file("etc/new", "x"));
        unpack(new TarBuilder().folder("opt/").file(".wh.opt", ""));

        assertThat(isOpaque("etc")).isTrue();
        assertThat(isOpaque("opt")).isTrue();
    }

    @Test
    void overlayfsUnderstandsWhatWasUnpacked() throws Exception {
        Path below = Files.createDirectory(outside.resolve("below"));
        unpack(new TarBuilder().file("etc/motd", "old").file("etc/kept", "kept").file("opt/a/b", "gone"), below);
        unpack(new TarBuilder().file("etc/.wh.motd", "").folder("opt/").file("opt/.wh..wh..opq", "").file("opt/new", "new"));
        Path merged = Files.createDirectory(outside.resolve("merged"));

        run("mount", "-t", "overlay", "-o", "ro,userxattr,lowerdir=" + layer + ":" + below, "overlay", merged.toString());

        try {
            assertThat(merged.resolve("etc/motd")).doesNotExist();
            assertThat(merged.resolve("etc/kept")).hasContent("kept");
            assertThat(names(merged.resolve("opt"))).containsExactly("new");
        } finally {
            run("umount", merged.toString());
        }
    }

    @Test
    void refusesMoreFilesThanTheLimit() {
        TarBuilder tar = new TarBuilder().file("a", "x").file("b", "x").file("c", "x");

        assertThatThrownBy(() -> unpack(tar, layer, new ImageLimits(1000, 1000, 2, 1))).hasMessage("invalid layer: layer has more than 2 files");
    }

    @Test
    void refusesMoreBytesThanTheLimitBeforeItWritesThem() {
        TarBuilder tar = new TarBuilder().file("a", "x".repeat(600)).file("b", "x".repeat(600));

        assertThatThrownBy(() -> unpack(tar, layer, new ImageLimits(10_000, 1000, 10, 1))).hasMessageContaining("more than 1000 bytes of files, with \"b\"");
        assertThat(layer.resolve("b")).doesNotExist();
    }

    private void unpack(TarBuilder tar) throws IOException {
        unpack(tar, layer);
    }

    private static void unpack(TarBuilder tar, Path folder) throws IOException {
        unpack(tar, folder, ImageLimits.DEFAULT);
    }

    private static void unpack(TarBuilder tar, Path folder, ImageLimits limits) throws IOException {
        try (RootedFolder target = RootedFolder.open(folder)) {
            LayerUnpacker.unpack(new ByteArrayInputStream(tar.bytes()), target, limits, TarFrameKernelTest.unread(), spent -> { }, Runnable::run);
        }
    }

    private boolean isWhiteout(String path) throws IOException {
        return ((int) unix(path, "mode") & 0170000) == 0020000 && (long) unix(path, "rdev") == 0;
    }

    private boolean isOpaque(String path) throws IOException {
        UserDefinedFileAttributeView view = Files.getFileAttributeView(layer.resolve(path), UserDefinedFileAttributeView.class);
        ByteBuffer value = ByteBuffer.allocate(8);
        return view.list().contains("overlay.opaque") && view.read("overlay.opaque", value) == 1 && value.get(0) == 'y';
    }

    /** Java's own view shows those of {@code user.} alone. */
    public interface AttributeCalls {
        long llistxattr(String path, @Out byte[] names, long size);
    }

    private List<String> attributes(String path) {
        byte[] names = new byte[4096];
        long length = LibraryLoader.create(AttributeCalls.class).load("c").llistxattr(layer.resolve(path).toString(), names, names.length);
        String all = new String(names, 0, (int) length, StandardCharsets.UTF_8);
        return all.isEmpty() ? List.of() : List.of(all.split("\0"));
    }

    private Object unix(String path, String attribute) throws IOException {
        return unix(layer.resolve(path), attribute);
    }

    private static Object unix(Path path, String attribute) throws IOException {
        return Files.getAttribute(path, "unix:" + attribute, LinkOption.NOFOLLOW_LINKS);
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        }
    }

    private static String run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }
}
