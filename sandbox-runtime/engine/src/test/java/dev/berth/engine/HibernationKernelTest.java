package dev.berth.engine;

import static dev.berth.engine.fake.EngineOnFake.config;
import static dev.berth.engine.fake.EngineOnFake.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.engine.container.ContainerState;
import dev.berth.engine.container.Containers.WaitCondition;
import dev.berth.engine.container.option.RestartPolicy;
import dev.berth.engine.fake.Recording;
import dev.berth.engine.machine.Hibernation;
import dev.berth.engine.stream.Session;
import dev.berth.engine.terminal.Terminals.TerminalConfig;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Machines that sleep: nothing of them runs, and the next day everything is where it was left. */
class HibernationKernelTest {
    private static final TerminalConfig SHELL = new TerminalConfig("", List.of("sh", "-c", "echo a shell"), List.of(), "", "/root", 24, 80);

    @AutoClose
    private final MachineOnKernel alice = new MachineOnKernel();

    private Hibernation hibernation() {
        return alice.host().engine().hibernation();
    }

    private void run(String name, String script) {
        done(alice.containers().create(Optional.of(name), config("busybox").command("sh", "-c", script).network("none").build()));
        done(alice.containers().start(name));
    }

    private String status(String container) {
        return done(alice.containers().inspect(container)).state().status();
    }

    @Test
    void whatRanRunsAgainAndWhatHadEndedHasEndedStill() {
        run("first", "echo kept >>/file; cat /file; exec sleep 1000");
        run("paused", "exec sleep 1000");
        done(alice.containers().pause("paused"));
        run("ended", "exit 3");
        done(done(alice.containers().waitFor("ended", WaitCondition.NOT_RUNNING)).code());

        done(hibernation().hibernate("alice"));
        done(hibernation().wake("alice"));

        assertThat(status("first")).isEqualTo("running");
        assertThat(status("paused")).isEqualTo("running");
        assertThat(done(alice.containers().inspect("ended")).state()).isInstanceOfSatisfying(
                ContainerState.Exited.class, exited -> assertThat(exited.code()).isEqualTo(3));
    }

    @Test
    void restartsThatWereCountedAreCountedStill() {
        done(alice.containers().create(Optional.of("web"), config("busybox")
                .command("sh", "-c", "test -e /tried && exec sleep 1000; touch /tried; exit 1").restart(RestartPolicy.Kind.UNLESS_STOPPED, 0).network("none").build()));
        done(alice.containers().start("web"));
        EngineOnKernel.await("it was started a second time", () -> restarts("web") == 1 && status("web").equals("running"));

        done(hibernation().hibernate("alice"));
        done(hibernation().wake("alice"));

        assertThat(status("web")).isEqualTo("running");
        assertThat(restarts("web")).isEqualTo(1);
    }

    private int restarts(String container) {
        return done(alice.containers().inspect(container)).restartCount();
    }

    @Test
    void nothingOfAMachineThatSleepsRuns() {
        run("first", "exec sleep 1000");

        done(hibernation().hibernate("alice"));

        assertThat(alice.host().runtime().runningMachines()).isEmpty();
        assertThat(alice.host().runtime().kept()).isEmpty();
        assertThat(done(alice.host().engine().admin().containers().inspect("alice")).state().status()).isEqualTo("exited");
    }

    @Test
    void anEngineThatDiesMeanwhileRemembersTheSleepAndWhatRan() {
        run("first", "exec sleep 1000");
        done(hibernation().hibernate("alice"));

        alice.host().crash();

        assertThat(done(hibernation().inspect("alice")).asleepSince()).isPresent();
        assertThat(done(hibernation().inspect("alice")).containers()).hasSize(1);
        done(hibernation().wake("alice"));
        assertThat(status("first")).isEqualTo("running");
        assertThat(done(hibernation().inspect("alice")).asleepSince()).isEmpty();
    }

    @Test
    void anOrdinaryStartWakesItToo() {
        run("first", "exec sleep 1000");
        done(hibernation().hibernate("alice"));

        done(alice.host().engine().admin().containers().start("alice"));

        done(alice.host().engine().admin().containers().usage("alice")); // behind what follows the start
        assertThat(status("first")).isEqualTo("running");
    }

    @Test
    void theFirstShellAfterASleepTellsOfItAndTheSecondDoesNot() throws Exception {
        done(hibernation().hibernate("alice"));
        done(hibernation().wake("alice"));

        String first = shell();
        assertThat(first).startsWith("This machine has slept since 20").endsWith("a shell\r\n");
        assertThat(first.lines()).as("lines of a terminal as it is at first").allMatch(line -> line.length() <= 80);
        assertThat(shell()).isEqualTo("a shell\r\n");
    }

    private String shell() throws Exception {
        Recording client = new Recording();
        String id = done(alice.host().engine().terminals().open("alice", SHELL));
        Session session = done(alice.host().engine().terminals().attach(id, 0, start -> client));
        String output = client.awaitEnd().output();
        session.close();
        return output;
    }

    @Test
    void onlyWhatRunsFallsAsleepAndOnlyWhatSleepsWakes() {
        assertThatThrownBy(() -> done(hibernation().wake("alice"))).hasMessage("machine \"alice\" is awake");
        done(alice.host().engine().admin().containers().stop("alice", OptionalInt.empty()));

        assertThatThrownBy(() -> done(hibernation().wake("alice"))).hasMessage("machine \"alice\" does not sleep: start it");
        assertThatThrownBy(() -> done(hibernation().hibernate("alice")))
                .hasMessage("machine \"alice\" is not running: only one that runs can be hibernated");
        assertThatThrownBy(() -> done(hibernation().hibernate("bob"))).hasMessage("No such container: bob");
    }
}
