package dev.berth.engine.container;

import static dev.berth.engine.fake.EngineOnFake.done;
import static dev.berth.engine.fake.EngineOnFake.program;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.engine.container.Containers.ExecConfig;
import dev.berth.engine.container.Containers.ExecView;
import dev.berth.engine.fake.EngineOnFake;
import dev.berth.engine.fake.FakeProcess;
import dev.berth.engine.fake.Recording;
import dev.berth.engine.stream.Session;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExecsTest {
    @TempDir
    private Path folder;

    private EngineOnFake host;
    private Containers containers;
    private String web;

    @BeforeEach
    void runContainer() {
        host = new EngineOnFake(folder);
        host.startMachine("alice");
        containers = host.containers("alice");
        web = done(containers.create(Optional.of("web"), program("serve"))).value();
        done(containers.start("web"));
        host.watch(host.machine("alice"));
    }

    @AfterEach
    void close() {
        host.close();
    }

    private static ExecConfig config(String... command) {
        return new ExecConfig(List.of(command), List.of(), "", "", false, true, true, true, false, "");
    }

    private String create(String... command) {
        return done(containers.createExec("web", config(command)));
    }

    private ExecView inspect(String exec) {
        return done(containers.inspectExec(exec));
    }

    @Test
    void anExecsStreamsAreItsClients() throws Exception {
        String exec = create("cat", "-n");
        Recording client = new Recording();

        Session session = done(containers.startExec(exec, 0, 0, Optional.of(client))).orElseThrow();
        FakeProcess cat = host.runtime().process(exec);
        done(session.input(ByteBuffer.wrap("typed".getBytes(StandardCharsets.UTF_8))));
        session.endInput();
        cat.print("1 typed");
        cat.end(0);

        assertThat(client.awaitEnd().output()).isEqualTo("1 typed");
        assertThat(cat.input()).isEqualTo("typed");
        assertThat(cat.inputClosed()).isTrue();
    }

    @Test
    void itIsToldInDockersOrderAndWords() throws Exception {
        String exec = create("ls", "-l", "/");

        done(containers.startExec(exec, 0, 0, Optional.empty()));
        host.runtime().process(exec).end(2);

        assertThat(host.nextEvents(3)).containsExactly("exec_create: ls -l /", "exec_start: ls -l /", "exec_die 2");
        assertThat(inspect(exec).exitCode()).hasValue(2);
        assertThat(inspect(exec).running()).isFalse();
    }

    @Test
    void itRunsOnce() {
        String exec = create("ls");
        done(containers.startExec(exec, 0, 0, Optional.empty()));

        assertThatThrownBy(() -> done(containers.startExec(exec, 0, 0, Optional.empty())))
                .hasMessage("Error: Exec command " + exec + " is already running");
    }

    @Test
    void whatIsNotThereIsToldAndLeavesCode126() {
        String exec = create("nosuch");

        assertThatThrownBy(() -> done(containers.startExec(exec, 0, 0, Optional.empty()))).hasMessage(
                "OCI runtime exec failed: exec failed: unable to start container process: exec: \"nosuch\": executable file not found in $PATH: unknown");
        assertThat(inspect(exec).exitCode()).hasValue(126);
    }

    @Test
    void aContainerThatDoesNotRunRefuses() {
        done(containers.pause("web"));
        assertThatThrownBy(() -> create("ls")).hasMessage("Container web is paused, unpause the container before exec");
        done(containers.kill("web", "KILL"));
        assertThatThrownBy(() -> create("ls")).hasMessage("Container " + web + " is not running");
        assertThatThrownBy(() -> inspect("nobody")).hasMessage("No such exec instance: nobody");
    }

    @Test
    void runningOnesAreShownWithTheirContainer() {
        String exec = create("sleep", "1000");
        create("never-started");

        done(containers.startExec(exec, 0, 0, Optional.empty()));

        assertThat(done(containers.inspect("web")).execIds()).containsExactly(exec);
    }

    @Test
    void theOldestAreForgottenWhenThereAreTooMany() {
        String first = create("ls");

        for (int count = 0; count < 64; count++) {
            create("ls");
        }

        assertThatThrownBy(() -> inspect(first)).hasMessage("No such exec instance: " + first);
    }

    @Test
    void thoseThatDoNotRunMakeRoomForLongOnes() {
        String first = create("echo", "x".repeat(300 * 1024));

        String second = create("echo", "x".repeat(300 * 1024));

        assertThatThrownBy(() -> inspect(first)).hasMessage("No such exec instance: " + first);
        assertThat(inspect(second).running()).isFalse();
        assertThatThrownBy(() -> create("echo", "x".repeat(600 * 1024))).hasMessageContaining("there is room for 524288, say less or wait for others to end");
    }

    @Test
    void anEventTellsTheBeginningOfALongCommand() throws Exception {
        create("echo", "x".repeat(100_000));

        assertThat(host.nextEvents(1).get(0)).startsWith("exec_create: echo xxx").hasSizeLessThan(5000).endsWith("…");
    }

    @Test
    void nothingOfThemIsLeftWithTheirContainer() throws Exception {
        String exec = create("sleep", "1000");
        done(containers.startExec(exec, 0, 0, Optional.empty()));
        host.runtime().process(exec).end(0);

        done(containers.remove("web", true, false));

        assertThatThrownBy(() -> inspect(exec)).hasMessage("No such exec instance: " + exec);
        assertThat(host.runtime().left()).isEmpty();
    }
}
