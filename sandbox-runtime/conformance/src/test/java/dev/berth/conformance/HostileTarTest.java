package dev.berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tars that want out of the container, or break off. */
@ExtendWith(EngineUnderTest.class)
class HostileTarTest {
    private static final String ARCHIVE = "/containers/files/archive?path=";
    private final Docker docker;
    private final Wire wire;

    HostileTarTest(Docker docker) {
        this.docker = docker;
        wire = docker.wire();
    }

    @BeforeAll
    static void startOne(Docker docker) {
        docker.succeed("run", "-d", "--name", "files", "--label", Emptying.KEPT, SmallImage.NAME, "sleep", "1000");
    }

    private String inside(String script) {
        return docker.succeed("exec", "files", "sh", "-c", script).line();
    }

    /** What is in the host's /tmp, the machine's where there is one. */
    private String outside() {
        return docker.succeed("run", "--rm", "-v", "/tmp:/look", SmallImage.NAME, "sh", "-c", "ls /look | grep conformance-out; true").line();
    }

    @Test
    void aNameThatClimbsIsRefused() {
        Answer answer = wire.putTar(ARCHIVE + "/tmp", new Tar().file("../conformance-out", "x").bytes());

        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.message()).contains("\"../conformance-out\" is outside of \"/tmp\"");
        assertThat(inside("[ -e /conformance-out ] || echo missing")).isEqualTo("missing");
    }

    @Test
    void anAbsoluteNameIsTakenFromTheFolder() {
        wire.putTar(ARCHIVE + "/var", new Tar().file("/tmp/conformance-out", "x").bytes());

        assertThat(inside("ls /tmp")).doesNotContain("conformance-out");
        assertThat(outside()).isEmpty();
    }

    @Test
    void aLinkThatLeadsOutIsNotFollowedOutOfTheContainer() {
        inside("mkdir -p /a");
        wire.putTar(ARCHIVE + "/a", new Tar().symlink("up", "/tmp").bytes());
        wire.putTar(ARCHIVE + "/a/up", new Tar().file("conformance-out", "x").bytes());

        assertThat(outside()).isEmpty();
        assertThat(inside("cat /tmp/conformance-out; rm /tmp/conformance-out")).isEqualTo("x");
    }

    @Test
    void aLinkInTheTarItselfIsNotFollowedOutEither() {
        wire.putTar(ARCHIVE + "/var", new Tar().symlink("up", "../../../../../../tmp").file("up/conformance-out", "x").bytes());

        assertThat(outside()).isEmpty();
    }

    @Test
    void aHardLinkThatLeadsOutIsRefused() {
        Answer answer = wire.putTar(ARCHIVE + "/tmp", new Tar().hardLink("shadow", "../../../../etc/shadow").bytes());

        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.message()).contains("invalid hardlink");
        assertThat(inside("[ -e /tmp/shadow ] || echo missing")).isEqualTo("missing");
    }

    @Test
    void aTarThatBreaksOff() {
        Answer answer = wire.putTar(ARCHIVE + "/tmp", new Tar().file("broken", "x".repeat(2000)).cutShort());

        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.message()).contains("unexpected EOF");
    }

    @Test
    void readingALinkStaysInside() {
        inside("echo secret > /tmp/inner; ln -sfn /../../../../tmp/inner /tmp/escape");

        Answer answer = wire.get(ARCHIVE + "/tmp/escape/../inner");

        assertThat(answer.status()).isIn(200, 404);
        assertThat(Stream.of(answer.text()).filter(text -> text.contains("root:")).toList()).isEmpty();
    }

    @Test
    void aPathThatClimbsStaysInside() {
        assertThat(Tar.read(wire.get(ARCHIVE + "/../../../../etc/passwd").body()).get("passwd").content()).startsWith("root:x:0:0:root:/root:/bin/sh\nnobody");
    }

    @Test
    void twoFilesOfOneNameAreNoLayer() {
        Docker.Result result = docker.runWith(new Tar().file("twice", "x").file("./twice", "y").bytes(), "import", "-", "twice");

        assertThat(result.code()).isNotZero();
        assertThat(result.errors()).contains("duplicates of file paths not supported");
    }

    @Test
    void layersDoNotWriteOutsideEither() {
        docker.runWith(new Tar().file("../../conformance-out", "x").bytes(), "import", "-", "climbing");

        assertThat(outside()).isEmpty();
    }
}
