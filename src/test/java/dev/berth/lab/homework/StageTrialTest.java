package dev.berth.lab.homework;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.lab.homework.StageTrial.Outcome;
import dev.berth.lab.machine.DockerClient;
import dev.berth.lab.machine.FakeEngine;
import dev.berth.lab.machine.TarReader;
import dev.berth.lab.machine.TarWriter;
import dev.berth.lab.value.StudentValues;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of the scripts of students and authors, with machines that only say how they ended; {@code HomeworkWalkTest} has real ones. */
@Timeout(30)
class StageTrialTest {

    private static final Stage STAGE = new Stage(List.of("vm1", "vm2"), List.of(new Stage.Step.Start("vm1"), new Stage.Step.Start("vm2"), new Stage.Step.Probe("page", "probe it")));

    @TempDir
    private Path folder;
    private final Vertx vertx = FakeEngine.newVertx();
    private final LoopCalls calls = new LoopCalls(vertx.getOrCreateContext());
    private final Machines machines = new Machines();
    private SubmissionFiles files;
    private Path submitted;

    @BeforeEach
    void handIn() throws IOException {
        files = new SubmissionFiles(folder);
        files.open(Set.of());
        submitted = folder.resolve("submitted.tar");
        try (OutputStream output = Files.newOutputStream(submitted)) {
            TarWriter tar = new TarWriter(output);
            tar.folder("vm1");
            tar.file("vm1/start.sh", 0644, "docker ps".getBytes());
            tar.file("vm1/door/default.conf", 0644, "server".getBytes());
            tar.folder("vm2");
            tar.file("vm2/notes", 0644, "none".getBytes());
            tar.end();
        }
    }

    @AfterEach
    void end() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void eachMachineGetsItsOwnFilesAndRunsItsScript() {
        try (StageTrial trial = trial()) {
            assertThat(trial.started("vm1").isWell()).isTrue();
            assertThat(trial.probed("page").isWell()).isTrue();
        }

        assertThat(machines.made).containsExactly("vm1", "vm2", "vm9");
        assertThat(machines.laid.get("vm1")).containsExactly("homework", "homework/start.sh", "homework/door/default.conf");
        assertThat(machines.laid.get("vm2")).containsExactly("homework", "homework/notes");
        assertThat(machines.laid).doesNotContainKey("vm9");
        assertThat(machines.ran).containsExactly("vm1: cd ~/homework && exec bash ./start.sh", "vm9: probe it");
        assertThat(machines.environment).containsEntry("BERTH_STUDENT_DOOR", "brisk-heron");
    }

    @Test
    void aScriptThatWasNotHandedInIsToldOf() {
        try (StageTrial trial = trial()) {
            assertThat(trial.started("vm2")).isEqualTo(new Outcome(false, "there is no file `vm2/start.sh` among those that you submitted", "it is `~/homework/start.sh` on `vm2`"));
        }
    }

    @Test
    void aScriptThatFailsIsToldByItsLastLine() {
        machines.answer("vm1", 3, "building\nno such image\n\n");

        try (StageTrial trial = trial()) {
            assertThat(trial.started("vm1").fact()).isEqualTo("in a new machine, `vm1/start.sh` ended with code 3, and its last line was `no such image`");
        }
    }

    @Test
    void aScriptThatDoesNotEndIsEnded() {
        machines.answers.put("vm1", Future.succeededFuture(new DockerClient.Exec("", Optional.empty(), false)));

        try (StageTrial trial = trial()) {
            assertThat(trial.started("vm1").fact()).isEqualTo("`vm1/start.sh` had not ended after 60 seconds");
        }
    }

    @Test
    void oneThatEndsLikeOneThatWasEndedIsToldItsCode() {
        machines.answer("vm1", 137, "Killed");

        try (StageTrial trial = trial()) {
            assertThat(trial.started("vm1").fact()).contains("ended with code 137", "`Killed`");
        }
    }

