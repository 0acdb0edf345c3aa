package dev.berth.engine;

import static dev.berth.engine.fake.EngineOnFake.config;
import static dev.berth.engine.fake.EngineOnFake.done;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.engine.container.ContainerFiles.CommitRequest;
import dev.berth.engine.fake.Recording;
import dev.berth.engine.image.ImageConfig;
import dev.berth.engine.image.ImageReference;
import dev.berth.engine.tar.TarEntry;
import dev.berth.engine.tar.TarReader;
import dev.berth.engine.work.PiecewiseInput;
import dev.berth.engine.work.PiecewiseOutput;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A folder that is all the time exchanged for a link to somewhere else, by a container and by its machine, while the engine works on it. */
class SwappedLinksKernelTest {
    private static final int TRIES = 30;
    private static final String SWAPPING = "mkdir -p /w; touch /ready; while :; do for to in / .. ../../.. /proc/1/root /proc/self/cwd; do "
            + "rm -rf /w/d; ln -s $to /w/d; rm -rf /w/d; mkdir /w/d; echo x >/w/d/mine; done; done 2>/dev/null";

    @AutoClose
    private static final MachineOnKernel ALICE = new MachineOnKernel();
    private static Path hostsOwn;

    @BeforeAll
    static void makeFiles() throws Exception {
        hostsOwn = Files.writeString(ALICE.host().home().resolve("canary"), "of the host");
        ALICE.executeHere("echo of the machine >/canary");
    }

    @AfterAll
    static void deleteFile() throws IOException {
        Files.delete(hostsOwn);
    }

    private static String swapping() {
        String id = ALICE.run(SWAPPING);
        EngineOnKernel.await("the links are swapped", () -> {
            try {
                done(ALICE.files().stat(id, "/ready"));
                return true;
            } catch (EngineException notYet) {
                return false;
            }
        });
        return id;
    }

    private static List<String> names(PiecewiseOutput output) throws IOException {
        List<String> names = new ArrayList<>();
        try (InputStream input = new PiecewiseInput(output)) {
            TarReader reader = new TarReader(input);
            for (Optional<TarEntry> entry = reader.next(); entry.isPresent(); entry = reader.next()) {
                names.add(entry.get().name());
            }
        }
        return names;
    }

    @Test
    void anExportAndAnImageHaveNothingFromBehindALink() throws Exception {
        String id = swapping();

        for (int number = 0; number < TRIES; number++) {
            assertThat(names(done(ALICE.files().export(id))).stream().filter(name -> name.startsWith("w/"))).isSubsetOf("w/", "w/d", "w/d/", "w/d/mine");
        }
        ImageReference image = ImageReference.parse("swapped");
        done(ALICE.files().commit(id, new CommitRequest("", "", Optional.empty(), List.of(), false), Optional.of(image)));

        done(ALICE.containers().remove(id, true, true));
        assertThat(ALICE.outputOf(config("swapped").command("sh", "-c", "[ -L /w/d ] || ls /w/d; ls -d /canary"))).doesNotContain("bin").doesNotContain("/canary\n");
    }

    /** It told of a Java exception when the folder went while it was read. */
    @Test
    void aCopyOfItShowsItsOwnFilesOrSaysThatItIsGone() throws IOException {
        String id = swapping();

        for (int number = 0; number < 10 * TRIES; number++) {
            try {
                assertThat(names(done(ALICE.files().archive(id, "/w/d/")).tar())).doesNotContain("canary", "d/canary");
                assertThat(names(done(ALICE.files().archive(id, "/w/d/canary")).tar())).isEmpty();
            } catch (EngineException gone) {
                assertThat(gone.getMessage()).containsAnyOf("Could not find the file", "not a directory");
            }
        }

        done(ALICE.containers().remove(id, true, true));
    }

    @Test
    void aProgramThatBeginsInItIsInTheContainer() throws Exception {
        String id = swapping();

        for (int number = 0; number < TRIES; number++) {
            Recording client = new Recording();
            try {
                done(ALICE.containers().startExec(done(ALICE.containers().createExec(id, MachineOnKernel.shell("cat canary /proc/self/cwd/canary", "/w/d"))), 0, 0, Optional.of(client)));
                assertThat(client.awaitEnd().output()).doesNotContain("of the ");
            } catch (EngineException gone) {
                assertThat(gone.getMessage()).doesNotContain("Exception");
            }
        }

        done(ALICE.containers().remove(id, true, true));
    }

    @Test
    void aBindOfItShowsFilesOfTheMachineAndNoOthers() throws Exception {
        ALICE.beginHere(SWAPPING);
        String script = "cat /x" + hostsOwn + " /x/home/canary";

        for (int number = 0; number < TRIES; number++) {
            try {
                assertThat(ALICE.outputOf(config("busybox").command("sh", "-c", script).mounts("/w/d:/x"))).doesNotContain("of the host");
            } catch (EngineException gone) {
                assertThat(gone.getMessage()).doesNotContain("Exception");
            }
        }
    }

    /** A new volume is filled with what is at its place, and that place may be in a folder of the machine. */
    @Test
    void aVolumeThatIsFilledFromItHasNothingFromBehindALink() throws Exception {
        ALICE.beginHere(SWAPPING);
        String script = "cat /x/d/canary /x/d" + hostsOwn;

        for (int number = 0; number < TRIES; number++) {
            String volume = "filled" + number;
            try {
                assertThat(ALICE.outputOf(config("busybox").command("sh", "-c", script).mounts("/w:/x", volume + ":/x/d"))).doesNotContain("of the ");
            } catch (EngineException gone) {
                assertThat(gone.getMessage()).doesNotContain("Exception");
            }
            assertThat(ALICE.executeHere("cat /var/lib/docker/volumes/" + volume + "/_data/canary 2>/dev/null")).isEmpty();
        }
    }

    @Test
    void whatItAndItsVolumesTakeIsTheirOwn() throws Exception {
        String id = swapping();
        long most = "/proc/self/cwd".length() + "x\n".length(); // a link is as long as what it says

        for (int number = 0; number < 10 * TRIES; number++) {
            assertThat(done(ALICE.containers().sizes(id)).writable()).isLessThanOrEqualTo(most);
        }

        done(ALICE.containers().remove(id, true, true));
    }
}
