package dev.berth.engine;

import static dev.berth.engine.fake.EngineOnFake.config;
import static dev.berth.engine.fake.EngineOnFake.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.engine.container.ContainerFiles.Archive;
import dev.berth.engine.container.ContainerFiles.Changes;
import dev.berth.engine.container.ContainerFiles.CommitRequest;
import dev.berth.engine.container.Containers.WaitCondition;
import dev.berth.engine.file.Change;
import dev.berth.engine.image.Digest;
import dev.berth.engine.image.ImageConfig;
import dev.berth.engine.image.ImageReference;
import dev.berth.engine.tar.TarBuilder;
import dev.berth.engine.tar.TarEntry;
import dev.berth.engine.tar.TarReader;
import dev.berth.engine.work.PiecewiseInput;
import dev.berth.engine.work.PiecewiseOutput;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Files of containers on the real kernel, whatever a tar or a program in the container does about it. */
class ContainerFilesKernelTest {
    @AutoClose
    private static final MachineOnKernel ALICE = new MachineOnKernel();

    /** A container that has run a script and ended. */
    private static String after(String script) {
        return afterOn("busybox", script);
    }

    private static String afterOn(String image, String script) {
        String id = ALICE.create(config(image).command("sh", "-c", script));
        assertThat(ALICE.codeOf(id)).as(script).isZero();
        return id;
    }

    private static void extract(String id, String path, TarBuilder tar) {
        ALICE.extract(id, path, new ByteArrayInputStream(tar.bytes()));
    }

    private static Map<String, TarEntry> entries(PiecewiseOutput output) {
        Map<String, TarEntry> entries = new TreeMap<>();
        try (InputStream input = new PiecewiseInput(output)) {
            TarReader reader = new TarReader(input);
            for (Optional<TarEntry> entry = reader.next(); entry.isPresent(); entry = reader.next()) {
                entries.put(entry.get().name(), entry.get());
            }
        } catch (IOException broken) {
            throw new AssertionError(broken);
        }
        return entries;
    }

    private static List<String> changes(String id) throws IOException {
        List<String> lines = new ArrayList<>();
        try (Changes changes = done(ALICE.files().changes(id))) {
            for (Optional<Change> change = changes.next(); change.isPresent(); change = changes.next()) {
                lines.add(change.get().kind().name().charAt(0) + " " + change.get().path());
            }
        }
        return lines;
    }

    /** `docker logs -f` had returned, and `docker cp` right after it failed: the process was gone, and the engine had not been told. */
    @Test
    void filesOfAContainerThatEndsAtThisMomentAreThere() {
        for (int i = 0; i < 20; i++) {
            String id = ALICE.run("sleep 0.0" + i % 10);

            do {
                assertThat(done(ALICE.files().stat(id, "/bin")).name()).isEqualTo("bin");
            } while (done(ALICE.containers().inspect(id)).state().status().equals("running"));
            done(ALICE.containers().remove(id, true, false));
        }
    }

    @Test
    void whatIsCopiedIntoAContainerBelongsToWhomTheArchiveSays() {
        String id = ALICE.run("true; sleep 1000");

        extract(id, "/tmp", new TarBuilder().folder("d/").file("d/f", "text", entry -> entry.setIds(1000, 1001)));

        Archive archive = done(ALICE.files().archive(id, "/tmp/d"));
        Map<String, TarEntry> copied = entries(archive.tar());
        assertThat(copied).containsOnlyKeys("d/", "d/f");
        assertThat(copied.get("d/f").uid()).isEqualTo(1000);
        assertThat(copied.get("d/f").gid()).isEqualTo(1001);
        assertThat(copied.get("d/").uid()).isZero();
        assertThat(archive.facts().name()).isEqualTo("d");
        done(ALICE.containers().remove(id, true, false));
    }

    @Test
    void whatWasCopiedIntoAContainerThatDoesNotRunIsThereWhenItStarts() {
        String id = done(ALICE.containers().create(Optional.empty(), config("busybox").command("test", "-f", "/tmp/f").network("none").build())).value();

        extract(id, "/tmp", new TarBuilder().file("f", "text"));

        done(ALICE.containers().start(id));
        assertThat(done(done(ALICE.containers().waitFor(id, WaitCondition.NOT_RUNNING)).code())).isZero();
    }

    @Test
    void aLinkLeadsToTheContainersOwnFilesAndNeverToTheHosts() {
        String id = after("ln -s /etc/hostname /tmp/l; ln -s ../../../../../../etc /tmp/up");

        assertThat(done(ALICE.files().stat(id, "/tmp/l")).linkTarget()).isEqualTo("/etc/hostname");
        assertThat(done(ALICE.files().stat(id, "/tmp/up/")).name()).isEqualTo("up");
        assertThat(entries(done(ALICE.files().archive(id, "/tmp/up/passwd")).tar()).get("passwd").size()).isEqualTo("root:x:0:0:root:/root:/bin/sh\n".length());
        done(ALICE.containers().remove(id, true, false));
    }

    @Test
    void aHostileArchiveIsRefusedInDockersWords() {
        String id = after("mkdir /x");

        assertThatThrownBy(() -> extract(id, "/x", new TarBuilder().file("../../evil", "x")))
                .hasMessage("Error processing tar file(exit status 1): \"../../evil\" is outside of \"/x\"");
        assertThatThrownBy(() -> extract(id, "/x", new TarBuilder().hardLink("h", "../../etc/passwd")))
                .hasMessage("Error processing tar file(exit status 1): invalid hardlink \"/etc/passwd\" -> \"../../etc/passwd\"");
        assertThatThrownBy(() -> extract(id, "/x", new TarBuilder().symbolicLink("d/link", "../../../up")))
                .hasMessage("Error processing tar file(exit status 1): invalid symlink \"/x/d/link\" -> \"../../../up\"");
        assertThatThrownBy(() -> extract(id, "/x", new TarBuilder().file("f", "x", entry -> entry.setIds(70_000, 0)))).hasMessageContaining("owner 70000");
        assertThatThrownBy(() -> done(ALICE.files().target(id, "/etc/passwd", true, false))).hasMessage("extraction point is not a directory");
        assertThatThrownBy(() -> done(ALICE.files().stat(id, "/nope"))).hasMessage("Could not find the file /nope in container " + id);
        assertThatThrownBy(() -> done(ALICE.files().stat(id, "/etc/passwd/"))).hasMessageContaining("not a directory");
        done(ALICE.containers().remove(id, true, false));
    }

