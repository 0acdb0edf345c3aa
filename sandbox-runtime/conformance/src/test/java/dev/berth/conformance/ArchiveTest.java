package dev.berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The archive calls behind docker cp: what a path is, a tar out of a container, a tar into it. */
@ExtendWith(EngineUnderTest.class)
class ArchiveTest {
    private static final String ARCHIVE = "/containers/files/archive?path=";
    private final Docker docker;
    private final Wire wire;

    ArchiveTest(Docker docker) {
        this.docker = docker;
        wire = docker.wire();
    }

    @BeforeAll
    static void makeFiles(Docker docker) {
        docker.succeed("run", "-d", "--name", "files", "--label", Emptying.KEPT, SmallImage.NAME, "sh", "-c",
                "mkdir -p /stuff/deep && echo hello > /stuff/file && chown 12:34 /stuff/file && chmod 640 /stuff/file && ln -s file /stuff/link && ln -s /etc/passwd /stuff/away"
                        + " && echo down > /stuff/deep/down && ln /stuff/file /stuff/twin && mkdir /in && touch /ready && exec sleep 1000");
        while (docker.run("exec", "files", "test", "-e", "/ready").code() != 0) {
            Thread.onSpinWait();
        }
    }

    private static JsonNode stat(Answer answer) throws IOException {
        return new ObjectMapper().readTree(Base64.getDecoder().decode(answer.headers().get("x-docker-container-path-stat")));
    }

    private String inside(String script) {
        return docker.succeed("exec", "files", "sh", "-c", script).line();
    }

    @Test
    void headTellsWhatAFileIs() throws IOException {
        Answer answer = wire.head(ARCHIVE + "/stuff/file");

        JsonNode stat = stat(answer);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(stat.path("name").asText()).isEqualTo("file");
        assertThat(stat.path("size").asInt()).isEqualTo(6);
        assertThat(stat.path("mode").asInt()).isEqualTo(0640);
        assertThat(stat.path("linkTarget").asText()).isEmpty();
        assertThat(stat.path("mtime").asText()).matches("\\d{4}-\\d\\d-\\d\\dT.*");
    }

    @Test
    void headTellsWhereALinkLeads() throws IOException {
        assertThat(stat(wire.head(ARCHIVE + "/stuff/link")).path("linkTarget").asText()).isEqualTo("/stuff/file");
        assertThat(stat(wire.head(ARCHIVE + "/stuff/away")).path("linkTarget").asText()).isEqualTo("/etc/passwd");
        assertThat(stat(wire.head(ARCHIVE + "/stuff/link")).path("mode").asLong()).isEqualTo(0x8000000L | 0777);
    }

    @Test
    void headTellsThatAFolderIsOne() throws IOException {
        assertThat(stat(wire.head(ARCHIVE + "/stuff")).path("mode").asLong()).isEqualTo(0x80000000L | 0755);
    }

    @Test
    void headOfNothing() {
        assertThat(wire.head(ARCHIVE + "/nothing").status()).isEqualTo(404);
    }

    @Test
    void getOfNothingSaysSo() {
        assertThat(wire.get(ARCHIVE + "/nothing").error()).isEqualTo("404 Could not find the file /nothing in container files");
    }

    @Test
    void getOfNobodySaysSo() {
        assertThat(wire.get("/containers/nosuch/archive?path=/").error()).isEqualTo("404 No such container: nosuch");
    }

    @Test
    void aPathIsNeeded() {
        assertThat(wire.get("/containers/files/archive").error()).isEqualTo("400 bad parameter: pathcannot be empty");
    }

    @Test
    void aFilesTar() {
        Answer answer = wire.get(ARCHIVE + "/stuff/file");

        assertThat(answer.headers().get("content-type")).isEqualTo("application/x-tar");
        assertThat(Tar.read(answer.body())).isEqualTo(Map.of("file", new Tar.Entry('0', "100640", "12:34", "", "hello\n")));
    }

    private static String text(byte[] tar, int at) {
        int end = at;
        while (tar[end] != 0) {
            end++;
        }
        return new String(tar, at, end - at, StandardCharsets.US_ASCII);
    }

    /** What ustar has at 265 and 297. */
    private String owner(String path) {
        byte[] tar = wire.get(ARCHIVE + path).body();
        return text(tar, 265) + ":" + text(tar, 297);
    }

    @Test
    void aTarHasTheNamesOfOwnersAsTheContainerKnowsThem() {
        inside("printf 'joe:x:77:88::/:/bin/sh\\nother:x:77:88::/:/bin/sh\\n' >>/etc/passwd; echo 'staff:x:88:' >>/etc/group; echo >/named; chown 77:88 /named; echo >/half; chown 78:88 /half");

        assertThat(owner("/etc/passwd")).isEqualTo("root:root");
        assertThat(owner("/named")).isEqualTo("joe:staff");
        assertThat(owner("/half")).isEqualTo(":staff");
        byte[] exported = wire.get("/containers/files/export").body();
        assertThat(text(exported, 265) + ":" + text(exported, 297)).isEqualTo("root:root");
    }

