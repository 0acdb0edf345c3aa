package dev.berth.conformance;

import static dev.berth.conformance.DockerCommand.words;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.conformance.Docker.Result;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** docker cp, both ways. */
@ExtendWith(EngineUnderTest.class)
class CopyTest {
    private final Docker docker;

    @TempDir
    private Path folder;

    CopyTest(Docker docker) {
        this.docker = docker;
    }

    @BeforeAll
    static void startOne(Docker docker) {
        docker.succeed("run", "-d", "--name", "files", "--label", Emptying.KEPT, SmallImage.NAME, "sleep", "1000");
    }

    private String inside(String script) {
        return docker.succeed("exec", "files", "sh", "-c", script).line();
    }

    @Test
    void aFileIn() throws IOException {
        Path file = Files.writeString(folder.resolve("letter"), "dear");

        docker.succeed("cp", file.toString(), "files:/tmp/letter");

        assertThat(inside("cat /tmp/letter")).isEqualTo("dear");
    }

    @Test
    void aFileIntoAFolder() throws IOException {
        Path file = Files.writeString(folder.resolve("into"), "dear");

        docker.succeed("cp", file.toString(), "files:/root/");

        assertThat(inside("cat /root/into")).isEqualTo("dear");
    }

    @Test
    void aFileIntoAFolderThatIsMissing() throws IOException {
        Path file = Files.writeString(folder.resolve("letter"), "dear");

        assertThat(docker.run("cp", file.toString(), "files:/no/such/").errors()).contains("no such directory");
    }

    @Test
    void aFileOut() throws IOException {
        inside("echo answer > /tmp/answer");

        docker.succeed("cp", "files:/tmp/answer", folder.toString());

        assertThat(folder.resolve("answer")).hasContent("answer\n");
    }

    @Test
    void aFolderOutAndItsContentAlone() {
        inside("mkdir -p /tmp/tree/leaf; echo green > /tmp/tree/leaf/colour");

        docker.succeed("cp", "files:/tmp/tree", folder.toString());
        docker.succeed("cp", "files:/tmp/tree/.", folder.toString());

        assertThat(folder.resolve("tree/leaf/colour")).hasContent("green\n");
        assertThat(folder.resolve("leaf/colour")).hasContent("green\n");
    }

    @Test
    void aFolderInToANewName() throws IOException {
        Files.writeString(Files.createDirectories(folder.resolve("site")).resolve("index.html"), "<p>");

        docker.succeed("cp", folder.resolve("site").toString(), "files:/tmp/renamed");

        assertThat(inside("cat /tmp/renamed/index.html")).isEqualTo("<p>");
    }

    @Test
    void aFolderIsNotPutOverAFile() throws IOException {
        inside("echo x > /tmp/plain");
        Path site = Files.createDirectories(folder.resolve("site"));

        assertThat(docker.run("cp", site.toString(), "files:/tmp/plain").errors()).contains("cannot copy directory");
    }

    @Test
    void ownersAreRootsUnlessKept() throws IOException {
        Path file = Files.writeString(folder.resolve("owned"), "x");
        Files.setAttribute(file, "unix:uid", 321);
        Files.setAttribute(file, "unix:gid", 432);

        docker.succeed("cp", file.toString(), "files:/tmp/owned");
        docker.succeed("cp", "-a", file.toString(), "files:/tmp/kept");

        assertThat(inside("stat -c %u:%g /tmp/kept")).isEqualTo("321:432");
    }

    @Test
    void aLinkIsCopiedAsOneUnlessFollowed() {
        inside("echo far > /tmp/goal; ln -sfn goal /tmp/pointer");

        docker.succeed("cp", "files:/tmp/pointer", folder.resolve("as-link").toString());
        docker.succeed("cp", "-L", "files:/tmp/pointer", folder.resolve("as-file").toString());

        assertThat(Files.isSymbolicLink(folder.resolve("as-link"))).isTrue();
        assertThat(folder.resolve("as-file")).isRegularFile().hasContent("far\n");
    }

    @Test
    void standardInputAndOutputAreTars() {
        docker.runWith(new Tar().file("piped", "through").bytes(), "cp", "-", "files:/tmp");

        assertThat(docker.succeed("cp", "files:/tmp/piped", "-").output()).contains("through");
    }

