package dev.berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.conformance.Docker.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Folders of the host, which is the machine where there is one; temporary ones; --mount; those of other containers. */
@ExtendWith(EngineUnderTest.class)
class MountsTest {
    private static final String IMAGE = SmallImage.NAME;
    private final Docker docker;

    MountsTest(Docker docker) {
        this.docker = docker;
    }

    private String created(String hostConfig) {
        return docker.wire().post("/containers/create", "{\"Image\": \"" + IMAGE + "\", \"HostConfig\": {" + hostConfig + "}}").error();
    }

    @Test
    void aFolderOfTheHostIsMadeAndShared() {
        docker.succeed("run", "--rm", "-v", "/tmp/conformance-bind/new:/data", IMAGE, "sh", "-c", "echo word > /data/file");

        assertThat(docker.succeed("run", "--rm", "-v", "/tmp/conformance-bind:/data:ro", IMAGE, "cat", "/data/new/file").line()).isEqualTo("word");
        docker.succeed("run", "--rm", "-v", "/tmp:/data", IMAGE, "rm", "-r", "/data/conformance-bind");
    }

    @Test
    void aBindIsShown() {
        docker.succeed("create", "--name", "bound", "-v", "/tmp:/data:ro", IMAGE);

        assertThat(docker.inspect("bound", "{{range .Mounts}}{{.Type}} {{.Source}} {{.Destination}} {{.Mode}} {{.RW}}{{end}} {{json .HostConfig.Binds}}"))
                .isEqualTo("bind /tmp /data ro false [\"/tmp:/data:ro\"]");
    }

    @Test
    void aMountNeedsASourceThatIsThere() {
        assertThat(docker.run("create", "--mount", "type=bind,source=/no-such-folder,target=/data", IMAGE).errors())
                .contains("invalid mount config for type \"bind\": bind source path does not exist: /no-such-folder");
    }

    @Test
    void aMountOfAVolume() {
        docker.succeed("run", "--rm", "--mount", "type=volume,source=kept,target=/data", IMAGE, "sh", "-c", "echo word > /data/file");

        assertThat(docker.succeed("run", "--rm", "--mount", "source=kept,target=/data,readonly", IMAGE, "cat", "/data/file").line()).isEqualTo("word");
    }

    @Test
    void aMountOfAVolumeWithLabels() {
        docker.succeed("create", "--mount", "type=volume,source=kept,target=/data,volume-label=of=test", IMAGE);

        assertThat(docker.succeed("volume", "inspect", "--format", "{{json .Labels}}", "kept").line()).isEqualTo("{\"of\":\"test\"}");
    }

    @Test
    void aTemporaryMount() {
        assertThat(docker.succeed("run", "--rm", "--mount", "type=tmpfs,target=/scratch,tmpfs-size=1048576,tmpfs-mode=0711", IMAGE, "sh", "-c",
                "stat -c %a /scratch; df -k /scratch | tail -1 | tr -s ' ' | cut -d' ' -f2").line()).isEqualTo("711\n1024");
    }

    @Test
    void mountsOfAnotherContainer() {
        docker.succeed("create", "--name", "first", "-v", "kept:/data", "-v", "/anonymous", IMAGE);

        assertThat(docker.succeed("run", "--rm", "--volumes-from", "first", IMAGE, "sh", "-c", "grep -cE ' /(data|anonymous) ' /proc/mounts").line()).isEqualTo("2");
        assertThat(docker.run("run", "--rm", "--volumes-from", "first:ro", IMAGE, "touch", "/data/file").errors()).contains("Read-only file system");
    }

    @Test
    void mountsOfNobody() {
        assertThat(docker.run("create", "--volumes-from", "nosuch", IMAGE).errors()).contains("No such container: nosuch");
        assertThat(docker.run("create", "--volumes-from", "nosuch:xx", IMAGE).errors()).contains("invalid mode: xx");
    }

    @Test
    void twoOnOnePlace() {
        assertThat(docker.run("create", "-v", "/tmp:/data", "-v", "kept:/data", IMAGE).errors()).contains("Duplicate mount point: /data");
        assertThat(docker.run("create", "--mount", "type=tmpfs,target=/data", "-v", "kept:/data", IMAGE).errors()).contains("Duplicate mount point: /data");
    }

