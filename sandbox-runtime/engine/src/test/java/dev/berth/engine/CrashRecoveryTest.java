package dev.berth.engine;

import static dev.berth.engine.fake.EngineOnFake.config;
import static dev.berth.engine.fake.EngineOnFake.done;
import static dev.berth.engine.fake.EngineOnFake.program;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.engine.container.ContainerState;
import dev.berth.engine.container.Containers.ExecConfig;
import dev.berth.engine.container.Containers.WaitCondition;
import dev.berth.engine.fake.EngineOnFake;
import dev.berth.engine.fake.FakeProcess;
import dev.berth.engine.fake.Recording;
import dev.berth.engine.fake.Waiting;
import dev.berth.engine.machine.Hibernation;
import dev.berth.engine.stream.LogsRequest;
import dev.berth.engine.terminal.Terminals.TerminalConfig;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The engine is killed, and another one is started on what is left: the disk, and the runtime's processes. */
class CrashRecoveryTest {
    private static final TerminalConfig SHELL = new TerminalConfig("first", List.of("bash", "-l"), List.of(), "", "/root", 24, 80);

    @TempDir
    private Path folder;

    private EngineOnFake host;

    @BeforeEach
    void startMachine() {
        host = new EngineOnFake(folder);
        host.startMachine("alice");
    }

    @AfterEach
    void close() {
        host.close();
    }

    private FakeProcess run(String name, String... command) {
        String id = done(host.containers("alice").create(Optional.of(name), program(command))).value();
        done(host.containers("alice").start(name));
        return host.runtime().process(id);
    }

    private Path record(String name) {
        return host.home().resolve("machines/alice/containers/" + done(host.containers("alice").inspect(name)).id() + "/container.json");
    }

    private ContainerState state(String name) {
        return done(host.containers("alice").inspect(name)).state();
    }

    private String logs(String name) throws Exception {
        Recording client = new Recording();
        done(host.containers("alice").logs(
                name, new LogsRequest(true, true, false, Optional.empty(), Optional.empty(), OptionalLong.empty(), false, false), client));
        return client.awaitEnd().output();
    }

    /** It went on while the engine was still taking over, and its docker command failed: there was nobody to answer it. */
    @Test
    void aMachineThatStandsStillGoesOnWhenClientsAreAnswered() {
        host.kill();
        host.runtime().freezeOnly(Set.of("alice"));
        host.comeBack();
        assertThat(host.runtime().isFrozen("alice")).isTrue();

        host.engine().takeTurns();

        Waiting.until("it goes on", () -> !host.runtime().isFrozen("alice"));
    }

    @Test
    void aRunningMachineAndItsContainerGoOn() {
        FakeProcess server = run("web", "serve");
        String before = done(host.containers("alice").inspect("web")).toString();

        host.crash();

        assertThat(done(host.containers("alice").inspect("web"))).hasToString(before);
        server.end(4);
        assertThat(done(done(host.containers("alice").waitFor("web", WaitCondition.NOT_RUNNING)).code())).isEqualTo(4);
    }

    @Test
    void whatEndedMeanwhileHasItsExitCodeAndItsLog() throws Exception {
        FakeProcess server = run("web", "serve");
        server.print("before\n");
        assertThat(awaitLog("web", "before\n")).isEqualTo("before\n");
        host.kill();

        server.print("meanwhile\n");
        server.end(5);
        host.comeBack();

        assertThat(done(done(host.containers("alice").waitFor("web", WaitCondition.NOT_RUNNING)).code())).isEqualTo(5);
        assertThat(logs("web")).isEqualTo("before\nmeanwhile\n");
    }

    private String awaitLog(String name, String expected) throws Exception {
        Recording follower = new Recording();
        var session = done(host.containers("alice").logs(
                name, new LogsRequest(true, true, true, Optional.empty(), Optional.empty(), OptionalLong.empty(), false, false), follower));
        String seen = follower.awaitOutput(expected.length()).output();
        session.close();
        return seen;
    }

    @Test
    void oneThatIsToBeRemovedAndEndedMeanwhileIsRemoved() {
        String id = done(host.containers("alice").create(Optional.of("once"), config("debian").command("true").removeWhenEnded().build())).value();
        done(host.containers("alice").start("once"));
        host.kill();

        host.runtime().process(id).end(0);
        host.comeBack();
        var removed = host.containers("alice").waitFor("once", WaitCondition.REMOVED);

        assertThatThrownBy(() -> {
            done(done(removed).code());
            done(host.containers("alice").inspect("once"));
        }).hasMessage("No such container: once");
    }