    @Test
    void aFoldersTarHasItsNameInFront() {
        assertThat(Tar.read(wire.get(ARCHIVE + "/stuff").body()).keySet()).containsExactlyInAnyOrder("stuff/", "stuff/away", "stuff/deep/", "stuff/deep/down", "stuff/file", "stuff/link", "stuff/twin");
    }

    @Test
    void aFoldersContentIsAskedForWithADot() {
        assertThat(Tar.read(wire.get(ARCHIVE + "/stuff/deep/.").body()).keySet()).containsExactly("./", "./down");
    }

    @Test
    void linksStayLinksInATar() {
        Map<String, Tar.Entry> entries = Tar.read(wire.get(ARCHIVE + "/stuff").body());

        assertThat(entries.get("stuff/link")).isEqualTo(new Tar.Entry('2', "120777", "0:0", "file", ""));
        assertThat(entries.get("stuff/twin")).extracting(Tar.Entry::type, Tar.Entry::target).containsExactly('1', "stuff/file");
    }

    @Test
    void aFileIsNoFolder() {
        assertThat(wire.get(ARCHIVE + "/stuff/file/").status()).isEqualTo(500);
    }

    @Test
    void putWritesWithTheTarsOwners() {
        Answer answer = wire.putTar(ARCHIVE + "/in", new Tar().file("put", "content", 0604, 55, 66).bytes());

        assertThat(answer.status()).isEqualTo(200);
        assertThat(inside("stat -c '%a %u %g %Y' /in/put; cat /in/put")).isEqualTo("604 55 66 1600000000\ncontent");
    }

    @Test
    void putReplacesAFile() {
        wire.putTar(ARCHIVE + "/in", new Tar().file("twice", "one").bytes());
        wire.putTar(ARCHIVE + "/in", new Tar().file("twice", "two").bytes());

        assertThat(inside("cat /in/twice")).isEqualTo("two");
    }

    @Test
    void putMakesFoldersAndLinks() {
        wire.putTar(ARCHIVE + "/in", new Tar().folder("a/").file("a/file", "x").symlink("a/soft", "file").hardLink("a/hard", "a/file").bytes());

        assertThat(inside("cat /in/a/soft /in/a/hard; readlink /in/a/soft; stat -c %h /in/a/file")).isEqualTo("xxfile\n2");
    }

    @Test
    void putNeedsAFolderThatIsThere() {
        byte[] tar = new Tar().file("put", "content").bytes();

        assertThat(wire.putTar(ARCHIVE + "/nothing", tar).error()).isEqualTo("404 Could not find the file /nothing in container files");
        assertThat(wire.putTar(ARCHIVE + "/stuff/file", tar).error()).isEqualTo("500 extraction point is not a directory");
    }

    @Test
    void putRefusesAFileForAFolderWhenSaidSo() {
        wire.putTar(ARCHIVE + "/in", new Tar().folder("kind/").bytes());

        Answer answer = wire.putTar(ARCHIVE + "/in&noOverwriteDirNonDir=true", new Tar().file("kind", "now a file").bytes());

        assertThat(answer.error()).isEqualTo("500 Error processing tar file(exit status 1): cannot overwrite directory \"/in/kind\" with non-directory \"/in\"");
    }

    @Test
    void putThroughALinkStaysInside() {
        inside("ln -sfn /stuff/deep /in/via");

        assertThat(wire.putTar(ARCHIVE + "/in/via", new Tar().file("linked", "x").bytes()).status()).isEqualTo(200);

        assertThat(inside("cat /stuff/deep/linked; rm /stuff/deep/linked")).isEqualTo("x");
    }

    @Test
    void putIntoARootThatIsReadOnly() {
        docker.succeed("create", "--name", "solid", "--read-only", SmallImage.NAME);

        assertThat(wire.putTar("/containers/solid/archive?path=/", new Tar().file("put", "content").bytes()).error()).isEqualTo("500 container rootfs is marked read-only");
    }

    @Test
    void whatDoesNotRunHasFilesToo() {
        docker.succeed("create", "--name", "idle", SmallImage.NAME, "cat", "/etc/put");

        assertThat(wire.putTar("/containers/idle/archive?path=/etc", new Tar().file("put", "content").bytes()).status()).isEqualTo(200);

        assertThat(docker.succeed("start", "-a", "idle").output()).isEqualTo("content");
    }

    @Test
    void aTarThatIsNone() {
        assertThat(wire.putTar(ARCHIVE + "/in", "this is not a tar at all".repeat(100).getBytes(StandardCharsets.US_ASCII)).status()).isIn(400, 500);
    }
}
