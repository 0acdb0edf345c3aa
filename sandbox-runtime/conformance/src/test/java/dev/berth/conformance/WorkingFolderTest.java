package dev.berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Where a program begins: made when the container is, refused when something else is there. */
@ExtendWith(EngineUnderTest.class)
class WorkingFolderTest {
    private static final String IMAGE = SmallImage.NAME;
    private final Docker docker;

    WorkingFolderTest(Docker docker) {
        this.docker = docker;
    }

    private String createdIn(String folder) {
        return docker.wire().post("/containers/create", "{\"Image\": \"" + IMAGE + "\", \"WorkingDir\": \"" + folder + "\"}").error();
    }

    @Test
    void isMadeWithTheContainer() {
        docker.succeed("create", "--name", "new", "-w", "/a//b/../c/", IMAGE, "pwd");

        assertThat(docker.succeed("diff", "new").output().lines()).containsExactlyInAnyOrder("A /a", "A /a/c");
        assertThat(docker.succeed("start", "-a", "new").line()).isEqualTo("/a/c");
    }

    @Test
    void isNotMadeWhenItIsThere() {
        docker.succeed("create", "--name", "new", "-w", "/tmp", IMAGE);

        assertThat(docker.succeed("diff", "new").line()).isEmpty();
    }

    @Test
    void belongsToRoot() {
        assertThat(docker.succeed("run", "--rm", "-u", "nobody", "-w", "/srv/app", IMAGE, "sh", "-c", "pwd; stat -c '%u %a' .").line()).isEqualTo("/srv/app\n0 755");
    }

    @Test
    void ofAReadOnlyContainerIsMadeAsWell() {
        assertThat(docker.succeed("run", "--rm", "--read-only", "-w", "/srv/app", IMAGE, "pwd").line()).isEqualTo("/srv/app");
    }

    @Test
    void linksOnTheWayAreFollowedInTheContainer() {
        docker.runWith(new Tar().folder("bin/").folder("real/").symlink("link", "/real").symlink("loose", "/made").symlink("out", "../../../escaped").bytes(), "import", "-", "linked");

        docker.succeed("create", "--name", "one", "-w", "/link/deep", "linked", "x");
        docker.succeed("create", "--name", "two", "-w", "/loose/deep", "linked", "x");
        docker.succeed("create", "--name", "three", "-w", "/out/deep", "linked", "x");

        assertThat(docker.succeed("diff", "one").output().lines()).contains("A /real/deep");
        assertThat(docker.succeed("diff", "two").output().lines()).contains("A /made", "A /made/deep");
        assertThat(docker.succeed("diff", "three").output().lines()).contains("A /escaped", "A /escaped/deep");
    }

    @Test
    void aNewVolumeBeginsWithIt() {
        docker.succeed("create", "--name", "new", "-v", "kept:/data", "-w", "/data/sub", IMAGE);

        assertThat(docker.succeed("run", "--rm", "-v", "kept:/data", IMAGE, "ls", "/data").line()).isEqualTo("sub");
    }

    @Test
    void aFileIsNone() {
        assertThat(createdIn("/bin/sh")).isEqualTo("500 Cannot mkdir: /bin/sh is not a directory");
        assertThat(createdIn("/etc/passwd")).isEqualTo("500 Cannot mkdir: /etc/passwd is not a directory");
        assertThat(docker.succeed("ps", "-aq").line()).isEmpty();
    }

    @Test
    void nothingIsBelowAFile() {
        assertThat(createdIn("/etc/passwd/x")).matches(Difference.between("host-paths", "500 lstat /.*/merged/etc/passwd/x: not a directory", "500 lstat /etc/passwd/x: not a directory"));
    }

    @Test
    void anExecFindsItOrFails() {
        docker.succeed("run", "-d", "--name", "host", IMAGE, "sleep", "1000");

        assertThat(docker.run("exec", "-w", "/nowhere", "host", "pwd").output())
                .contains("chdir to cwd (\"/nowhere\") set in config.json failed: no such file or directory");
        assertThat(docker.run("exec", "-w", "/bin/sh", "host", "pwd").code()).isEqualTo(126);
    }
}