    @Test
    void oneThatIsToBeRemovedAndWhoseRecordTheHostsCrashHasEmptiedIsRemoved() throws Exception {
        String id = done(host.containers("alice").create(Optional.of("once"), config("debian").command("true").removeWhenEnded().build())).value();
        done(host.containers("alice").start("once"));
        Path record = record("once");
        host.kill();

        Files.write(record, new byte[0]);
        host.runtime().process(id).end(0);
        host.runtime().kept().values().forEach(process -> process.forget());
        host.comeBack();

        assertThatThrownBy(() -> done(host.containers("alice").inspect("once"))).hasMessage("No such container: once");
        assertThat(record.getParent()).doesNotExist();
        done(host.containers("alice").create(Optional.of("once"), program("serve")));
    }

    @Test
    void aContainerThatIsGoneWithoutATraceHasEndedWith255() {
        FakeProcess server = run("web", "serve");
        host.kill();

        server.end(0);
        host.runtime().kept().values().forEach(process -> process.forget());
        host.comeBack();

        assertThat(state("web")).isInstanceOfSatisfying(ContainerState.Exited.class, exited -> assertThat(exited.code()).isEqualTo(255));
    }

    @Test
    void aMachineThatIsGoneHasEndedAndCanBeStartedAgain() throws Exception {
        run("web", "serve");
        host.kill();

        host.runtime().stopMachine("alice");
        host.comeBack();
        String status = done(host.engine().admin().containers().inspect("alice")).state().status();
        done(host.engine().admin().containers().start("alice"));

        assertThat(status).isEqualTo("exited");
        assertThat(state("web")).isInstanceOf(ContainerState.Exited.class);
        assertThat(host.runtime().left()).isEmpty();
    }

    /** The next engine sees that the machine has ended; its containers are looked at only when it is started, and have not run until then. */
    @Test
    void whatEndedUnseenWithItsMachineEndedNoLaterThanThat() {
        run("web", "serve");
        host.kill();

        host.runtime().stopMachine("alice");
        host.runtime().forgetAll();
        host.comeBack();
        var machine = (ContainerState.Exited) done(host.engine().admin().containers().inspect("alice")).state();
        done(host.engine().admin().containers().start("alice"));

        assertThat(state("web")).isInstanceOfSatisfying(ContainerState.Exited.class, exited -> {
            assertThat(exited.code()).isEqualTo(255);
            assertThat(exited.at()).isEqualTo(machine.at());
        });
    }

    @Test
    void aPausedContainerIsStillPaused() {
        run("web", "serve");
        done(host.containers("alice").pause("web"));

        host.crash();
        done(host.containers("alice").unpause("web"));

        assertThat(state("web").status()).isEqualTo("running");
    }

    @Test
    void aStartThatWasNeverAcknowledgedIsTakenBack() throws Exception {
        run("web", "serve");
        Path record = record("web");
        String running = Files.readString(record);
        host.kill();

        Files.writeString(record, running.replaceAll("\"state\":\\{[^}]*}", "\"state\":{\"status\":\"created\",\"startFailure\":null}"));
        host.comeBack();

        assertThat(state("web")).isInstanceOf(ContainerState.Created.class);
        assertThat(host.runtime().left()).isEmpty();
    }

    /** The kernel needs seconds for it on a busy computer: the next start was refused then. */
    @Test
    void oneThatDoesNotDieSoonWhenItIsTakenBackStartsWhenItHas() throws Exception {
        FakeProcess process = run("web", "serve").stuck();
        Path record = record("web");
        String running = Files.readString(record);
        host.kill();

        Files.writeString(record, running.replaceAll("\"state\":\\{[^}]*}", "\"state\":{\"status\":\"created\",\"startFailure\":null}"));
        host.comeBack();

        CompletionStage<Void> start = host.containers("alice").start("web");
        assertThat(state("web")).isInstanceOf(ContainerState.Created.class);
        process.end(137);
        done(start);
        assertThat(state("web")).isInstanceOf(ContainerState.Running.class);
    }

    /** Its process is still kept by the launcher, which would refuse another of that name. */
    @Test
    void oneWhoseEndWasRecordedAndNoMoreCanBeStartedAgain() throws Exception {
        run("web", "serve").end(3);
        done(done(host.containers("alice").waitFor("web", WaitCondition.NOT_RUNNING)).code());
        Path record = record("web");
        String ended = Files.readString(record);
        done(host.containers("alice").start("web"));
        FakeProcess again = host.runtime().process("container/alice/");
        host.kill();

        again.end(3);
        Files.writeString(record, ended);
        host.comeBack();
        done(host.containers("alice").start("web"));

        assertThat(state("web")).isInstanceOf(ContainerState.Running.class);
        assertThat(host.runtime().process("container/alice/")).isNotSameAs(again);
    }

    @Test
    void aMachineWhoseStartWasNeverAcknowledgedIsTakenBack() throws Exception {
        Path record = host.home().resolve("machines/alice/machine.json");
        String running = Files.readString(record);
        host.kill();

        Files.writeString(record, running.replaceAll("\"state\":\\{[^}]*}", "\"state\":{\"status\":\"created\",\"startFailure\":null}"));
        host.comeBack();

        assertThat(host.runtime().runningMachines()).isEmpty();
        done(host.engine().admin().containers().start("alice"));
        assertThat(host.containers("alice")).isNotNull();
    }

