package dev.berth.engine;

import static dev.berth.engine.fake.EngineOnFake.config;
import static dev.berth.engine.fake.EngineOnFake.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.engine.container.ContainerState;
import dev.berth.engine.container.ContainerView;
import dev.berth.engine.container.Containers;
import dev.berth.engine.container.Containers.ExecConfig;
import dev.berth.engine.container.Containers.WaitCondition;
import dev.berth.engine.container.option.ContainerConfig;
import dev.berth.engine.fake.Recording;
import dev.berth.engine.stream.AttachRequest;
import dev.berth.engine.stream.LogsRequest;
import dev.berth.engine.stream.Session;
import dev.berth.engine.terminal.Terminals.TerminalConfig;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The engine on the real launcher and kernel: what a student does in their first hour, and an engine that dies meanwhile. */
class EngineKernelTest {
    private EngineOnKernel host;

    @BeforeEach
    void startMachine() {
        host = new EngineOnKernel();
        host.startMachine("alice");
    }

    @AfterEach
    void close() {
        host.close();
    }

    private Containers containers() {
        return host.machine("alice").containers();
    }

    private String create(ContainerConfig config) {
        return done(containers().create(Optional.empty(), config)).value();
    }

    private int waitFor(String id) {
        return done(done(containers().waitFor(id, WaitCondition.NOT_RUNNING)).code());
    }

    private String logs(String id) throws Exception {
        Recording client = new Recording();
        done(containers().logs(id, new LogsRequest(true, true, false, Optional.empty(), Optional.empty(), OptionalLong.empty(), false, false), client));
        return client.awaitEnd().output();
    }

    private static ContainerConfig shell(String script) {
        return config("busybox").command("sh", "-c", script).network("none").build();
    }

    private String execute(String id, String script) throws Exception {
        Recording client = new Recording();
        ExecConfig exec = new ExecConfig(List.of("sh", "-c", script), List.of(), "", "", false, false, true, true, false, "");
        done(containers().startExec(done(containers().createExec(id, exec)), 0, 0, Optional.of(client)));
        return client.awaitEnd().output();
    }

    @Test
    void aProgramRunsToItsEndAndItsOutputIsTheLog() throws Exception {
        String id = create(shell("echo hello world; hostname; exit 3"));

        done(containers().start(id));

        assertThat(waitFor(id)).isEqualTo(3);
        assertThat(logs(id)).isEqualTo("hello world\n" + id.substring(0, 12) + "\n");
    }

    @Test
    void itsDiskIsKeptBetweenItsRuns() throws Exception {
        String id = create(shell("cat /kept; echo again > /kept"));
        done(containers().start(id));
        waitFor(id);

        done(containers().start(id));
        waitFor(id);

        assertThat(logs(id)).isEqualTo("again\n");
        assertThat(done(containers().sizes(id)).writable()).isEqualTo("again\n".length());
    }

    @Test
    void aProgramThatIsNotThereIsToldInDockersWords() {
        String id = create(config("busybox").command("nosuch").network("none").build());

        assertThatThrownBy(() -> done(containers().start(id))).hasMessage(
                "failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: "
                        + "exec: \"nosuch\": executable file not found in $PATH: unknown");
        assertThat(waitFor(id)).isEqualTo(127);
    }

    @Test
    void aShellOnATerminalIsTypedTo() throws Exception {
        String id = create(config("busybox").command("sh").terminal().input().network("none").build());
        Recording client = new Recording();
        Session session = done(containers().attach(id, new AttachRequest(false, true, true, true, true), client));
        done(containers().start(id));
        done(containers().resize(id, 30, 120));

        done(session.input(ByteBuffer.wrap("stty size; exit 4\n".getBytes(StandardCharsets.UTF_8))));

        client.awaitEnd();
        assertThat(client.output()).contains("30 120\r\n");
        assertThat(waitFor(id)).isEqualTo(4);
    }

    @Test
    void topShowsItsProcessesAsTheMachineSeesThem() {
        String id = create(shell("sleep 1000; true"));
        done(containers().start(id));

        Containers.Top top = done(containers().top(id, List.of("-ef")));

        assertThat(top.titles()).containsExactly("UID", "PID", "PPID", "C", "STIME", "TTY", "TIME", "CMD");
        ContainerView view = done(containers().inspect(id));
        assertThat(top.processes().get(0)).startsWith("root", String.valueOf(view.pid()));
        assertThat(view.pid()).isBetween(2, 1000);
    }

    @Test
    void aPausedContainerDoesNotRunAndCanBeStopped() throws Exception {
        String id = create(shell("trap 'exit 7' TERM; while true; do sleep 0.1; done"));
        done(containers().start(id));

        done(containers().pause(id));
        done(containers().unpause(id));
        assertThat(execute(id, "echo still here")).isEqualTo("still here\n");
        done(containers().stop(id, OptionalInt.of(5)));

        assertThat(waitFor(id)).isEqualTo(7);
    }

    @Test
    void theEngineDiesAndAnotherGoesOn() throws Exception {
        String running = create(shell("echo before; while [ ! -e /end ]; do sleep 0.05; done; echo after; exit 5"));
        String ending = create(shell("while [ ! -e /end ]; do sleep 0.05; done; exit 6"));
        done(containers().start(running));
        done(containers().start(ending));
        TerminalConfig shell = new TerminalConfig(List.of("sh"), List.of(), "", "/", 24, 80);
        String terminal = done(host.engine().terminals().open("alice", shell));
        int pid = done(containers().inspect(running)).pid();
        execute(ending, "touch /end");

        host.crash();

        assertThat(waitFor(ending)).isEqualTo(6);
        assertThat(done(containers().inspect(running)).pid()).isEqualTo(pid);
        assertThat(execute(running, "echo done; touch /end")).isEqualTo("done\n");
        assertThat(waitFor(running)).isEqualTo(5);
        assertThat(logs(running)).isEqualTo("before\nafter\n");
        Recording client = new Recording();
        Session typing = done(host.engine().terminals().attach(terminal, 0, start -> client));
        done(typing.input(ByteBuffer.wrap("echo $((6*7)); exit 8\n".getBytes(StandardCharsets.UTF_8))));
        client.awaitEnd();
        assertThat(client.output()).contains("42\r\n");
        assertThat(done(host.engine().terminals().inspect(terminal)).exitCode()).hasValue(8);
    }

    @Test
    void aRemovedMachineLeavesNothing() {
        String id = create(shell("sleep 1000"));
        done(containers().start(id));

        done(host.engine().admin().containers().remove("alice", true, false));

        assertThat(host.runtime().kept()).isEmpty();
        assertThat(host.runtime().runningMachines()).isEmpty();
    }

    @Test
    void aContainerThatTheKernelKillsForItsMemorySaysSo() {
        String id = create(config("busybox").command("sh", "-c", "x=a; while true; do x=$x$x; done").network("none").memory(16L << 20).build());

        done(containers().start(id));

        assertThat(waitFor(id)).isEqualTo(137);
        assertThat(done(containers().inspect(id)).state()).isInstanceOfSatisfying(
                ContainerState.Exited.class, exited -> assertThat(exited.outOfMemory()).isTrue());
    }
}
