package dev.berth.engine;

import static dev.berth.engine.fake.EngineOnFake.config;
import static dev.berth.engine.fake.EngineOnFake.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.engine.container.ContainerState;
import dev.berth.engine.container.ContainerView;
import dev.berth.engine.container.Containers;
import dev.berth.engine.container.option.ContainerConfig;
import dev.berth.engine.fake.Recording;
import dev.berth.engine.stream.AttachRequest;
import dev.berth.engine.stream.Session;
import dev.berth.engine.terminal.Terminals.TerminalConfig;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The engine on the real launcher and kernel: what a student does in their first hour, and an engine that dies meanwhile. */
class EngineKernelTest {
    @AutoClose
    private final MachineOnKernel alice = new MachineOnKernel();

    private String create(ContainerConfig config) {
        return done(alice.containers().create(Optional.empty(), config)).value();
    }

    private static ContainerConfig shell(String script) {
        return config("busybox").command("sh", "-c", script).network("none").build();
    }

    @Test
    void aProgramRunsToItsEndAndItsOutputIsTheLog() throws Exception {
        String id = create(shell("echo hello world; hostname; exit 3"));

        done(alice.containers().start(id));

        assertThat(alice.waitFor(id)).isEqualTo(3);
        assertThat(alice.logs(id)).isEqualTo("hello world\n" + id.substring(0, 12) + "\n");
    }

    @Test
    void itsDiskIsKeptBetweenItsRuns() throws Exception {
        String id = create(shell("cat /kept; echo again > /kept"));
        done(alice.containers().start(id));
        alice.waitFor(id);

        done(alice.containers().start(id));
        alice.waitFor(id);

        assertThat(alice.logs(id)).isEqualTo("again\n");
        assertThat(done(alice.containers().sizes(id)).writable()).isEqualTo("again\n".length());
    }

    @Test
    void aProgramThatIsNotThereIsToldInDockersWords() {
        String id = create(config("busybox").command("nosuch").network("none").build());

        assertThatThrownBy(() -> done(alice.containers().start(id))).hasMessage(
                "failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: "
                        + "exec: \"nosuch\": executable file not found in $PATH: unknown");
        assertThat(alice.waitFor(id)).isEqualTo(127);
    }

    @Test
    void aShellOnATerminalIsTypedTo() throws Exception {
        String id = create(config("busybox").command("sh").terminal().input().network("none").build());
        Recording client = new Recording();
        Session session = done(alice.containers().attach(id, new AttachRequest(false, true, true, true, true), client));
        done(alice.containers().start(id));
        done(alice.containers().resize(id, 30, 120));

        done(session.input(ByteBuffer.wrap("stty size; exit 4\n".getBytes(StandardCharsets.UTF_8))));

        client.awaitEnd();
        assertThat(client.output()).contains("30 120\r\n");
        assertThat(alice.waitFor(id)).isEqualTo(4);
    }

    @Test
    void topShowsItsProcessesAsTheMachineSeesThem() {
        String id = create(shell("sleep 1000; true"));
        done(alice.containers().start(id));

        Containers.Top top = done(alice.containers().top(id, List.of("-ef")));

        assertThat(top.titles()).containsExactly("UID", "PID", "PPID", "C", "STIME", "TTY", "TIME", "CMD");
        ContainerView view = done(alice.containers().inspect(id));
        assertThat(top.processes().get(0)).startsWith("root", String.valueOf(view.pid()));
        assertThat(view.pid()).isBetween(2, 1000);
    }

    @Test
    void aPausedContainerDoesNotRunAndCanBeStopped() throws Exception {
        String id = create(shell("trap 'exit 7' TERM; while true; do sleep 0.1; done"));
        done(alice.containers().start(id));

        done(alice.containers().pause(id));
        done(alice.containers().unpause(id));
        assertThat(alice.execute(id, "echo still here")).isEqualTo("still here\n");
        done(alice.containers().stop(id, OptionalInt.of(5)));

        assertThat(alice.waitFor(id)).isEqualTo(7);
    }

    @Test
    void theEngineDiesAndAnotherGoesOn() throws Exception {
        String running = create(shell("echo before; while [ ! -e /end ]; do sleep 0.05; done; echo after; exit 5"));
        String ending = create(shell("while [ ! -e /end ]; do sleep 0.05; done; exit 6"));
        done(alice.containers().start(running));
        done(alice.containers().start(ending));
        TerminalConfig shell = new TerminalConfig("", List.of("sh"), List.of(), "", "/", 24, 80);
        String terminal = done(alice.host().engine().terminals().open("alice", shell));
        int pid = done(alice.containers().inspect(running)).pid();
        alice.execute(ending, "touch /end");

        alice.host().crash();

        assertThat(alice.waitFor(ending)).isEqualTo(6);
        assertThat(done(alice.containers().inspect(running)).pid()).isEqualTo(pid);
        assertThat(alice.execute(running, "echo done; touch /end")).isEqualTo("done\n");
        assertThat(alice.waitFor(running)).isEqualTo(5);
        assertThat(alice.logs(running)).isEqualTo("before\nafter\n");
        Recording client = new Recording();
        Session typing = done(alice.host().engine().terminals().attach(terminal, 0, start -> client));
        done(typing.input(ByteBuffer.wrap("echo $((6*7)); exit 8\n".getBytes(StandardCharsets.UTF_8))));
        client.awaitEnd();
        assertThat(client.output()).contains("42\r\n");
        assertThat(done(alice.host().engine().terminals().inspect(terminal)).exitCode()).hasValue(8);
    }

    /** The launcher keeps its process until it is told that its end is on the disk, and has no two of one name. */
    @Test
    void theEngineDiesWhenAnEndIsRecordedAndNotForgottenAndTheContainerStartsAgain() throws Exception {
        String id = create(shell("sleep 1000"));
        done(alice.containers().start(id));
        done(alice.containers().kill(id, "KILL"));
        alice.waitFor(id);
        Path record = alice.host().home().resolve("machines/alice/containers/" + id + "/container.json");
        String ended = Files.readString(record);
        done(alice.containers().start(id));
        int pid = alice.host().runtime().kept().get("container/alice/" + id).pid();
        alice.host().kill();

        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
        Files.writeString(record, ended);
        alice.host().comeBack();
        done(alice.containers().start(id));

        assertThat(done(alice.containers().inspect(id)).state()).isInstanceOf(ContainerState.Running.class);
    }

    @Test
    void aRemovedMachineLeavesNothing() {
        String id = create(shell("sleep 1000"));
        done(alice.containers().start(id));

        done(alice.host().engine().admin().containers().remove("alice", true, false));

        assertThat(alice.host().runtime().kept()).isEmpty();
        assertThat(alice.host().runtime().runningMachines()).isEmpty();
    }

    @Test
    void aContainerThatTheKernelKillsForItsMemorySaysSo() {
        String id = create(config("busybox").command("sh", "-c", "x=a; while true; do x=$x$x; done").network("none").memory(16L << 20).build());

        done(alice.containers().start(id));

        assertThat(alice.waitFor(id)).isEqualTo(137);
        assertThat(done(alice.containers().inspect(id)).state()).isInstanceOfSatisfying(
                ContainerState.Exited.class, exited -> assertThat(exited.outOfMemory()).isTrue());
    }
}