    @Test
    void whatIsMissing() {
        String expected = words("Error: No such container:path: files:/nothing\n").since(26, "Error response from daemon: Could not find the file /nothing in container files\n").said();
        assertThat(docker.run("cp", "files:/nothing", folder.toString())).isEqualTo(new Result(1, "", expected));
        assertThat(docker.run("cp", "nosuch:/etc", folder.toString()).errors()).contains("No such container");
    }

    /** Names are bytes: these are no UTF-8. Files get them by a tar, since no argument of a Java program can. */
    @Test
    void whatIsCalledByBytesThatAreNoText() throws IOException {
        inside("mkdir -p $(printf '/tmp/plain-folder/odd\\377'); echo 1 > $(printf '/tmp/plain-folder/odd\\377/a\\376'); ln -sfn $(printf 'a\\376') $(printf '/tmp/plain-folder/odd\\377/l\\375')");

        assertThat(latin("/tmp/plain-folder")).contains("plain-folder/odd\u00ff/a\u00fe").contains("1\n");
        assertThat(latin("/tmp/plain-folder/odd%ff").contains("odd\u00ff/a\u00fe")).isEqualTo(Difference.between("byte-names", false, true));
        assertThat(latin("%2ftmp/plain-folder/odd%ff/a%fe").contains("1\n")).isEqualTo(Difference.between("byte-names", false, true));
        assertThat(docker.wire().putTar("/containers/files/archive?path=/tmp/plain-folder/odd%ff/.", new Tar().file("new", "through").bytes()).status()).isEqualTo(200);
        assertThat(inside("cat $(printf '/tmp/plain-folder/odd\\377/new')")).isEqualTo("through");
        assertThat(pathStat("/tmp/plain-folder/odd%ff/l%fd")).contains("\"name\":\"l\\ufffd\"").contains("\"linkTarget\":\"/tmp/plain-folder/odd\\ufffd/a\\ufffd\"");
        assertThat(docker.wire().get("/containers/files/archive?path=/tmp/none%ff").error()).isEqualTo("404 Could not find the file /tmp/none\ufffd in container files");
        assertThat(docker.succeed("diff", "files").output()).contains("A /tmp/plain-folder/odd\ufffd/a\ufffd\n");
    }

    /** As curl sends it. */
    @Test
    void aPathThatIsSentWithoutEscapes() {
        inside("mkdir -p /tmp/plain-folder; echo 1 >/tmp/plain-folder/für");

        assertThat(pathStat("/tmp/plain-folder/für")).contains("\"name\":\"für\"");
    }

    /** An archive, each byte a letter. */
    private String latin(String path) {
        return new String(docker.wire().get("/containers/files/archive?path=" + path).body(), StandardCharsets.ISO_8859_1);
    }

    /** In JSON, Docker's and ours may write what is no ASCII in two ways. */
    private String pathStat(String path) {
        String header = docker.wire().head("/containers/files/archive?path=" + path).headers().get("x-docker-container-path-stat");
        return new String(Base64.getDecoder().decode(header), StandardCharsets.UTF_8).replace("\ufffd", "\\ufffd");
    }

    @Test
    void manyFiles() throws IOException {
        Path many = Files.createDirectories(folder.resolve("many"));
        for (int number = 0; number < 500; number++) {
            Files.writeString(many.resolve("file" + number), "content " + number);
        }

        docker.succeed("cp", many.toString(), "files:/tmp");

        assertThat(inside("ls /tmp/many | wc -l; cat /tmp/many/file499")).isEqualTo("500\ncontent 499");
    }

    @Test
    void aVolumesFilesAreCopiedToo() throws IOException {
        docker.succeed("run", "-d", "--name", "holder", "-v", "kept:/data", SmallImage.NAME, "sleep", "1000");
        Path file = Files.writeString(folder.resolve("letter"), "dear");

        docker.succeed("cp", file.toString(), "holder:/data/");

        assertThat(docker.succeed("run", "--rm", "-v", "kept:/data", SmallImage.NAME, "cat", "/data/letter").line()).isEqualTo("dear");
    }

    @Test
    void aVolumeThatIsReadOnlyIsNotWritten() throws IOException {
        docker.succeed("create", "--name", "holder", "-v", "kept:/data:ro", SmallImage.NAME);
        Path file = Files.writeString(folder.resolve("letter"), "dear");

        assertThat(docker.run("cp", file.toString(), "holder:/data/").errors()).contains("mounted volume is marked read-only");
    }
}
