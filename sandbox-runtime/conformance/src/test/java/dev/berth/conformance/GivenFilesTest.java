package dev.berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.conformance.Docker.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What every container is given besides its image: places for mounts, names and addresses. None of it is a change of its own. */
@ExtendWith(EngineUnderTest.class)
class GivenFilesTest {
    private static final String IMAGE = SmallImage.NAME;
    private static final String BUSY = "Error response from daemon: Error processing tar file(exit status 1): unlinkat %s: device or resource busy\n";
    private final Docker docker;

    @TempDir
    private Path folder;

    GivenFilesTest(Docker docker) {
        this.docker = docker;
    }

    private Map<String, Tar.Entry> exported(String container) {
        return Tar.read(docker.wire().get("/containers/" + container + "/export").body());
    }

    private String inside(String container, String script) {
        return docker.succeed("exec", container, "sh", "-c", script).line();
    }

    @Test
    void placesForMountsAreThereFromTheBeginning() {
        docker.succeed("create", "--name", "new", IMAGE);

        Map<String, Tar.Entry> entries = exported("new");

        assertThat(entries).containsKeys("dev/", "dev/pts/", "dev/shm/", "proc/", "sys/");
        for (String file : new String[] {".dockerenv", "dev/console", "etc/hostname", "etc/hosts", "etc/resolv.conf"}) {
            assertThat(entries.get(file)).as(file).isEqualTo(new Tar.Entry('0', entries.get(file).mode(), "0:0", "", ""));
            assertThat(entries.get(file).mode()).as(file).endsWith("755");
        }
        assertThat(entries.get("etc/mtab")).extracting(Tar.Entry::type, Tar.Entry::target).containsExactly('2', "/proc/mounts");
    }

    @Test
    void whenTheyWereMade() {
        docker.succeed("run", "-d", "--name", "new", IMAGE, "sleep", "1000");

        assertThat(inside("new", "test $(stat -c %Y /.dockerenv) -gt $(($(date +%s) - 3600)) && echo now || echo before")).isEqualTo(Difference.between("init-dates", "now", "before"));
    }

    @Test
    void devicesAreMountedOneByOne() {
        docker.succeed("run", "-d", "--name", "new", IMAGE, "sleep", "1000");

        assertThat(inside("new", "grep -q ' /dev/null ' /proc/mounts && echo mounted || echo made")).isEqualTo(Difference.between("device-mounts", "made", "mounted"));
    }

    @Test
    void theyAreNoChange() {
        docker.succeed("run", "--name", "ended", "-v", "kept:/data", IMAGE, "true");

        assertThat(docker.succeed("diff", "ended").line()).isEqualTo("A /data");
        assertThat(docker.succeed("ps", "-as", "--format", "{{.Size}}").line()).startsWith("0B ");
    }

    @Test
    void anImageMadeOfTheContainerHasThemNot() {
        docker.succeed("run", "--name", "ended", IMAGE, "touch", "/own");

        docker.succeed("commit", "ended", "made:1");

        docker.succeed("run", "--name", "again", "made:1", "true");
        assertThat(docker.succeed("diff", "again").line()).isEmpty();
        assertThat(docker.inspect("made:1", "{{len .RootFS.Layers}}")).isEqualTo("2");
    }

    @Test
    void programsSeeWhereTheyAre() {
        assertThat(docker.succeed("run", "--rm", IMAGE, "sh", "-c", "ls /.dockerenv; readlink /etc/mtab; cat /etc/hostname", "x").output()).startsWith("/.dockerenv\n/proc/mounts\n");
    }

    @Test
    void theyAreCopiedAsTheContainerSeesThem() {
        docker.succeed("run", "-d", "--name", "named", "-h", "web", "--dns", "192.0.2.1", "--add-host", "other:10.0.0.7", IMAGE, "sleep", "1000");

        assertThat(docker.succeed("cp", "named:/etc/hostname", "-").output()).contains("web\n");
        assertThat(docker.succeed("cp", "named:/etc/resolv.conf", "-").output()).contains("nameserver 192.0.2.1\n");
        assertThat(docker.succeed("cp", "named:/etc/hosts", "-").output()).contains("10.0.0.7\tother\n");
    }

