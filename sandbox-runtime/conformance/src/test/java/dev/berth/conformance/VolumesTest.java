package dev.berth.conformance;

import static dev.berth.conformance.DockerCommand.words;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.conformance.Docker.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Volumes, and what containers have mounted. */
@ExtendWith(EngineUnderTest.class)
class VolumesTest {
    private static final String NO_NAME = " includes invalid characters for a local volume name, only \"[a-zA-Z0-9][a-zA-Z0-9_.-]\" are allowed."
            + " If you intended to pass a host directory, use absolute path";

    private static final String IMAGE = SmallImage.NAME;
    private final Docker docker;

    VolumesTest(Docker docker) {
        this.docker = docker;
    }

    private static Result refused(String message) {
        return new Result(1, "", "Error response from daemon: " + message + "\n");
    }

    private String inContainer(String mount, String script) {
        return docker.succeed("run", "--rm", "--network", "none", "-v", mount, IMAGE, "sh", "-c", script).output();
    }

    @Test
    void lifeOfAVolume() {
        assertThat(docker.succeed("volume", "create", "--label", "of=test", "data").line()).isEqualTo("data");
        assertThat(docker.succeed("volume", "ls", "-q", "--filter", "label=of=test").line()).isEqualTo("data");
        assertThat(docker.succeed("volume", "inspect", "-f", "{{.Driver}} {{.Labels.of}} {{.Name}} {{.Scope}}", "data").line()).isEqualTo("local test data local");
        assertThat(docker.succeed("volume", "rm", "data").line()).isEqualTo("data");
        String expected = words("Error: No such volume: data\n").since(26, "Error response from daemon: get data: no such volume\n").said();
        assertThat(docker.run("volume", "rm", "data")).isEqualTo(new Result(1, "", expected));
    }

    @Test
    void aVolumeOutlivesItsContainersAndBeginsWithWhatTheImageHas() {
        assertThat(inContainer("data:/etc", "cat /etc/group >/etc/copied; stat -c '%u %g %a' /etc")).isEqualTo("0 0 755\n");
        assertThat(inContainer("data:/x:ro", "test -s /x/copied && test -s /x/passwd && echo there; touch /x/y 2>&1 || true")).isEqualTo("there\ntouch: /x/y: Read-only file system\n");
        assertThat(inContainer("none:/etc:nocopy", "ls /etc/passwd 2>&1 || true")).isEqualTo("ls: /etc/passwd: No such file or directory\n");
    }

    @Test
    void oneInUseIsKept() {
        String id = docker.succeed("create", "-v", "data:/x", IMAGE, "true").line();

        assertThat(docker.run("volume", "rm", "data")).isEqualTo(refused("remove data: volume is in use - [" + id + "]"));
        assertThat(docker.succeed("volume", "ls", "-q", "-f", "dangling=true").output()).isEmpty();
        assertThat(docker.succeed("ps", "-aq", "--no-trunc", "--filter", "volume=data").line()).isEqualTo(id);
        docker.succeed("rm", "-v", id);
        assertThat(docker.succeed("volume", "ls", "-q", "-f", "dangling=true").line()).isEqualTo("data");
        assertThat(docker.succeed("volume", "prune", "-f").output()).startsWith("Deleted Volumes:\ndata\n\nTotal reclaimed space: ");
    }

    @Test
    void oneThatNobodyNamedGoesWithItsContainer() {
        docker.succeed("create", "--name", "store", "-v", "/data", IMAGE, "true");
        assertThat(docker.succeed("run", "--rm", "--network", "none", "--volumes-from", "store:ro", IMAGE, "sh", "-c", "touch /data/x 2>&1 || true").output())
                .isEqualTo("touch: /data/x: Read-only file system\n");

        assertThat(docker.succeed("volume", "ls", "-q").output().lines()).hasSize(1);
        docker.succeed("rm", "-v", "store");
        assertThat(docker.succeed("volume", "ls", "-q").output()).isEmpty();
    }