    @Test
    void theFilesThatDockerLaysIntoAContainerAreCopiedAsItSeesThem() {
        String id = ALICE.run("true; sleep 1000");

        assertThat(entries(done(ALICE.files().archive(id, "/etc/hostname")).tar()).get("hostname").size()).isEqualTo(id.substring(0, 12).length() + 1);
        done(ALICE.containers().kill(id, "KILL"));
        assertThat(entries(done(ALICE.files().archive(id, "/etc")).tar()).get("etc/hosts").size()).isPositive();
        done(ALICE.containers().remove(id, true, false));
    }

    @Test
    void aDeviceInAnArchiveIsLeftOut() {
        String id = after("mkdir /x");

        extract(id, "/x", new TarBuilder().special("null", TarConstants.LF_CHR).file("f", "x"));

        assertThat(entries(done(ALICE.files().archive(id, "/x")).tar())).containsOnlyKeys("x/", "x/f");
        done(ALICE.containers().remove(id, true, false));
    }

    @Test
    void aPipeInTheWayBlocksNobody() {
        String id = after("mkdir /x");
        extract(id, "/x", new TarBuilder().special("p", TarConstants.LF_FIFO));

        assertThat(entries(done(ALICE.files().archive(id, "/x")).tar()).get("x/p").kind()).isEqualTo(TarEntry.Kind.PIPE);
        done(ALICE.containers().remove(id, true, false));
    }

    @Test
    void kernelFileSystemsAreNotPartOfAContainersFiles() {
        String id = ALICE.run("true; sleep 1000");

        assertThatThrownBy(() -> done(ALICE.files().stat(id, "/proc/1/status"))).hasMessageStartingWith("Could not find the file");
        assertThat(entries(done(ALICE.files().archive(id, "/proc")).tar())).containsOnlyKeys("proc/");
        done(ALICE.containers().remove(id, true, false));
    }

    @Test
    void tellsWhatAContainerHasChanged() throws IOException {
        String id = after("touch /new; echo x >> /etc/passwd; true");

        assertThat(changes(id)).containsExactly("M /etc", "M /etc/passwd", "A /new");
    }

    @Test
    void aContainerThatChangedNothingHasNoChanges() throws IOException {
        assertThat(changes(after("true"))).isEmpty();
    }

    @Test
    void exportsTheImagesFilesAndTheContainersOwn() {
        String id = after("touch /new");

        assertThat(entries(done(ALICE.files().export(id)))).containsKeys("new", "bin/", "bin/busybox", "etc/passwd").doesNotContainKeys("./", "/");
    }

    @Test
    void anImageOfWhatAContainerChangedMakesContainersThatHaveIt() throws IOException {
        String id = after("touch /new; echo x > /etc/passwd");
        ImageReference name = ImageReference.parse("mine:1");

        Digest image = done(ALICE.files().commit(id, new CommitRequest("me", "why", Optional.empty(), List.of("ENV A=b", "CMD [\"true\"]"), true), Optional.of(name)));

        var committed = ALICE.view().images().find("mine:1").image();
        assertThat(committed.id()).isEqualTo(image);
        assertThat(committed.author()).isEqualTo("me");
        assertThat(committed.config().environment()).contains("A=b");
        assertThat(committed.config().command()).contains(List.of("true"));
        assertThat(committed.layers()).hasSize(2);
        assertThat(changes(afterOn("mine:1", "test -f /new && test -f /bin/busybox"))).isEmpty();
    }

    @Test
    void whatACommitSaysOfTheImageGoesBeforeWhatTheContainerHas() {
        String id = done(ALICE.containers().create(Optional.empty(), config("busybox").command("true").environment("A=1", "B=2").network("none").build())).value();
        ImageConfig given = new ImageConfig("7", List.of("B=3"), List.of("sh"), Optional.empty(), "/tmp", Map.of("k", "v"), new TreeSet<>(Set.of("80/tcp")), new TreeSet<>(),
                Optional.of("SIGINT"), Optional.empty(), List.of(), List.of());

        Digest image = done(ALICE.files().commit(id, new CommitRequest("", "", Optional.of(given), List.of(), true), Optional.empty()));

        ImageConfig made = ALICE.view().images().find(image.toString()).image().config();
        assertThat(made.user()).isEqualTo("7");
        assertThat(made.environment()).startsWith("B=3", "A=1").doesNotContain("B=2");
        assertThat(made.entrypoint()).containsExactly("sh");
        assertThat(made.command()).isEmpty();
        assertThat(made.exposedPorts()).containsExactly("80/tcp");
    }

    @Test
    void aRunningContainerGoesOnAfterItWasCommitted() {
        String id = ALICE.run("touch /new; sleep 1000");

        done(ALICE.files().commit(id, new CommitRequest("", "", Optional.empty(), List.of(), true), Optional.empty()));

        assertThat(done(ALICE.containers().inspect(id)).state().getClass().getSimpleName()).isEqualTo("Running");
        done(ALICE.containers().remove(id, true, false));
    }
}
