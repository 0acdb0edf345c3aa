package dev.berth.engine;

import static dev.berth.engine.fake.EngineOnFake.config;
import static dev.berth.engine.fake.EngineOnFake.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.engine.fake.EngineOnFake;
import dev.berth.engine.image.ImageReference;
import dev.berth.engine.tar.TarBuilder;
import dev.berth.engine.volume.MountOptions;
import dev.berth.engine.volume.MountRequest;
import dev.berth.engine.volume.VolumeRequest;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Volumes, binds and what an image has in their places, on the real kernel. */
class VolumesKernelTest {
    @AutoClose
    private final MachineOnKernel alice = new MachineOnKernel();

    @BeforeEach
    void makeImage() throws Exception {
        TarBuilder tar = new TarBuilder();
        for (String name : List.of("bin", "etc", "proc", "sys", "dev", "tmp", "srv")) {
            tar.folder(name + "/");
        }
        tar.file("bin/busybox", Files.readAllBytes(Path.of("/bin/busybox")), entry -> entry.setMode(0755));
        List.of("sh", "ls", "cat", "touch", "stat", "mkdir").forEach(applet -> tar.symbolicLink("bin/" + applet, "busybox"));
        tar.file("etc/passwd", "root:x:0:0:root:/root:/bin/sh\n");
        tar.folder("srv/data/", entry -> {
            entry.setMode(0750);
            entry.setIds(7, 8);
        });
        tar.file("srv/data/first", "one\n", entry -> entry.setIds(7, 8));
        tar.hardLink("srv/data/again", "srv/data/first");
        tar.symbolicLink("srv/data/link", "/etc/passwd");
        tar.symbolicLink("moved", "/srv");
        alice.host().engine().admin().images().importRootFileSystem(
                new ByteArrayInputStream(tar.bytes()), Optional.of(ImageReference.parse("withdata")), "", List.of("VOLUME /srv/data"));
    }

    private static EngineOnFake.Asked shell(String script) {
        return config("withdata").command("sh", "-c", script).network("none");
    }

    @Test
    void aNewVolumeBeginsWithWhatTheImageHasThere() throws Exception {
        assertThat(alice.outputOf(shell("stat -c '%u:%g %a' /srv/data; stat -c '%n %u:%g %h' /srv/data/*; cat /srv/data/again").mounts("kept:/srv/data")))
                .isEqualTo("7:8 750\n/srv/data/again 7:8 2\n/srv/data/first 7:8 2\n/srv/data/link 0:0 1\none\n");
    }

    @Test
    void aNewVolumeIsEmptyWhenNothingIsToBeCopiedAndWhenTheImageHasNothing() throws Exception {
        assertThat(alice.outputOf(shell("ls /srv/data").mounts("empty:/srv/data:nocopy"))).isEmpty();
        assertThat(alice.outputOf(shell("ls /elsewhere; stat -c '%u:%g %a' /elsewhere").mounts("other:/elsewhere"))).isEqualTo("0:0 755\n");
    }

    @Test
    void aVolumeThatWasMadeBeforeIsFilledAtItsFirstUseOnly() throws Exception {
        done(alice.view().volumes().create(new VolumeRequest("early", "", Optional.empty(), Optional.empty())));

        assertThat(alice.outputOf(shell("ls /srv/data; rm /srv/data/again; touch /srv/data/mine").mounts("early:/srv/data"))).contains("first");
        assertThat(alice.outputOf(shell("ls /srv/data").mounts("early:/srv/data"))).contains("mine").contains("first");
    }

    @Test
    void twoContainersShareAVolumeAndOneMayOnlyRead() throws Exception {
        alice.outputOf(shell("echo hello > /shared/file").mounts("both:/shared"));

        assertThat(alice.outputOf(shell("cat /shared/file; touch /shared/more 2>&1").mounts("both:/shared:ro"))).contains("hello").contains("Read-only file system");
    }

    @Test
    void aLinkInTheImageLeadsToThePlaceInTheContainer() throws Exception {
        assertThat(alice.outputOf(shell("ls /srv/data").mounts("linked:/moved/data"))).contains("first");
    }

    @Test
    void aVolumeLiesInAnother() throws Exception {
        assertThat(alice.outputOf(shell("echo in > /a/b/file; ls /a").mounts("inner:/a/b", "outer:/a"))).isEqualTo("b\n");
        assertThat(alice.outputOf(shell("cat /x/file").mounts("inner:/x"))).isEqualTo("in\n");
    }

    @Test
    void theMachineFindsItsVolumesWhereDockerHasThem() throws Exception {
        alice.outputOf(shell("echo hello > /shared/file").mounts("seen:/shared"));

        assertThat(alice.executeHere("cat /var/lib/docker/volumes/seen/_data/file")).isEqualTo("hello\n");
        alice.executeHere("echo changed > /var/lib/docker/volumes/seen/_data/file");
        assertThat(alice.outputOf(shell("cat /shared/file").mounts("seen:/shared"))).isEqualTo("changed\n");
        assertThat(alice.executeHere("touch /var/lib/docker/volumes/evil 2>&1; ls /var/lib/docker/volumes")).contains("Permission denied").endsWith("seen\n");
    }

    @Test
    void aFolderOfTheMachineIsMountedAndMadeWhenItIsMissing() throws Exception {
        alice.executeHere("mkdir -p /root/site; echo page > /root/site/index.html; echo alone > /root/file");

        assertThat(alice.outputOf(shell("cat /web/index.html; echo new > /web/made").mounts("/root/site:/web"))).isEqualTo("page\n");
        assertThat(alice.executeHere("cat /root/site/made")).isEqualTo("new\n");
        assertThat(alice.outputOf(shell("cat /etc/passwd").mounts("/root/file:/etc/passwd"))).isEqualTo("alone\n");
        alice.outputOf(shell("touch /x/here").mounts("/root/missing/deep:/x"));
        assertThat(alice.executeHere("ls /root/missing/deep")).isEqualTo("here\n");
    }

    @Test
    void aMountThatMustFindItsSourceSaysThatItDoesNot() {
        MountRequest request = new MountRequest(
                "bind", "/root/nosuch", "/x", false, "", false, Map.of(), "", Map.of(), OptionalLong.empty(), OptionalLong.empty(), Set.of());
        MountOptions options = new MountOptions(List.of(), List.of(request), List.of(), Map.of(), "");

        assertThatThrownBy(() -> alice.outputOf(shell("true").mounts(options))).hasMessage("invalid mount config for type \"bind\": bind source path does not exist: /root/nosuch");
    }

    @Test
    void aFileOfTheImageIsNoPlaceForAVolume() {
        assertThatThrownBy(() -> alice.outputOf(shell("true").mounts("data:/etc/passwd"))).hasMessage("source /etc/passwd is not directory");
    }

    @Test
    void whatTheImageCallsAVolumeIsOneThatNobodyNamed() throws Exception {
        String id = done(alice.containers().create(Optional.of("store"), shell("true").build())).value();

        assertThat(done(alice.view().volumes().list())).hasSize(1);
        MountOptions theirs = new MountOptions(List.of(), List.of(), List.of("store"), Map.of(), "");
        assertThat(alice.outputOf(shell("cat /srv/data/first").mounts(theirs))).isEqualTo("one\n");
        done(alice.containers().remove(id, false, true));
        assertThat(done(alice.view().volumes().list())).isEmpty();
    }
}