    @Test
    void whatAProgramWroteIntoThem() {
        docker.succeed("run", "-d", "--name", "writer", IMAGE, "sleep", "1000");
        inside("writer", "echo 10.0.0.9 added >> /etc/hosts");

        assertThat(docker.succeed("cp", "writer:/etc/hosts", "-").output().contains("added")).isEqualTo(Difference.between("own-files", true, false));
        assertThat(docker.succeed("diff", "writer").line()).isEmpty();
        docker.succeed("restart", "-t", "0", "writer");
        assertThat(inside("writer", "grep -c added /etc/hosts || true")).isEqualTo("0");
    }

    @Test
    void whatIsCopiedToTheirPlacesBeforeTheStartIsHiddenByIt() throws IOException {
        Path file = Files.writeString(folder.resolve("hosts"), "10.0.0.9 copied\n");
        docker.succeed("create", "--name", "new", IMAGE, "sleep", "1000");

        docker.succeed("cp", file.toString(), "new:/etc/hosts");

        assertThat(docker.succeed("cp", "new:/etc/hosts", "-").output()).contains("copied");
        docker.succeed("start", "new");
        assertThat(inside("new", "grep -c copied /etc/hosts || true")).isEqualTo("0");
        assertThat(docker.succeed("diff", "new").output().lines()).containsExactlyInAnyOrder("C /etc", "C /etc/hosts");
    }

    @Test
    void nothingIsCopiedOverThemAfterwards() throws IOException {
        Path file = Files.writeString(folder.resolve("hosts"), "10.0.0.9 copied\n");
        docker.succeed("run", "-d", "--name", "started", IMAGE, "sleep", "1000");

        for (String target : new String[] {"/etc/hosts", "/etc/hostname", "/etc/resolv.conf"}) {
            assertThat(docker.run("cp", file.toString(), "started:" + target)).isEqualTo(new Result(1, "", String.format(BUSY, target)));
        }
        assertThat(docker.run("cp", file.toString(), "started:/etc/").errors()).isEqualTo(String.format(BUSY, "/etc/hosts"));
        assertThat(inside("started", "grep -c localhost /etc/hosts; grep -c copied /etc/hosts || true")).isEqualTo("2\n0");
        docker.succeed("kill", "started");
        assertThat(docker.run("cp", file.toString(), "started:/etc/hosts").errors()).isEqualTo(String.format(BUSY, "/etc/hosts"));
    }

    /** Replaced from outside, the container would lose the mount. */
    @Test
    void nothingIsCopiedOverAFileThatIsBound() throws IOException {
        docker.succeed("run", "--rm", "-v", "/tmp:/data", IMAGE, "sh", "-c", "echo bound > /data/conformance-bound");
        docker.succeed("run", "-d", "--name", "binding", "-v", "/tmp/conformance-bound:/srv/file", IMAGE, "sleep", "1000");
        Path file = Files.writeString(folder.resolve("other"), "other");

        assertThat(docker.run("cp", file.toString(), "binding:/srv/file").errors()).isEqualTo(String.format(BUSY, "/srv/file"));
        assertThat(inside("binding", "cat /srv/file; grep -c ' /srv/file ' /proc/mounts")).isEqualTo("bound\n1");
        docker.succeed("run", "--rm", "-v", "/tmp:/data", IMAGE, "rm", "/data/conformance-bound");
    }

    @Test
    void devicesBelongToTheHostsRoot() {
        assertThat(docker.succeed("run", "--rm", IMAGE, "stat", "-c", "%a %u", "/dev/null").line()).isEqualTo("666 " + Difference.between("host-owners", "0", "65534"));
    }

    @Test
    void temporaryMountsSayWhoseTheyAre() {
        String options = docker.succeed("run", "--rm", "--tmpfs", "/scratch", IMAGE, "sed", "-n", "s/^tmpfs .scratch tmpfs .*relatime//p", "/proc/mounts").line();

        assertThat(options.contains("uid=")).isEqualTo(Difference.between("host-owners", false, true));
    }
}
