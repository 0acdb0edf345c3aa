package dev.berth.engine;

import static dev.berth.engine.fake.EngineOnFake.config;
import static dev.berth.engine.fake.EngineOnFake.done;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.engine.container.ContainerFiles;
import dev.berth.engine.container.ContainerFiles.CommitRequest;
import dev.berth.engine.container.Containers;
import dev.berth.engine.container.Containers.ExecConfig;
import dev.berth.engine.container.Containers.WaitCondition;
import dev.berth.engine.fake.EngineOnFake;
import dev.berth.engine.fake.Recording;
import dev.berth.engine.image.ImageConfig;
import dev.berth.engine.image.ImageReference;
import dev.berth.engine.stream.LogsRequest;
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
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A folder that is all the time exchanged for a link to somewhere else, by a container and by its machine, while the engine works on it. */
class SwappedLinksKernelTest {
    private static final int TRIES = 30;
    private static final String SWAPPING = "mkdir -p /w; touch /ready; while :; do for to in / .. ../../.. /proc/1/root /proc/self/cwd; do "
            + "rm -rf /w/d; ln -s $to /w/d; rm -rf /w/d; mkdir /w/d; echo x >/w/d/mine; done; done 2>/dev/null";

    private static EngineOnKernel host;
    private static Path hostsOwn;

    @BeforeAll
    static void startMachine() throws Exception {
        host = new EngineOnKernel();
        host.startMachine("alice");
        hostsOwn = Files.writeString(host.home().resolve("canary"), "of the host");
        inMachine("echo of the machine >/canary", true);
    }

    @AfterAll
    static void close() throws IOException {
        Files.delete(hostsOwn);
        host.close();
    }

    private static Containers containers() {
        return host.machine("alice").containers();
    }

    private static ContainerFiles files() {
        return host.machine("alice").files();
    }

    private static void inMachine(String script, boolean ends) throws Exception {
        Containers machines = host.engine().admin().containers();
        Recording client = new Recording();
        done(machines.startExec(done(machines.createExec("alice", exec(script, ""))), 0, 0, Optional.of(client)));
        if (ends) {
            client.awaitEnd();
        }
    }

    private static ExecConfig exec(String script, String folder) {
        return new ExecConfig(List.of("sh", "-c", script), List.of(), folder, "", false, false, true, true, false, "");
    }

    private static String swapping() {
        String id = done(containers().create(Optional.empty(), config("busybox").command("sh", "-c", SWAPPING).network("none").build())).value();
        done(containers().start(id));
        EngineOnKernel.await("the links are swapped", () -> {
            try {
                done(files().stat(id, "/ready"));
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
            assertThat(names(done(files().export(id))).stream().filter(name -> name.startsWith("w/"))).isSubsetOf("w/", "w/d", "w/d/", "w/d/mine");
        }
        ImageReference image = ImageReference.parse("swapped");
        done(files().commit(id, new CommitRequest(Optional.of(image), "", "", ImageConfig.EMPTY, List.of(), false)));

        done(containers().remove(id, true, true));
        assertThat(output(config("swapped").command("sh", "-c", "[ -L /w/d ] || ls /w/d; ls -d /canary"))).doesNotContain("bin").doesNotContain("/canary\n");
    }

    /** It told of a Java exception when the folder went while it was read. */
    @Test
    void aCopyOfItShowsItsOwnFilesOrSaysThatItIsGone() throws IOException {
        String id = swapping();

        for (int number = 0; number < 10 * TRIES; number++) {
            try {
                assertThat(names(done(files().archive(id, "/w/d/")).tar())).doesNotContain("canary", "d/canary");
                assertThat(names(done(files().archive(id, "/w/d/canary")).tar())).isEmpty();
            } catch (EngineException gone) {
                assertThat(gone.getMessage()).containsAnyOf("Could not find the file", "not a directory");
            }
        }

        done(containers().remove(id, true, true));
    }

    @Test
    void aProgramThatBeginsInItIsInTheContainer() throws Exception {
        String id = swapping();

        for (int number = 0; number < TRIES; number++) {
            Recording client = new Recording();
            try {
                done(containers().startExec(done(containers().createExec(id, exec("cat canary /proc/self/cwd/canary", "/w/d"))), 0, 0, Optional.of(client)));
                assertThat(client.awaitEnd().output()).doesNotContain("of the ");
            } catch (EngineException gone) {
                assertThat(gone.getMessage()).doesNotContain("Exception");
            }
        }

        done(containers().remove(id, true, true));
    }

    @Test
    void aBindOfItShowsFilesOfTheMachineAndNoOthers() throws Exception {
        inMachine(SWAPPING, false);
        String script = "cat /x" + hostsOwn + " /x/home/canary";

        for (int number = 0; number < TRIES; number++) {
            try {
                assertThat(output(config("busybox").command("sh", "-c", script).mounts("/w/d:/x"))).doesNotContain("of the host");
            } catch (EngineException gone) {
                assertThat(gone.getMessage()).doesNotContain("Exception");
            }
        }
    }

    private static String output(EngineOnFake.Asked asked) throws Exception {
        String id = done(containers().create(Optional.empty(), asked.network("none").build())).value();
        try {
            done(containers().start(id));
            done(done(containers().waitFor(id, WaitCondition.NOT_RUNNING)).code());
            Recording client = new Recording();
            done(containers().logs(id, new LogsRequest(true, true, false, Optional.empty(), Optional.empty(), OptionalLong.empty(), false, false), client));
            return client.awaitEnd().output();
        } finally {
            done(containers().remove(id, true, true));
        }
    }
}