    /** Its containers have heard their stop signal: to go on as if they had not, would be to lose them one by one. */
    @Test
    void aMachineThatWasFallingAsleepFallsAsleep() throws Exception {
        FakeProcess server = run("web", "serve");
        server.stubborn();
        var asked = host.engine().hibernation().hibernate("alice");
        Waiting.until("it has heard its stop signal", () -> !server.signals().isEmpty());
        host.kill();

        host.comeBack();
        server.end(0);

        assertThat(asked.toCompletableFuture()).isNotDone();
        Waiting.until("it sleeps", () -> {
            Hibernation.Rest rest = done(host.engine().hibernation().inspect("alice"));
            return !(rest.state() instanceof ContainerState.Running) && rest.asleepSince().isPresent();
        });
        done(host.engine().hibernation().wake("alice"));
        assertThat(state("web")).isInstanceOf(ContainerState.Running.class);
    }

    /** What ran was forgotten, since nothing of it could be started in a machine that was being ended. */
    @Test
    void aWakingThatWasNeverAcknowledgedIsTakenBackAndTheMachineSleepsOn() throws Exception {
        run("web", "serve");
        done(host.engine().hibernation().hibernate("alice"));
        Path record = host.home().resolve("machines/alice/machine.json");
        Path sleep = host.home().resolve("machines/alice/sleep.json");
        String asleep = Files.readString(record);
        String ran = Files.readString(sleep);
        done(host.engine().hibernation().wake("alice"));
        host.kill();

        Files.writeString(record, asleep);
        Files.writeString(sleep, ran);
        host.comeBack();

        assertThat(done(host.engine().hibernation().inspect("alice")).containers()).hasSize(1);
        done(host.engine().hibernation().wake("alice"));
        assertThat(state("web")).isInstanceOf(ContainerState.Running.class);
    }

    @Test
    void anExecGoesOnAndItsEndIsKnown() throws Exception {
        run("web", "serve");
        ExecConfig config = new ExecConfig(List.of("bash"), List.of(), "", "", true, true, true, true, false, "");
        String exec = done(host.containers("alice").createExec("web", config));
        done(host.containers("alice").startExec(exec, 24, 80, Optional.of(new Recording())));

        host.crash();
        boolean running = done(host.containers("alice").inspectExec(exec)).running();
        host.watch(host.machine("alice"));
        host.runtime().process(exec).end(6);

        assertThat(running).isTrue();
        assertThat(host.nextEvents(1)).containsExactly("exec_die 6");
        assertThat(done(host.containers("alice").inspectExec(exec)).exitCode()).hasValue(6);
    }

    @Test
    void aTerminalGoesOnWithNothingLostAndNothingDoubled() throws Exception {
        String id = done(host.engine().terminals().open("alice", SHELL));
        FakeProcess shell = host.runtime().process(id);
        Recording before = new Recording();
        done(host.engine().terminals().attach(id, 0, start -> before));
        shell.print("one ");
        before.awaitOutput(4);
        host.kill();

        shell.print("two ");
        host.comeBack();
        Recording after = new Recording();
        var session = done(host.engine().terminals().attach(id, 2, start -> after));
        shell.print("three");
        done(session.input(ByteBuffer.wrap("ls".getBytes(StandardCharsets.UTF_8))));

        assertThat(after.awaitOutput(11).output()).isEqualTo("e two three");
        assertThat(shell.input()).isEqualTo("ls");
    }

    @Test
    void aTerminalWhoseShellEndedMeanwhileTellsItsCode() throws Exception {
        String id = done(host.engine().terminals().open("alice", SHELL));
        host.kill();

        host.runtime().process(id).end(9);
        host.comeBack();
        Recording client = new Recording();
        done(host.engine().terminals().attach(id, 0, start -> client));

        client.awaitEnd();
        assertThat(done(host.engine().terminals().inspect(id)).exitCode()).hasValue(9);
        assertThat(done(host.engine().terminals().inspect(id)).name()).as("by which it is found").isEqualTo(SHELL.name());
    }

    @Test
    void aNewMachineNeverGetsTheIdsOfAnother() {
        host.crash();
        host.startMachine("bob");

        assertThat(host.machine("bob").owner()).isNotEqualTo(host.machine("alice").owner());
    }

    @Test
    void leftoversOfARemovalAreSwept() throws Exception {
        Path leftover = Files.createDirectories(host.home().resolve("machines/alice/containers/" + "a".repeat(64)));
        Path disk = Files.createDirectories(host.home().resolve("machines/alice/disk/containers/" + "a".repeat(64)));

        host.crash();

        assertThat(leftover).doesNotExist();
        assertThat(disk).doesNotExist();
    }
}