    @Test
    void inspectTellsWhatIsMounted() {
        docker.succeed("create", "--name", "user", "-v", "data:/x", "-v", "/etc:/y:ro", "--mount", "type=tmpfs,dst=/z,tmpfs-size=1m", IMAGE, "true");

        assertThat(docker.inspect("user", "{{range .Mounts}}{{.Type}},{{.Name}},{{.Destination}},{{.Driver}},{{.Mode}},{{.RW}} {{end}}").split(" "))
                .containsExactlyInAnyOrder("volume,data,/x,local,z,true", "bind,,/y,,ro,false", "tmpfs,,/z,,,true");
        assertThat(docker.inspect("user", "{{range .HostConfig.Binds}}{{.}} {{end}}").split(" ")).as("the command itself shuffles them")
                .containsExactlyInAnyOrder("data:/x", "/etc:/y:ro");
    }

    @Test
    void mountsLieInEachOther() {
        assertThat(docker.succeed("run", "--rm", "--network", "none", "-v", "inner:/a/b", "-v", "outer:/a", IMAGE, "sh", "-c", "touch /a/b/file /a/own; ls /a").output())
                .isEqualTo("b\nown\n");
        assertThat(inContainer("inner:/x", "ls /x")).isEqualTo("file\n");
    }

    @Test
    void aTemporaryFileSystemHasItsOptions() {
        assertThat(docker.succeed("run", "--rm", "--network", "none", "--tmpfs", "/t:size=1m,mode=700", IMAGE, "sh", "-c", "stat -c %a /t; df -k /t | tail -1 | awk '{print $2}'").output())
                .isEqualTo("700\n1024\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "ab:x | invalid volume specification: 'ab:x': invalid mount config for type \"volume\": invalid mount path: 'x' mount path must be absolute",
        "ab:/ | invalid volume specification: 'ab:/': invalid mount config for type \"volume\": invalid specification: destination can't be '/'",
        "/x:/y:zz | invalid mode: zz",
        "/x:/y:ro,rw | invalid mode: ro,rw",
        "ab:/x:ro:rw | invalid volume specification: 'ab:/x:ro:rw'",
        "ab:/x:rshared | invalid volume specification: 'ab:/x:rshared': invalid mount config for type \"volume\": field BindOptions must not be specified",
        "/h:/x:nocopy | invalid volume specification: '/h:/x:nocopy': invalid mount config for type \"bind\": field VolumeOptions must not be specified",
    })
    void whatCannotBeMountedIsToldInDockersWords(String mount, String message) {
        assertThat(binding(mount)).isEqualTo("500 " + message);
    }

    /** Not by the docker command: a newer one looks at some of it itself. */
    private String binding(String mount) {
        return docker.wire().post("/containers/create", "{\"Image\": \"" + IMAGE + "\", \"HostConfig\": {\"Binds\": [\"" + mount + "\"]}}").error();
    }

    @Test
    void whatIsNoNameIsTold() {
        assertThat(binding("./b:/x")).isEqualTo("400 create ./b: \"./b\"" + NO_NAME);
        assertThat(docker.run("volume", "create", "a")).isEqualTo(refused("create a: volume name is too short, names should be at least two alphanumeric characters"));
        assertThat(docker.run("volume", "create", "-o", "foo=bar", "xx")).isEqualTo(refused("create xx: invalid option: \"foo\""));
        assertThat(docker.run("volume", "create", "-o", "size=1m", "xx")).isEqualTo(refused("create xx: quota size requested but no quota support"));
        assertThat(docker.run("volume", "create", "-d", "foo", "vv")).isEqualTo(refused("create vv: error looking up volume plugin foo: plugin \"foo\" not found"));
    }

    @Test
    void aTargetIsTakenOnce() {
        assertThat(docker.run("create", "-v", "ab:/x", "-v", "cd:/x/", IMAGE, "true")).isEqualTo(refused("Duplicate mount point: /x"));
        assertThat(docker.run("create", "-v", "ab:/x", "--tmpfs", "/x", IMAGE, "true")).isEqualTo(refused("Duplicate mount point: /x"));
    }

    @Test
    void aMountMustFindItsSource() {
        assertThat(docker.run("create", "--mount", "type=bind,src=/no/such,dst=/x", IMAGE, "true"))
                .isEqualTo(refused("invalid mount config for type \"bind\": bind source path does not exist: /no/such"));
        assertThat(docker.run("create", "--volumes-from", "nobody", IMAGE, "true")).isEqualTo(refused("No such container: nobody"));
        assertThat(docker.run("create", "--volumes-from", "nobody:xx", IMAGE, "true")).isEqualTo(refused("invalid mode: xx"));
    }
}
