package dev.berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Files of kinds that layers have to carry: into a layer by an import, out of one and into the next by a commit. See {@link ImageArchivesTest} for plain ones. */
@ExtendWith(EngineUnderTest.class)
class LayerFilesTest {
    private static final Path BUSYBOX = Path.of("/bin/busybox");
    /** cap_dac_override=ep, as setcap(8) writes it. */
    private static final byte[] READS_ALL = {1, 0, 0, 2, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};

    private final Docker docker;

    @TempDir
    private Path folder;

    LayerFilesTest(Docker docker) {
        this.docker = docker;
    }

    private static Tar withBusybox() throws IOException {
        return new Tar().folder("bin/").program("bin/busybox", BUSYBOX);
    }

    private Docker.Result bring(Tar tar) {
        return importing(tar.bytes());
    }

    private String busybox(String... command) {
        return runIn("own/files", command);
    }

    private String runIn(String image, String... command) {
        String[] whole = new String[command.length + 4];
        System.arraycopy(new String[] {"run", "--rm", image, "busybox"}, 0, whole, 0, 4);
        System.arraycopy(command, 0, whole, 4, command.length);
        return docker.succeed(whole).line();
    }

    /** Makes a layer of what a command leaves. */
    private void commit(String image, String script) {
        docker.succeed("run", "--name", "maker", "own/files", "busybox", "sh", "-c", script);
        docker.succeed("commit", "maker", image);
        docker.succeed("rm", "maker");
    }

    @Test
    void aProgramsCapabilityGivesItWhatItsUserHasNot() throws IOException {
        bring(withBusybox().attribute("security.capability", READS_ALL).program("bin/cat", BUSYBOX).file("secret", "told", 0600, 0, 0));
        assertThat(docker.run("run", "--rm", "-u", "1000", "own/files", "busybox", "cat", "/secret").code()).isEqualTo(1);
        assertThat(docker.succeed("run", "--rm", "-u", "1000", "own/files", "cat", "/secret").line()).isEqualTo("told");

        commit("own/next", "busybox touch /bin/cat");

        assertThat(docker.succeed("run", "--rm", "-u", "1000", "own/next", "cat", "/secret").line()).isEqualTo("told");
    }

    @Test
    void hardLinksStayOneFile() throws IOException {
        bring(withBusybox().file("one", "x").hardLink("two", "one"));

        commit("own/next", "busybox ln /bin/busybox /again; echo y > /three; busybox ln /three /four");

        assertThat(runIn("own/next", "stat", "-c", "%h", "/one")).isEqualTo("2");
        assertThat(runIn("own/next", "stat", "-c", "%h", "/four")).isEqualTo("2");
        assertThat(runIn("own/next", "sh", "-c", "[ $(busybox stat -c %i /three) = $(busybox stat -c %i /four) ] && busybox cat /four")).isEqualTo("y");
        assertThat(runIn("own/next", "cmp", "/again", "/bin/busybox")).isEmpty();
    }

    @Test
    void aPipeIsAPipe() throws IOException {
        bring(withBusybox().pipe("pipe"));

        assertThat(busybox("stat", "-c", "%F", "/pipe")).isEqualTo("fifo");

        commit("own/next", "busybox mkfifo /other");
        assertThat(runIn("own/next", "stat", "-c", "%F", "/other")).isEqualTo("fifo");
    }

    @Test
    void aDeviceIsNoUseToAContainer() throws IOException {
        bring(withBusybox().disk("disk"));

        assertThat(busybox("sh", "-c", "[ -e /disk ] && echo there || echo left out")).isEqualTo(Difference.between("devices-in-layers", "there", "left out"));
    }

    @Test
    void ownersAreNumbersOfTheMachine() throws IOException {
        bring(withBusybox().file("last", "", 0644, 65_535, 65_535));
        assertThat(busybox("stat", "-c", "%u:%g", "/last")).isEqualTo("65535:65535");

        assertThat(bring(withBusybox().file("beyond", "", 0644, 65_536, 0)).errors()).contains(Difference.between("owners-in-layers", "", "owner 65536:0 of \"beyond\" is not within 0 to 65535"));
    }