    @Test
    void aScriptThatPrintsWithoutAnEndIsToldSo() {
        machines.answers.put("vm1", Future.succeededFuture(new DockerClient.Exec("y\ny", Optional.empty(), true)));

        try (StageTrial trial = trial()) {
            assertThat(trial.started("vm1").fact()).isEqualTo("`vm1/start.sh` printed more than 1 MiB");
        }
    }

    @Test
    void aMachineThatAScriptHasBroughtToAStandIsItsFaultAsLongAsOthersAnswer() {
        machines.refuse("vm1");

        try (StageTrial trial = trial()) {
            assertThat(trial.started("vm1").fact()).isEqualTo("`vm1/start.sh` brought the machine to a stand");
            assertThat(trial.probed("page").isWell()).isTrue();
        }
    }

    @Test
    void anEngineThatAnswersNobodyIsOurs() {
        machines.refuse("vm1");
        machines.refuse("vm9");

        try (StageTrial trial = trial()) {
            assertThatThrownBy(() -> trial.started("vm1")).isInstanceOf(LoopCalls.CallFailedException.class);
        }
    }

    @Test
    void aProbeSaysAFactAndAHint() {
        machines.answer("vm9", 1, "the door of `vm1` is closed\nopen `it\nand more\n");

        try (StageTrial trial = trial()) {
            assertThat(trial.probed("page")).isEqualTo(new Outcome(false, "the door of `vm1` is closed", "open 'it"));
        }
    }

    @Test
    void aProbeThatIsBrokenIsOurs() {
        machines.answer("vm9", 127, "bash: crl: command not found");

        try (StageTrial trial = trial()) {
            assertThatThrownBy(() -> trial.probed("page")).isInstanceOf(IllegalStateException.class).hasMessageContaining("crl: command not found");
        }
    }

    private StageTrial trial() {
        StudentValues values = new StudentValues("Ada", Map.of("door", "brisk-heron"));
        return new StageTrial(machines, calls, files, submitted, new GradingFacts(values, Map.of(), Map.of("vm1/start.sh", 9L), Map.of(), (image, path) -> new byte[0]), STAGE);
    }

    /** They write down what is asked of them. */
    private static final class Machines extends NoCleanMachines {

        private final List<String> made = new ArrayList<>();
        private final List<String> ran = new ArrayList<>();
        private final Map<String, List<String>> laid = new HashMap<>();
        private final Map<String, Future<DockerClient.Exec>> answers = new HashMap<>();
        private Map<String, String> environment = Map.of();

        void answer(String machine, int code, String output) {
            answers.put(machine, Future.succeededFuture(new DockerClient.Exec(output, Optional.of(code), false)));
        }

        void refuse(String machine) {
            answers.put(machine, Future.failedFuture(new IOException("cannot fork")));
        }

        @Override
        public Future<List<CleanMachine>> makeJoined(List<String> names) {
            made.addAll(names);
            return Future.succeededFuture(names.stream().<CleanMachine>map(Machine::new).toList());
        }

        private final class Machine implements CleanMachine {

            private final String name;

            Machine(String name) {
                this.name = name;
            }

            @Override
            public DockerClient docker() {
                throw new UnsupportedOperationException();
            }

            @Override
            public Future<DockerClient.Exec> shell(String script, Map<String, String> variables, int outputLimit, int seconds) {
                ran.add(name + ": " + script);
                environment = variables;
                return answers.getOrDefault(name, Future.succeededFuture(new DockerClient.Exec("", Optional.of(0), false)));
            }

            @Override
            public Future<Void> putFiles(String place, Path tar) {
                assertThat(place).isEqualTo("/root");
                List<String> paths = new ArrayList<>();
                try (InputStream input = Files.newInputStream(tar)) {
                    TarReader reader = new TarReader(input);
                    for (Optional<TarReader.Entry> entry = reader.next(); entry.isPresent(); entry = reader.next()) {
                        paths.add(entry.get().name().replaceAll("/$", ""));
                    }
                } catch (IOException failure) {
                    throw new UncheckedIOException(failure);
                }
                laid.put(name, paths);
                return Future.succeededFuture();
            }

            @Override
            public Future<Void> remove() {
                return Future.succeededFuture();
            }
        }
    }
}
