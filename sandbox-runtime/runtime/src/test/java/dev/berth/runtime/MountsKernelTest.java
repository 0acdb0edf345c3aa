package dev.berth.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What containers have mounted beside their layers, on the real kernel. */
class MountsKernelTest {
    private static final String ID = "deadbeef";

    private TestHost host;

    @BeforeEach
    void open() {
        host = new TestHost();
        host.runtime().startMachine(host.machine("alice"));
        TestHost.own(host.disk("alice").resolve("volumes/data/_data"));
    }

    @AfterEach
    void close() {
        host.close();
    }

    private Outcome run(String script, ContainerMount... mounts) {
        ContainerSpec spec = Wanted.with(host.container("alice", ID, TestHost.shell(script)), wanted -> wanted.mounts = List.of(mounts));
        Outcome outcome = Outcome.of(host.runtime().startContainer(spec));
        outcome.error();
        outcome.output();
        host.runtime().releaseContainer("alice", ID);
        return outcome;
    }

    @Test
    void keepsAVolumesContent() {
        ContainerMount volume = new ContainerMount.Volume("data", "/var/lib/data", false);

        run("echo kept > /var/lib/data/note", volume);

        assertThat(run("cat /var/lib/data/note", volume).output()).isEqualTo("kept");
    }

    @Test
    void doesNotWriteAReadOnlyVolume() {
        assertThat(run("touch /data/x", new ContainerMount.Volume("data", "/data", true)).error()).contains("Read-only file system");
    }

    @Test
    void sharesAFolderWithTheMachine() {
        host.inMachine("alice", "mkdir /root/site; echo hello > /root/site/index").output();

        Outcome outcome = run("cat /srv/site/index; echo changed > /srv/site/index", new ContainerMount.Bind("/root/site", "/srv/site", false, ""));

        assertThat(outcome.output()).isEqualTo("hello");
        assertThat(host.inMachine("alice", "cat /root/site/index").output()).isEqualTo("changed");
    }

    @Test
    void sharesAFile() {
        host.inMachine("alice", "echo setting > /root/config").output();

        assertThat(run("cat /etc/my/config; echo x > /etc/my/config", new ContainerMount.Bind("/root/config", "/etc/my/config", true, "")).output()).isEqualTo("setting");
    }

    @Test
    void putsAUsersFileInThePlaceOfOurs() {
        host.inMachine("alice", "echo mine > /root/hostname").output();

        assertThat(run("cat /etc/hostname", new ContainerMount.Bind("/root/hostname", "/etc/hostname", false, "")).output()).isEqualTo("mine");
    }

    /** It is a link into a tmpfs of the machine's first process: what only the corner could see would not be there. */
    @Test
    void sharesWhatIsMountedInTheMachine() throws IOException {
        Files.writeString(host.disk("alice").resolve("../../../sockets/docker.sock").normalize(), "the socket");

        Outcome outcome = run("cat /run/docker.sock; cat /m/made; ls /all/proc/1/cmdline",
                new ContainerMount.Bind("/run/docker.sock", "/run/docker.sock", false, ""),
                new ContainerMount.Bind("/", "/all", true, "rslave"),
                memoryOfTheMachine());

        assertThat(outcome.output()).isEqualTo("the socketmade\n/all/proc/1/cmdline");
    }

    private ContainerMount memoryOfTheMachine() {
        host.inMachine("alice", "mkdir /memory; mount -t tmpfs tmpfs /memory; echo made > /memory/made").output();
        return new ContainerMount.Bind("/memory", "/m", false, "");
    }

