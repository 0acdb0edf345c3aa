package dev.berth.engine;

import static dev.berth.engine.fake.EngineOnFake.config;
import static dev.berth.engine.fake.EngineOnFake.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.engine.container.ContainerFiles.Archive;
import dev.berth.engine.container.ContainerFiles.Target;
import dev.berth.engine.fake.EngineOnFake;
import dev.berth.engine.fake.Waiting;
import dev.berth.engine.machine.MachineView;
import dev.berth.engine.tar.TarBuilder;
import dev.berth.engine.tar.TarEntry;
import dev.berth.engine.tar.TarReader;
import dev.berth.engine.work.PiecewiseInput;
import dev.berth.engine.work.PiecewiseOutput;
import dev.berth.runtime.kernel.DiskImage;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Copies against somebody in the container, or at the other end, who wants more than their own files, or more than there is. */
class HostileCopyKernelTest {
    private static final int TRIES = 300;
    private static final int DEPTH = 1000;
    private static final String PASSWD = "root:x:0:0:root:/root:/bin/sh\n";

    @AutoClose
    private static final MachineOnKernel ALICE = new MachineOnKernel();

    private static void extract(String id, String path, TarBuilder tar) {
        ALICE.extract(id, path, new ByteArrayInputStream(tar.bytes()));
    }

    private static List<TarEntry> entries(PiecewiseOutput output) throws IOException {
        List<TarEntry> entries = new ArrayList<>();
        try (InputStream input = new PiecewiseInput(output)) {
            TarReader reader = new TarReader(input);
            for (Optional<TarEntry> entry = reader.next(); entry.isPresent(); entry = reader.next()) {
                entries.add(entry.get());
            }
        }
        return entries;
    }

    private static int openDescriptors() {
        return new File("/proc/self/fd").list().length;
    }

    /** A container in which a folder is a link out of it half of the time. */
    private static String swapping() {
        String id = ALICE.run("mkdir /w; touch /ready; while :; do rm -rf /w/d; ln -s ../../../../../.. /w/d; rm -rf /w/d; mkdir /w/d; done 2>/dev/null");
        Waiting.until("it is ready", () -> !notThere(id, "/ready"));
        return id;
    }

    private static boolean notThere(String id, String path) {
        try {
            done(ALICE.files().stat(id, path));
            return false;
        } catch (EngineException missing) {
            return true;
        }
    }

    @Test
    void aLinkThatIsSwappedWhileFilesComeInLeadsNowhereElse() {
        String id = swapping();
        String name = "escaped-" + id.substring(0, 12);

        for (int i = 0; i < TRIES; i++) {
            try {
                extract(id, "/w", new TarBuilder().file("d/" + name, "x"));
            } catch (EngineException movedMeanwhile) {
                assertThat(movedMeanwhile).hasMessageStartingWith("Error processing tar file");
            }
        }

        assertThat(Path.of("/", name)).doesNotExist();
        assertThatThrownBy(() -> done(ALICE.host().engine().admin().files().stat("alice", "/" + name))).hasMessageStartingWith("Could not find");
        done(ALICE.containers().remove(id, true, false));
    }

    @Test
    void aLinkThatIsSwappedWhileFilesGoOutShowsNoOthers() throws IOException {
        String id = swapping();

        for (int i = 0; i < TRIES; i++) {
            try {
                Archive archive = done(ALICE.files().archive(id, "/w/d/etc/passwd"));
                assertThat(entries(archive.tar())).allMatch(entry -> entry.size() == PASSWD.length());
            } catch (EngineException movedMeanwhile) {
                assertThat(movedMeanwhile.getMessage()).containsAnyOf("Could not find", "not a directory");
            }
        }

        done(ALICE.containers().remove(id, true, false));
    }