    @Test
    void specificationsThatAreNone() {
        assertThat(created("\"Binds\": [\"a:b:c:d\"]")).isEqualTo("500 invalid volume specification: 'a:b:c:d'");
        assertThat(created("\"Binds\": [\"kept:relative\"]")).isEqualTo("500 invalid volume specification: 'kept:relative': invalid mount config for type \"volume\": invalid mount path: 'relative' mount path must be absolute");
        assertThat(created("\"Binds\": [\"/tmp:/\"]")).isEqualTo("500 invalid volume specification: '/tmp:/': invalid mount config for type \"bind\": invalid specification: destination can't be '/'");
        assertThat(created("\"Binds\": [\"/tmp:/data:xx\"]")).isEqualTo("500 invalid mode: xx");
        assertThat(created("\"Mounts\": [{\"Type\": \"nosuch\", \"Target\": \"/data\"}]")).isEqualTo("400 invalid mount config for type \"nosuch\": mount type unknown");
        assertThat(created("\"Mounts\": [{\"Type\": \"volume\"}]")).isEqualTo("400 invalid mount config for type \"volume\": field Target must not be empty");
        assertThat(created("\"Mounts\": [{\"Type\": \"bind\", \"Target\": \"/data\"}]")).isEqualTo("400 invalid mount config for type \"bind\": field Source must not be empty");
        assertThat(created("\"Mounts\": [{\"Type\": \"tmpfs\", \"Target\": \"/data\", \"Source\": \"x\"}]")).isEqualTo("400 invalid mount config for type \"tmpfs\": field Source must not be specified");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            -v      | /etc/passwd:/etc  | /etc/passwd | /etc
            -v      | /etc:/etc/passwd  | /etc        | /etc/passwd
            --tmpfs | /etc/passwd       | tmpfs       | /etc/passwd
            """)
    void aFolderIsNotMountedOnAFileNorAFileOnAFolder(String option, String value, String source, String target) {
        Result result = docker.run("run", "--rm", option, value, IMAGE, "true");

        assertThat(result.code()).isEqualTo(125);
        assertThat(result.errors()).containsPattern("error during container init: error mounting \"" + source + "\" to rootfs at \"" + target + "\": mount " + source + ":" + target
                + ".*: not a directory: unknown: Are you trying to mount a directory onto a file \\(or vice-versa\\)\\? Check if the specified host path exists and is the expected type");
    }

    @Test
    void aBindWithoutTheMountsInIt() {
        Answer answer = docker.wire().post("/containers/create", "{\"Image\": \"" + IMAGE
                + "\", \"HostConfig\": {\"Mounts\": [{\"Type\": \"bind\", \"Source\": \"/tmp\", \"Target\": \"/data\", \"BindOptions\": {\"NonRecursive\": true}}]}}");

        assertThat(answer.status()).isEqualTo(Difference.between("bind-nonrecursive", 201, 501));
    }

    @Test
    void aVolumesDriverHasOptions() {
        assertThat(docker.run("volume", "create", "-o", "type=tmpfs", "-o", "device=tmpfs", "kept").code()).isEqualTo(Difference.between("volume-options", 0, 1));
    }

    @Test
    void aFileCanBeBound() {
        docker.succeed("run", "--rm", "-v", "/tmp:/data", IMAGE, "sh", "-c", "echo one > /data/conformance-file");

        assertThat(docker.succeed("run", "--rm", "-v", "/tmp/conformance-file:/etc/motd", IMAGE, "cat", "/etc/motd").line()).isEqualTo("one");
        docker.succeed("run", "--rm", "-v", "/tmp:/data", IMAGE, "rm", "/data/conformance-file");
    }

    @Test
    void aBindIsNotMadeOverALinkThatLeadsOutside() throws Exception {
        docker.runWith(new Tar().folder("bin/").symlink("data", "/tmp").bytes(), "import", "-", "linked");
        docker.succeed("create", "--name", "linking", "-v", "kept:/data/deep", "linked", "true");

        docker.run("start", "linking");

        assertThat(docker.succeed("run", "--rm", "-v", "/tmp:/look", IMAGE, "sh", "-c", "[ -e /look/deep ] && echo outside || echo inside").line()).isEqualTo("inside");
    }

    @Test
    void theFolderToMountOnIsMade() {
        assertThat(docker.succeed("run", "--rm", "-v", "kept:/a/b/c", IMAGE, "sh", "-c", "ls -d /a/b/c").line()).isEqualTo("/a/b/c");
    }

    @Test
    void mountsWithinMounts() {
        assertThat(docker.succeed("run", "--rm", "-v", "inner:/a/b", "-v", "outer:/a", IMAGE, "sh", "-c", "touch /a/b/file; grep -c ' /a' /proc/mounts; ls /a/b").line()).isEqualTo("2\nfile");
    }
}
