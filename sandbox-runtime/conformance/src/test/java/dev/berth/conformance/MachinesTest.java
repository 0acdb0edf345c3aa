package dev.berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.daemon.TypedCommand;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;

/** What only Berth has: machines as containers of the admin socket, and an engine that may die. */
@Isolated("it ends the engine as a crash would")
@ExtendWith(EngineUnderTest.class)
@DisabledIfSystemProperty(named = "berth.sockets", matches = ".+", disabledReason = "a stock Docker has no machines")
class MachinesTest {
    private static final String IMAGE = SmallImage.NAME;
    private final Berth berth;
    private final Docker admin;

    MachinesTest(Berth berth) {
        this.berth = berth;
        admin = berth.admin();
    }

    @Test
    void aMachineIsMadeEnteredListedAndRemoved() throws Exception {
        admin.succeed("run", "-d", "--runtime", "machine", "--hostname", "vm1", "--name", "probe", IMAGE);

        try (TypedCommand shell = admin.type("exec", "-it", "probe", "sh")) {
            shell.await("# ");
            shell.type("hostname\n");
            shell.await("vm1");
            shell.type("exit 2\n");
            assertThat(shell.exitCode()).isEqualTo(2);
        }
        assertThat(admin.run("ps", "--format", "{{.Names}} {{.Image}}").output()).contains("probe " + IMAGE);
        assertThat(berth.machine("probe").run("ps", "-q").output()).isEmpty();

        admin.succeed("rm", "-f", "probe");
        assertThat(admin.run("ps", "-a", "--format", "{{.Names}}").output()).doesNotContain("probe");
        assertThat(berth.machine("probe").socket()).doesNotExist();
    }

    @Test
    void onlyMachinesAreMadeOnTheAdminSocket() {
        assertThat(admin.run("run", IMAGE, "true").errors()).contains("ask for --runtime machine");
    }

    @Test
    void aMachineIsNotMadeAnImage() {
        berth.startMachine("whole");

        assertThat(admin.run("commit", "whole", "own/machine").errors())
                .isEqualTo("Error response from daemon: machines cannot be made images: commit a container on the machine's own socket, or make a recipe of what machines are to have\n");

        admin.succeed("rm", "-f", "whole");
    }

    /** As of a Docker with a registry, which the catalogue stands in for. */
    @Test
    void whatIsPulledOfTheCatalogueIsKnownByItsDigest() {
        Docker machine = berth.startMachine("puller");
        String name = IMAGE.split(":")[0];

        machine.succeed("pull", IMAGE);
        String byDigest = machine.inspect(IMAGE, "{{index .RepoDigests 0}}");
        assertThat(byDigest).matches(name + "@sha256:[0-9a-f]{64}");
        assertThat(machine.succeed("rmi", IMAGE).output()).startsWith("Untagged: " + IMAGE + "\nUntagged: " + byDigest + "\nDeleted: ");
        machine.succeed("pull", byDigest);

        assertThat(machine.succeed("images", "--digests", "--format", "{{.Repository}}:{{.Tag}}@{{.Digest}}").output()).isEqualTo(name + ":<none>@" + byDigest.split("@")[1] + "\n");
        assertThat(machine.wire().get("/images/json").json().get(0).path("RepoTags").isNull()).isTrue();
        machine.succeed("run", "--rm", byDigest, "true");
        assertThat(machine.succeed("image", "prune", "-f").output()).contains("untagged: " + byDigest + "\n");
        assertThat(machine.succeed("images", "-q").output()).isEmpty();

        admin.succeed("rm", "-f", "puller");
    }

    @Test
    void tellsWhatIsInTheImagesOfAMachineWithoutAContainer() {
        Docker machine = berth.startMachine("reader");
        machine.succeed("run", "--name", "maker", IMAGE, "sh", "-c", "echo told >/note; chmod 640 /note; chown 7:8 /note; mkdir /box; echo inside >/box/in; ln -s /note /way; ln -s /box /through");
        machine.succeed("commit", "maker", "own/first");
        machine.succeed("rm", "maker");
        machine.succeed("run", "--name", "maker", "own/first", "sh", "-c", "rm /note; echo changed >/box/in");
        machine.succeed("commit", "maker", "own/second");
        machine.succeed("rm", "maker");

        assertThat(ofImage("own/first", "/note").body()).hasSize(2048).asString(StandardCharsets.US_ASCII).startsWith("note\0").contains("0100640\0" + "0000007\0" + "0000010\0", "told\n");
        assertThat(ofImage("own/first", "/through/in").text()).contains("inside\n");
        assertThat(ofImage("own/second", "/through/../through/in").text()).contains("changed\n");
        assertThat(ofImage("own/first", "/box").body()).hasSize(1536).asString(StandardCharsets.US_ASCII).startsWith("box/\0");
        assertThat(ofImage("own/first", "/way").text()).startsWith("way\0").contains("/note").doesNotContain("told");
        assertThat(ofImage("own/second", "/note").error()).isEqualTo("404 Could not find the file /note in image own/second");
        assertThat(ofImage("own/second", "/box/in/deeper").error()).isEqualTo("404 Could not find the file /box/in/deeper in image own/second");
        assertThat(ofImage("own/second", "/").error()).isEqualTo("404 Could not find the file / in image own/second");
        assertThat(ofImage("nosuch", "/note").error()).isEqualTo("404 No such image: nosuch:latest");
        assertThat(machine.succeed("ps", "-aq").output()).isEmpty();

        machine.succeed("rmi", "own/first", "own/second"); // nobody holds them any more
        admin.succeed("rm", "-f", "reader");
    }

