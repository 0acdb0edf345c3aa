package dev.berth.conformance;

import static dev.berth.conformance.DockerCommand.words;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.conformance.Docker.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Volumes by themselves, and mounted. */
@ExtendWith(EngineUnderTest.class)
class VolumeLifeTest {
    private static final String IMAGE = SmallImage.NAME;
    private final Docker docker;

    VolumeLifeTest(Docker docker) {
        this.docker = docker;
    }

    @Test
    void createListInspectRemove() {
        assertThat(docker.succeed("volume", "create", "--label", "of=test", "kept").line()).isEqualTo("kept");

        assertThat(docker.succeed("volume", "ls", "--format", "{{.Driver}} {{.Name}} {{.Scope}}").line()).isEqualTo("local kept local");
        assertThat(docker.succeed("volume", "inspect", "--format", "{{.Name}} {{.Driver}} {{.Labels.of}} {{.Scope}} {{json .Options}}", "kept").line())
                .isEqualTo("kept local test local " + words("{}").since(26, "null").said());
        assertThat(docker.succeed("volume", "inspect", "--format", "{{.Mountpoint}}", "kept").line()).endsWith("/volumes/kept/_data");
        assertThat(docker.succeed("volume", "rm", "kept").line()).isEqualTo("kept");
        assertThat(docker.succeed("volume", "ls", "-q").output()).isEmpty();
    }

    @Test
    void anAnonymousOneGetsALongName() {
        assertThat(docker.succeed("volume", "create").line()).matches("[0-9a-f]{64}");
    }

    @Test
    void creatingItTwiceIsTheSame() {
        docker.succeed("volume", "create", "kept");

        assertThat(docker.succeed("volume", "create", "kept").line()).isEqualTo("kept");
        assertThat(docker.succeed("volume", "create", "-o", "type=tmpfs", "-o", "device=tmpfs", "--label", "a=b", "kept").line()).isEqualTo("kept");
        assertThat(docker.succeed("volume", "inspect", "--format", "{{.Options}} {{.Labels}}", "kept").line()).isEqualTo("map[] map[]");
        assertThat(docker.succeed("volume", "ls", "-q").output()).isEqualTo("kept\n");
    }

    @Test
    void aNameWithOtherCharacters() {
        assertThat(docker.wire().post("/volumes/create", "{\"Name\": \"a/b\"}").error())
                .isEqualTo("400 create a/b: \"a/b\" includes invalid characters for a local volume name, only \"[a-zA-Z0-9][a-zA-Z0-9_.-]\" are allowed. If you intended to pass a host directory, use absolute path");
        assertThat(docker.wire().post("/volumes/create", "{\"Name\": \"..\"}").status()).isEqualTo(400);
    }

    @Test
    void aDriverThatDoesNotExist() {
        assertThat(docker.run("volume", "create", "-d", "nosuch", "kept").errors()).contains("error looking up volume plugin nosuch: plugin \"nosuch\" not found");
        for (String name : new String[] {"x", "a/b"}) {
            assertThat(docker.wire().post("/volumes/create", "{\"Name\": \"" + name + "\", \"Driver\": \"nosuch\", \"DriverOpts\": {\"no\": \"such\"}}").error())
                    .isEqualTo("404 create " + name + ": error looking up volume plugin nosuch: plugin \"nosuch\" not found");
        }
    }

    @Test
    void whatIsNotThere() {
        String expected = words("Error: No such volume: nosuch\n").since(26, "Error response from daemon: get nosuch: no such volume\n").said();
        assertThat(docker.run("volume", "inspect", "nosuch")).isEqualTo(new Result(1, "[]\n", expected));
        assertThat(docker.wire().delete("/volumes/nosuch").error()).isEqualTo("404 get nosuch: no such volume");
        assertThat(docker.wire().delete("/volumes/nosuch?force=1").status()).isEqualTo(204);
    }

    @Test
    void aVolumeInUseStays() {
        docker.succeed("create", "--name", "user", "-v", "kept:/data", IMAGE);

        Result result = docker.run("volume", "rm", "kept");

        assertThat(result.errors()).isEqualTo("Error response from daemon: remove kept: volume is in use - [" + docker.inspect("user", "{{.Id}}") + "]\n");
    }

    @Test
    void contentOutlivesContainersAndIsShared() {
        docker.succeed("run", "--rm", "-v", "kept:/data", IMAGE, "sh", "-c", "echo word > /data/file");
        docker.succeed("run", "-d", "--name", "one", "-v", "kept:/data", IMAGE, "sleep", "1000");
        docker.succeed("run", "-d", "--name", "two", "-v", "kept:/other", IMAGE, "sleep", "1000");

        docker.succeed("exec", "one", "sh", "-c", "echo more >> /data/file");

        assertThat(docker.succeed("exec", "two", "cat", "/other/file").output()).isEqualTo("word\nmore\n");
    }

