package dev.berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.conformance.Docker.Result;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Images as files: save, load, import; what layers keep of their files. */
@ExtendWith(EngineUnderTest.class)
class ImageArchivesTest {
    private static final String IMAGE = SmallImage.NAME;
    private final Docker docker;

    @TempDir
    private Path folder;

    ImageArchivesTest(Docker docker) {
        this.docker = docker;
    }

    private String saved(String... names) {
        Path archive = folder.resolve("saved.tar");
        String[] command = new String[names.length + 3];
        command[0] = "save";
        command[1] = "-o";
        command[2] = archive.toString();
        System.arraycopy(names, 0, command, 3, names.length);
        docker.succeed(command);
        return archive.toString();
    }

    @Test
    void whatWasSavedIsLoadedAsTheSame() {
        docker.succeed("create", "--name", "maker", IMAGE);
        String id = docker.succeed("commit", "-m", "made", "maker", "own/made:1").line();
        docker.succeed("rm", "maker");
        String archive = saved("own/made:1");
        docker.succeed("rmi", "own/made:1");

        Result loaded = docker.succeed("load", "-i", archive);

        assertThat(loaded.output()).endsWith("Loaded image: own/made:1\n");
        assertThat(docker.inspect("own/made:1", "{{.Id}}")).isEqualTo(id);
        assertThat(docker.succeed("run", "--rm", "own/made:1", "echo", "alive").line()).isEqualTo("alive");
    }

    /** Ours refused the second. */
    @Test
    void imagesComeInWhileAnotherIsOnItsWay() throws Exception {
        docker.succeed("create", "--name", "maker", IMAGE);
        docker.succeed("commit", "maker", "own/made:1");
        byte[] archive = Files.readAllBytes(Path.of(saved("own/made:1")));
        try (Conversation slow = docker.wire().open()) {
            slow.send("POST " + Wire.VERSION + "/images/load HTTP/1.1\r\nHost: docker\r\nConnection: close\r\nContent-Type: application/x-tar\r\nContent-Length: " + archive.length + "\r\n\r\n");
            slow.send(Arrays.copyOf(archive, archive.length / 2));

            docker.succeed("load", "-i", folder.resolve("saved.tar").toString());
            assertThat(docker.runWith(new Tar().file("one", "1").bytes(), "import", "-", "own/first:1").code()).isZero();
            docker.succeed("commit", "maker", "own/made:2");

            slow.send(Arrays.copyOfRange(archive, archive.length / 2, archive.length));
            assertThat(Answer.parse(slow.untilClosed()).text()).contains("Loaded image: own/made:1");
        }
    }

    @Test
    void severalInOneArchive() {
        docker.runWith(new Tar().file("one", "1").bytes(), "import", "-", "own/first:1");
        docker.runWith(new Tar().file("two", "2").bytes(), "import", "-", "own/second:1");
        String archive = saved("own/first:1", "own/second:1");
        docker.succeed("rmi", "own/first:1", "own/second:1");

        assertThat(docker.succeed("load", "-i", archive).output()).contains("Loaded image: own/first:1\n").contains("Loaded image: own/second:1\n");
    }

    @Test
    void savedByItsIdItHasNoName() {
        String id = docker.runWith(new Tar().file("one", "1").bytes(), "import", "-", "own/first:1").line();
        String archive = saved(id);
        docker.succeed("rmi", "own/first:1");

        assertThat(docker.succeed("load", "-i", archive).output()).contains("Loaded image ID: " + id);
    }

    @Test
    void anArchiveHasAManifest() throws IOException {
        docker.runWith(new Tar().file("one", "1").bytes(), "import", "-", "own/first:1");

        Map<String, Tar.Entry> entries = Tar.read(Files.readAllBytes(Path.of(saved("own/first:1"))));

        assertThat(entries.get("manifest.json").content()).contains("\"RepoTags\":[\"own/first:1\"]").contains("\"Config\":").contains("\"Layers\":[");
        assertThat(entries.get("repositories").content()).startsWith("{\"own/first\":{\"1\":\"");
    }

    @Test
    void saveOfWhatIsNotThere() {
        assertThat(docker.run("save", "-o", folder.resolve("none.tar").toString(), "nosuch").errors()).contains("Error response from daemon: No such image: nosuch");
        String unknown = "sha256:" + "f".repeat(64);
        for (String id : new String[] {unknown, unknown.substring(7)}) {
            assertThat(docker.wire().get("/images/" + id + "/get").error()).startsWith("500 failed to get digest " + unknown);
        }
        assertThat(docker.wire().get("/images/ffffffffffff/get").error()).isEqualTo("404 No such image: ffffffffffff");
    }

    /** It had been saved and not loaded again. */
    @Test
    void anImageThatSaysMuchOfItself() {
        docker.succeed("create", "--name", "maker", IMAGE);
        docker.wire().post("/commit?container=maker&repo=own/wordy", "{\"Labels\": {\"long\": \"" + "x".repeat(140_000) + "\"}}");
        docker.succeed("rm", "maker");
        String archive = saved("own/wordy");
        docker.succeed("rmi", "own/wordy");

        docker.succeed("load", "-i", archive);

        assertThat(docker.inspect("own/wordy", "{{len .Config.Labels.long}}")).isEqualTo("140000");
    }