    @Test
    void showsLaterMountsOfTheMachineOnlyWhereTheyAreShared() {
        host.inMachine("alice", "mkdir -p /share/one; mount -t tmpfs tmpfs /share; mkdir /share/one; mount --make-shared /share").output();
        ContainerSpec spec = Wanted.with(host.container("alice", ID, TestHost.program("sleep", "1000")), wanted -> wanted.mounts = List.of(
                new ContainerMount.Bind("/share", "/slave", false, "rslave"), new ContainerMount.Bind("/share", "/private", false, "")));
        host.runtime().startContainer(spec);

        host.inMachine("alice", "mount -t tmpfs tmpfs /share/one; mkdir /share/one/later").output();

        assertThat(host.inContainer("alice", ID, "ls /slave/one /private/one").output()).isEqualTo("/private/one:\n\n/slave/one:\nlater");
    }

    @Test
    void forgetsWhatIsTemporary() {
        Outcome outcome = run("grep ' /scratch ' /proc/mounts; stat -c %a /scratch; touch /scratch/x", new ContainerMount.Temporary("/scratch", "size=1m,mode=700"));

        assertThat(outcome.output()).contains("nosuid,nodev,noexec").contains("size=1024k").contains("mode=700").endsWith("\n700");
        assertThat(run("touch /sealed/x", new ContainerMount.Temporary("/sealed", "ro")).error()).contains("Read-only file system");
        assertThat(run("grep -c noexec /proc/mounts; grep ' /open ' /proc/mounts", new ContainerMount.Temporary("/open", "exec")).output().lines().toList().get(1))
                .doesNotContain("noexec");
    }

    @Test
    void mountsOneIntoAnother() {
        Outcome outcome = run("touch /a/b/file; ls /a", new ContainerMount.Temporary("/a", ""), new ContainerMount.Volume("data", "/a/b", false));

        assertThat(outcome.output()).isEqualTo("b");
        assertThat(Files.exists(host.disk("alice").resolve("volumes/data/_data/file"))).isTrue();
    }

    @Test
    void saysWhatCannotBeMounted() {
        host.inMachine("alice", "echo x > /root/file").output();

        assertThatThrownBy(() -> run("true", new ContainerMount.Bind("/nosuch", "/srv", false, "")))
                .isInstanceOf(LaunchFailedException.class).hasMessage("open /nosuch of machine/alice: no such file or directory");
        assertThatThrownBy(() -> run("true", new ContainerMount.Bind("/root/file", "/etc", false, "")))
                .isInstanceOf(LaunchFailedException.class).hasMessageContaining("/etc").hasMessageEndingWith("not a directory");
        assertThatThrownBy(() -> run("true", new ContainerMount.Volume("nosuch", "/srv", false)))
                .isInstanceOf(LaunchFailedException.class).hasMessageContaining("no such file or directory");
    }

    @Test
    void hasManyLayersWithLongNames() throws IOException {
        List<String> layers = new java.util.ArrayList<>(IntStream.range(0, 300).mapToObj(number -> String.format("%064d", number)).toList());
        for (String layer : layers) {
            Files.createDirectories(host.layers().resolve(layer).resolve("layer" + layer.substring(61)));
        }
        layers.add(TestHost.LAYER);
        ContainerSpec spec = Wanted.with(host.container("alice", ID, TestHost.shell("ls -d /layer* | wc -l")), wanted -> wanted.layers = layers);

        assertThat(Outcome.of(host.runtime().startContainer(spec)).output()).isEqualTo("300");
    }

    @Test
    void doesNotFollowALinkInAVolumesPlace() throws IOException {
        Path volumes = host.disk("alice").resolve("volumes");
        Files.createSymbolicLink(volumes.resolve("stolen"), Path.of("../../store"));
        Files.createSymbolicLink(volumes.resolve("absolute"), Path.of("/"));

        assertThatThrownBy(() -> run("ls /srv", new ContainerMount.Volume("stolen", "/srv", false))).isInstanceOf(LaunchFailedException.class);
        assertThatThrownBy(() -> run("ls /srv", new ContainerMount.Volume("absolute", "/srv", false))).isInstanceOf(LaunchFailedException.class);
        assertThatThrownBy(() -> run("ls /srv", new ContainerMount.Volume("../containers", "/srv", false))).isInstanceOf(LaunchFailedException.class);
    }
}