    private Answer ofImage(String image, String path) {
        return admin.wire().get("/berth/machines/reader/images/archive?image=" + image + "&path=" + path);
    }

    @Test
    void imagesOfAMachineHaveALimitOfTheirOwn() {
        admin.succeed("run", "-d", "--runtime", "machine", "--storage-opt", "size=64m", "--name", "hoarder", IMAGE);
        Docker machine = berth.machine("hoarder");
        machine.succeed("run", "--name", "maker", IMAGE, "dd", "if=/dev/urandom", "of=/noise", "bs=1048576", "count=35");
        machine.succeed("commit", "maker", "own/first");
        machine.succeed("tag", "own/first", "own/same");
        machine.succeed("start", "-a", "maker");

        assertThat(machine.run("commit", "maker", "own/second").errors())
                .isEqualTo("Error response from daemon: no space left on device: the images of this machine may take 64 MiB, unpacked and packed and while they come in: "
                        + "remove some with docker image rm\n");
        assertThat(machine.succeed("images", "-q", "own/second").output()).isEmpty();

        machine.succeed("rmi", "own/first", "own/same");
        machine.succeed("commit", "maker", "own/second");
        assertThat(machine.succeed("run", "--rm", "own/second", "stat", "-c", "%s", "/noise").line()).isEqualTo("36700160");
        admin.succeed("rm", "-f", "hoarder");
    }

    /** Of containers and volumes together; what others have is theirs. */
    @Test
    void theDiskOfAMachineIsFullForItselfAlone() {
        admin.succeed("run", "-d", "--runtime", "machine", "--storage-opt", "size=64m", "--name", "small", IMAGE);
        Docker small = berth.machine("small");
        Docker other = berth.startMachine("other");
        String fill = "dd if=/dev/zero of=/full/file bs=1048576 count=80";

        assertThat(small.run("run", "--name", "filler", "-v", "kept:/full", IMAGE, "sh", "-c", fill).errors()).contains("No space left on device");
        assertThat(small.run("run", "--rm", IMAGE, "sh", "-c", "dd if=/dev/zero of=/file bs=1048576 count=8").errors()).contains("No space left on device");
        other.succeed("run", "--rm", "-v", "kept:/full", IMAGE, "sh", "-c", fill);

        small.succeed("rm", "filler");
        small.succeed("volume", "rm", "kept");
        small.succeed("run", "--rm", IMAGE, "sh", "-c", "dd if=/dev/zero of=/file bs=1048576 count=8");
        admin.succeed("rm", "-f", "small", "other");
    }

    /** The socket is a link into a folder of the host, whatever file system that is on; the volumes are on the machine's disk. */
    @Test
    void itsOwnSocketAndVolumesCanBeBound() {
        Docker machine = berth.startMachine("helpful");

        assertThat(machine.succeed("run", "--rm", "-v", "/run/docker.sock:/s", IMAGE, "sh", "-c", "test -S /s && echo a socket").line()).isEqualTo("a socket");
        assertThat(machine.succeed("run", "--rm", "--mount", "type=bind,src=/run/docker.sock,dst=/s", IMAGE, "sh", "-c", "test -S /s && echo a socket").line()).isEqualTo("a socket");

        machine.succeed("run", "--rm", "-v", "kept:/v", IMAGE, "sh", "-c", "echo text >/v/file");
        assertThat(machine.succeed("run", "--rm", "-v", "/var/lib/docker/volumes/kept/_data:/y", IMAGE, "cat", "/y/file").line()).isEqualTo("text");

        admin.succeed("rm", "-f", "helpful");
    }

    @Test
    void machinesDoNotSeeEachOther() {
        Docker alice = berth.startMachine("alice");
        Docker bob = berth.startMachine("bob");
        alice.succeed("run", "-d", "--name", "secret", IMAGE, "sleep", "1000");

        assertThat(bob.run("ps", "-aq").output()).isEmpty();
        assertThat(bob.run("inspect", "secret").code()).isEqualTo(1);
        assertThat(admin.run("exec", "bob", "ps").output()).doesNotContain("sleep 1000");
        assertThat(admin.run("exec", "alice", "ps").output()).contains("sleep 1000");

        admin.succeed("rm", "-f", "alice", "bob");
    }

    @Test
    void aCrashOfTheEngineEndsNothing() throws Exception {
        Docker machine = berth.startMachine("survivor");
        machine.succeed("run", "-d", "--name", "worker", IMAGE, "sh", "-c", "trap 'exit 5' TERM; i=0; while :; do i=$((i+1)); echo $i; sleep 0.1; done");
        String started = machine.inspect("worker", "{{.State.Pid}} {{.State.StartedAt}}");

        berth.crashEngine();

        assertThat(machine.inspect("worker", "{{.State.Pid}} {{.State.StartedAt}}")).isEqualTo(started);
        machine.succeed("stop", "worker");
        assertThat(machine.inspect("worker", "{{.State.ExitCode}}")).isEqualTo("5");
        assertThat(machine.run("logs", "--tail", "2", "worker").output()).matches("\\d+\n\\d+\n");
        admin.succeed("rm", "-f", "survivor");
    }
}