    @Test
    void loadOfWhatIsNoArchive() throws IOException {
        Path file = Files.write(folder.resolve("empty.tar"), new Tar().file("hello", "x").bytes());

        Result result = docker.run("load", "-i", file.toString());

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.errors()).contains(Difference.between("load-no-archive", "no such file or directory", "neither manifest.json nor index.json is in it"));
    }

    @Test
    void loadOfWhatIsNoTar() {
        Answer answer = docker.wire().postTar("/images/load", "garbage".getBytes(StandardCharsets.UTF_8));

        String text = Difference.between("load-no-tar", "Error processing tar file(exit status 1): unexpected EOF", "cannot load image: unexpected EOF");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("error").asText()).isEqualTo(text);
        assertThat(answer.json().path("errorDetail").path("message").asText()).isEqualTo(text);
    }

    @Test
    void importTakesMessageAndChanges() {
        Result imported = docker.runWith(new Tar().file("one", "1").bytes(), "import", "-m", "by hand", "--change", "ENTRYPOINT [\"/x\"]", "--change", "EXPOSE 80 443/udp", "-", "own/first:1");

        assertThat(imported.code()).as(imported.errors()).isZero();
        assertThat(docker.inspect("own/first:1", "{{.Comment}} {{json .Config.Entrypoint}} {{json .Config.ExposedPorts}}"))
                .isEqualTo("by hand [\"/x\"] {\"443/udp\":{},\"80/tcp\":{}}");
    }

    @Test
    void importRefusesAnUnknownChange() {
        assertThat(docker.runWith(new Tar().file("one", "1").bytes(), "import", "--change", "RUN true", "-", "own/first:1").errors()).contains("run is not a valid change command");
    }

    @Test
    void importOfSomethingElse() {
        Result result = docker.runWith("this is no tar".getBytes(StandardCharsets.US_ASCII), "import", "-", "own/none");

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.errors()).startsWith("Error response from daemon: ");
    }

    @Test
    void importOfAnArchiveThatBreaksOffHasAStatus() {
        Answer answer = docker.wire().postTar("/images/create?fromSrc=-&repo=own/none", "this is no tar".getBytes(StandardCharsets.US_ASCII));

        assertThat(answer.status()).isEqualTo(Difference.between("import-no-tar", 500, 400));
        assertThat(answer.message()).endsWith("unexpected EOF");
    }

    @Test
    void filesKeepOwnersModesLinksAndTimes() throws Exception {
        docker.runWith(withBusybox(new Tar().file("kept", "x", 04751, 12, 34).file("plain", "").hardLink("twin", "plain").symlink("soft", "kept")), "import", "--change", "ENV PATH=/bin", "-", "own/files");

        assertThat(docker.succeed("run", "--rm", "own/files", "busybox", "stat", "-c", "%a %u %g %Y", "/kept").line()).isEqualTo("4751 12 34 1600000000");
        assertThat(docker.succeed("run", "--rm", "own/files", "busybox", "stat", "-c", "%h", "/plain").line()).isEqualTo("2");
        assertThat(docker.succeed("run", "--rm", "own/files", "busybox", "readlink", "/soft").line()).isEqualTo("kept");
    }

    @Test
    void whatALayerDeletesIsGoneInTheNext() {
        docker.succeed("run", "--name", "first", IMAGE, "sh", "-c", "mkdir /dir; echo a > /dir/a; echo b > /dir/b");
        docker.succeed("commit", "first", "own/first");
        docker.succeed("run", "--name", "second", "own/first", "sh", "-c", "rm /dir/a; rm -r /home; mkdir /home; touch /home/new");
        docker.succeed("commit", "second", "own/second");
        docker.succeed("rm", "first", "second");
        String archive = saved("own/second");
        docker.succeed("rmi", "own/second", "own/first");
        docker.succeed("load", "-i", archive);

        assertThat(docker.succeed("run", "--rm", "own/second", "ls", "/dir", "/home").output()).isEqualTo("/dir:\nb\n\n/home:\nnew\n");
    }

    @Test
    void longNames() throws Exception {
        String name = "n".repeat(200);
        docker.succeed("run", "--name", "maker", IMAGE, "sh", "-c", "mkdir -p /deep/" + name + "/" + name + " && echo found > /deep/" + name + "/" + name + "/file");
        docker.succeed("commit", "maker", "own/long");

        assertThat(docker.succeed("run", "--rm", "own/long", "cat", "/deep/" + name + "/" + name + "/file").line()).isEqualTo("found");
    }

    private static byte[] withBusybox(Tar tar) throws IOException {
        Path folder = Files.createTempDirectory("conformance");
        Path archive = Files.write(folder.resolve("a.tar"), tar.bytes());
        Files.createDirectory(folder.resolve("bin"));
        Files.copy(Path.of("/bin/busybox"), folder.resolve("bin/busybox"), StandardCopyOption.COPY_ATTRIBUTES);
        try {
            Process append = new ProcessBuilder("tar", "-C", folder.toString(), "--owner=0", "--group=0", "-rf", archive.toString(), "bin").inheritIO().start();
            append.waitFor();
            return Files.readAllBytes(archive);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        } finally {
            SmallImage.delete(folder);
        }
    }
}