    /** What was deep in it once came back by a commit. */
    @Test
    void aFolderThatWasMadeAnewHidesWhatWasBelow() throws IOException {
        bring(withBusybox().folder("dir/").file("dir/old", "x").folder("dir/deep/").file("dir/deep/older", "x"));

        docker.succeed("run", "--name", "maker", "own/files", "busybox", "sh", "-c", "busybox rm -r /dir; busybox mkdir -p /dir/deep; echo > /dir/deep/new");
        docker.succeed("commit", "maker", "own/next");

        assertThat(docker.succeed("diff", "maker").output().lines()).containsExactlyInAnyOrder("C /dir", "D /dir/old", "C /dir/deep", "A /dir/deep/new", "D /dir/deep/older");
        assertThat(runIn("own/next", "find", "/dir")).isEqualTo("/dir\n/dir/deep\n/dir/deep/new");
    }

    @Test
    void aFileThatTakesAFoldersPlaceAndBack() throws IOException {
        bring(withBusybox().folder("place/").file("place/inside", "x").file("other", "x"));

        commit("own/next", "busybox rm -r /place; echo file > /place; busybox rm /other; busybox mkdir /other");

        assertThat(runIn("own/next", "sh", "-c", "busybox cat /place; busybox ls -d /other/")).isEqualTo("file\n/other/");
    }

    @Test
    void aFileWithHolesIsAsLongAsItWas() throws Exception {
        Path root = holes();
        assertThat(importing(tar(root, "--format=gnu")).errors()).contains(Difference.between("sparse-files", "unhandled tar header type 83", ""));
        assertThat(importing(tar(root, "--format=pax")).errors()).contains(Difference.between("sparse-files", "", "make the archive with tar --format=gnu, or without --sparse"));

        assertThat(busybox("sh", "-c", "busybox stat -c %s /holes; busybox tail -c 4 /holes; busybox head -c 3000000 /holes | busybox tr -d '\\0' | busybox wc -c")).isEqualTo("3000004\nend\n0");

        commit("own/next", "echo more >> /holes");
        assertThat(runIn("own/next", "sh", "-c", "busybox stat -c %s /holes; busybox tail -c 9 /holes")).isEqualTo("3000009\nend\nmore");
    }

    private Docker.Result importing(byte[] tar) {
        return docker.runWith(tar, "import", "--change", "ENV PATH=/bin", "-", "own/files");
    }

    private Path holes() throws IOException {
        Path root = Files.createDirectories(folder.resolve("root/bin")).getParent();
        Files.copy(BUSYBOX, root.resolve("bin/busybox"));
        try (SeekableByteChannel file = Files.newByteChannel(root.resolve("holes"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            file.position(3_000_000).write(ByteBuffer.wrap("end\n".getBytes(StandardCharsets.US_ASCII)));
        }
        return root;
    }

    private static byte[] tar(Path root, String format) throws IOException, InterruptedException {
        Process tar = new ProcessBuilder("tar", "-C", root.toString(), "--owner=0", "--group=0", "--sparse", format, "-c", ".").start();
        byte[] bytes = tar.getInputStream().readAllBytes();
        assertThat(tar.waitFor()).isZero();
        return bytes;
    }

    @Test
    void nothingMayBeThereTwice() {
        for (Tar tar : new Tar[] {new Tar().folder("twice/").folder("twice/"), new Tar().folder("twice/").folder("./twice/"), new Tar().folder("./").folder("./"),
            new Tar().folder("twice/").file("twice", "x"), new Tar().symlink("twice", "x").folder("twice/"), new Tar().file("twice", "x").file("twice", "x")}) {
            assertThat(bring(tar).errors()).startsWith("Error response from daemon: ").contains("duplicates of file paths not supported");
        }
        assertThat(bring(new Tar().file("itself", "x").hardLink("itself", "itself")).code()).isEqualTo(1);
        assertThat(bring(new Tar().folder("dir/").file("dir/.wh.gone", "").file("dir/.wh.gone", "")).code()).isEqualTo(1);
        assertThat(bring(new Tar().file("dir/file", "x").folder("dir/")).code()).isZero();
    }

    @Test
    void linksCountAsTheFileSystemCountsThem() throws IOException {
        bring(withBusybox().file("file", "hello").hardLink("twin", "file").symlink("soft", "/some/where/\u00e9").pipe("pipe"));

        assertThat(docker.inspect("own/files", "{{.Size}}")).isEqualTo(String.valueOf(Files.size(BUSYBOX) + 5 + 14));

        docker.succeed("run", "--name", "writer", "own/files", "busybox", "sh", "-c", "busybox ln -s /a/b/c /link; busybox echo hello > /one; busybox ln /one /other; busybox mkdir /dir");

        assertThat(docker.succeed("inspect", "-s", "--format", "{{.SizeRw}}", "writer").line()).isEqualTo("12");
    }
}