    @Test
    void aNewVolumeGetsTheImagesContentAndOwner() {
        docker.succeed("run", "--name", "maker", IMAGE, "sh", "-c", "mkdir /data; echo seed > /data/file; chown -R 5:6 /data; chmod 711 /data");
        docker.succeed("commit", "maker", "seeded");

        assertThat(docker.succeed("run", "--rm", "-v", "fresh:/data", "seeded", "sh", "-c", "cat /data/file; stat -c '%u %g %a' /data /data/file").line()).isEqualTo("seed\n5 6 711\n5 6 644");
        assertThat(docker.succeed("run", "--rm", "-v", "bare:/data:nocopy", "seeded", "ls", "/data").output()).isEmpty();
    }

    @Test
    void aVolumeWithContentKeepsIt() {
        docker.succeed("run", "--rm", "-v", "kept:/anything", IMAGE, "sh", "-c", "echo mine > /anything/file");

        assertThat(docker.succeed("run", "--rm", "-v", "kept:/etc", IMAGE, "ls", "/etc").output()).contains("file").doesNotContain("passwd");
    }

    @Test
    void anImagesVolumeIsMadeForEachContainer() throws Exception {
        docker.runWith(SmallImage.tar(), "import", "--change", "VOLUME /data", "--change", "ENV PATH=/bin", "-", "with-volume");
        docker.succeed("create", "--name", "one", "with-volume", "true");

        assertThat(docker.inspect("one", "{{range .Mounts}}{{.Type}} {{.Destination}} {{.Driver}} {{.RW}} {{len .Name}}{{end}}")).isEqualTo("volume /data local true 64");
        assertThat(docker.inspect("one", "{{json .Config.Volumes}}")).isEqualTo("{\"/data\":{}}");
    }

    @Test
    void anonymousOnesGoWithTheContainerOnlyWhenSaidSo() {
        docker.succeed("create", "--name", "one", "-v", "/data", "-v", "named:/named", IMAGE);
        docker.succeed("create", "--name", "two", "-v", "/data", IMAGE);

        docker.succeed("rm", "-v", "one");
        docker.succeed("rm", "two");

        assertThat(docker.succeed("volume", "ls", "-q", "--filter", "dangling=true").output().lines()).hasSize(2).contains("named");
    }

    @Test
    void runWithRmTakesAnonymousOnesAway() {
        docker.succeed("run", "--rm", "-v", "/data", "-v", "named:/named", IMAGE, "true");

        assertThat(docker.succeed("volume", "ls", "-q").output()).isEqualTo("named\n");
    }

    @Test
    void readOnly() {
        assertThat(docker.run("run", "--rm", "-v", "kept:/data:ro", IMAGE, "touch", "/data/file").errors()).contains("Read-only file system");
        docker.succeed("create", "--name", "user", "-v", "kept:/data:ro", IMAGE);
        assertThat(docker.inspect("user", "{{range .Mounts}}{{.Mode}} {{.RW}}{{end}}")).isEqualTo("ro false");
    }

    @Test
    void filters() {
        docker.succeed("volume", "create", "--label", "of=test", "first");
        docker.succeed("volume", "create", "second");
        docker.succeed("create", "-v", "second:/data", IMAGE);

        assertThat(docker.succeed("volume", "ls", "-q", "--filter", "label=of=test").output()).isEqualTo("first\n");
        assertThat(docker.succeed("volume", "ls", "-q", "--filter", "name=sec").output()).isEqualTo("second\n");
        assertThat(docker.succeed("volume", "ls", "-q", "--filter", "dangling=false").output()).isEqualTo("second\n");
        assertThat(docker.succeed("volume", "ls", "-q", "--filter", "driver=local").output()).isEqualTo("first\nsecond\n");
        assertThat(docker.run("volume", "ls", "--filter", "nosuch=1").errors()).contains("nvalid filter 'nosuch'");
    }

    @Test
    void pruneTakesWhatNobodyUses() {
        docker.succeed("run", "--rm", "-v", "unused:/data", IMAGE, "sh", "-c", "head -c 1000 /dev/zero > /data/file");
        docker.succeed("create", "-v", "used:/data", IMAGE);

        String output = docker.succeed("volume", "prune", "-f").output();

        assertThat(output).isEqualTo("Deleted Volumes:\nunused\n\nTotal reclaimed space: 1kB\n");
        assertThat(docker.succeed("volume", "ls", "-q").output()).isEqualTo("used\n");
    }

    @Test
    void pruneKeepsWhatALabelExcludes() {
        docker.succeed("volume", "create", "--label", "keep", "first");
        docker.succeed("volume", "create", "second");

        assertThat(docker.succeed("volume", "prune", "-f", "--filter", "label!=keep").output()).contains("second").doesNotContain("first");
    }
}