    @Test
    void aTreeOfAThousandFoldersGoesInAndOutAndLeavesNothingOpen() throws IOException {
        String id = ALICE.create("true");
        int before = openDescriptors();

        extract(id, "/tmp", new TarBuilder().file("d/".repeat(DEPTH) + "f", "x"));
        List<TarEntry> copied = entries(done(ALICE.files().archive(id, "/tmp/d")).tar());

        assertThat(copied).hasSize(DEPTH + 1);
        assertThat(copied.get(DEPTH).name()).isEqualTo("d/".repeat(DEPTH) + "f");
        assertThat(openDescriptors()).isLessThanOrEqualTo(before);
    }

    @Test
    void aPathThatNoKernelTakesIsRefused() {
        String id = ALICE.create("true");

        assertThatThrownBy(() -> extract(id, "/tmp", new TarBuilder().file("d/".repeat(2050) + "f", "x"))).hasMessageEndingWith("file name too long");
        assertThatThrownBy(() -> extract(id, "/tmp", new TarBuilder().file("x".repeat(256), "x"))).hasMessageEndingWith("file name too long");
        assertThatThrownBy(() -> done(ALICE.files().stat(id, "/" + "d/".repeat(2050)))).hasMessageEndingWith("file name too long");
    }

    @Test
    void linksThatMultiplyCostNoTime() {
        String id = ALICE.create("true");
        TarBuilder tar = new TarBuilder().folder("d");
        for (int i = 0; i < 30; i++) {
            tar.symbolicLink("l" + i, "d/../".repeat(700) + "l" + (i + 1));
        }
        extract(id, "/tmp", tar);

        assertThatThrownBy(() -> done(ALICE.files().target(id, "/tmp/l0", true, false))).hasMessage("lstat /tmp/l0: too many links");
    }

    @Test
    void namesThatAreNotUtf8StayWhatTheyAre() {
        String one = ALICE.run("mkdir /x; touch \"$(printf '/x/\\377')\"; sleep 1000");
        Waiting.until("the folder is there", () -> !notThere(one, "/x"));
        String other = ALICE.create("test -f \"$(printf '/tmp/x/\\377')\"");

        ALICE.extract(other, "/tmp", new PiecewiseInput(done(ALICE.files().archive(one, "/x")).tar()));

        assertThat(ALICE.codeOf(other)).isZero();
        done(ALICE.containers().remove(one, true, false));
    }

    /** As in Docker, which takes a link for where it leads when its target is put behind the folder's name: the container's root is the end of all. */
    @Test
    void aHardLinkThroughALinkIsToAFileOfTheContainer() throws IOException {
        String id = ALICE.create("true");

        extract(id, "/tmp", new TarBuilder().folder("d").symbolicLink("d/etc", "/etc").hardLink("d/mine", "d/etc/passwd"));

        assertThat(entries(done(ALICE.files().archive(id, "/tmp/d/mine")).tar()).get(0).size()).isEqualTo(PASSWD.length());
    }

    @Test
    void whoCopiesMoreThanFitsIsToldSo() throws IOException {
        done(ALICE.host().engine().admin().containers().create(Optional.of("bob"), EngineOnFake.machineWithDisk(DiskImage.LEAST_BYTES)));
        done(ALICE.host().engine().admin().containers().start("bob"));
        MachineView bob = ALICE.host().machine("bob");
        done(bob.containers().create(Optional.of("full"), config("busybox").network("none").build()));
        byte[] tar = new TarBuilder().file("f", noise(), entry -> { }).bytes();

        try (Target target = done(bob.files().target("full", "/tmp", true, false))) {
            assertThatThrownBy(() -> target.extract(new ByteArrayInputStream(tar)))
                    .hasMessage("Error processing tar file(exit status 1): tmp/f: no space left on device");
        }
    }

    private static byte[] noise() throws IOException {
        try (InputStream random = Files.newInputStream(Path.of("/dev/urandom"))) {
            return random.readNBytes((int) DiskImage.LEAST_BYTES);
        }
    }
}
