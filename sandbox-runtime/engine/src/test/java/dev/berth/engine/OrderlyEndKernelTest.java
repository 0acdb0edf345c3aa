package dev.berth.engine;

import static dev.berth.engine.fake.EngineOnFake.config;
import static dev.berth.engine.fake.EngineOnFake.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.engine.container.ContainerState;
import dev.berth.engine.container.Containers;
import dev.berth.engine.container.option.RestartPolicy;
import dev.berth.engine.fake.Recording;
import dev.berth.engine.stream.LogsRequest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Machines end in order: containers hear their stop signal and say how they ended, and what has a restart policy runs again. */
class OrderlyEndKernelTest {
    private static final String LISTENS = "trap 'echo last words; exit 7' TERM; echo ready; while :; do sleep 0.05; done";

    private EngineOnKernel host;

    @BeforeEach
    void startMachine() {
        host = new EngineOnKernel();
        done(admin().create(Optional.of("alice"), config("berth/workstation").restart(RestartPolicy.Kind.UNLESS_STOPPED, 0).build("machine")));
        done(admin().start("alice"));
    }

    @AfterEach
    void close() {
        host.close();
    }

    private Containers admin() {
        return host.engine().admin().containers();
    }

    private Containers containers() {
        return host.machine("alice").containers();
    }

    private void run(String name, RestartPolicy.Kind policy, String script) throws Exception {
        done(containers().create(Optional.of(name), config("busybox").command("sh", "-c", script).restart(policy, 0).network("none").build()));
        done(containers().start(name));
        log(name, true).awaitOutput("ready\n".length());
    }

    private Recording log(String name, boolean follow) {
        Recording client = new Recording();
        done(containers().logs(name, new LogsRequest(true, true, follow, Optional.empty(), Optional.empty(), OptionalLong.empty(), false, false), client));
        return client;
    }

    private ContainerState.Exited ended(String name) {
        return (ContainerState.Exited) done(containers().inspect(name)).state();
    }

    private String machineStatus() {
        return done(admin().inspect("alice")).state().status();
    }

    @Test
    void stoppingAMachineStopsItsContainersFirst() throws Exception {
        run("polite", RestartPolicy.Kind.NO, LISTENS);
        run("deaf", RestartPolicy.Kind.NO, "echo ready; sleep 1000");
        Instant before = Instant.now();

        done(admin().stop("alice", OptionalInt.empty()));
        Instant after = Instant.now();
        done(admin().start("alice"));

        assertThat(ended("polite").code()).isEqualTo(7);
        assertThat(ended("polite").at()).isBetween(before, after);
        assertThat(log("polite", false).awaitEnd().output()).isEqualTo("ready\nlast words\n");
        assertThat(ended("deaf").code()).isEqualTo(137);
        assertThat(ended("deaf").at()).isBetween(before, after);
    }

    @Test
    void whoDoesNotListenIsKilledWithTheMachineWhenItsTimeIsOver() throws Exception {
        run("stubborn", RestartPolicy.Kind.NO, "trap 'echo no' TERM; echo ready; while :; do sleep 0.05; done");

        done(admin().stop("alice", OptionalInt.of(1)));
        done(admin().start("alice"));

        assertThat(ended("stubborn").code()).isEqualTo(137);
        assertThat(log("stubborn", false).awaitEnd().output()).isEqualTo("ready\nno\n");
    }

    @Test
    void aMachineThatIsBeingStoppedStartsNothing() throws Exception {
        run("polite", RestartPolicy.Kind.NO, "trap 'sleep 1; exit 7' TERM; echo ready; while :; do sleep 0.05; done");
        done(containers().create(Optional.of("late"), config("busybox").command("true").network("none").build()));
        Containers inside = containers();

        CompletionStage<Void> stopped = admin().stop("alice", OptionalInt.empty());

        assertThatThrownBy(() -> startUntilRefused(inside, stopped)).isInstanceOf(EngineException.class).hasMessageContaining("what it lives in is being stopped");
        done(stopped);
    }

    private static void startUntilRefused(Containers inside, CompletionStage<Void> stopped) {
        CompletableFuture<Void> over = stopped.toCompletableFuture();
        while (!over.isDone()) {
            done(inside.start("late"));
            done(done(inside.waitFor("late", Containers.WaitCondition.NOT_RUNNING)).code());
        }
    }

    @Test
    void whatHasAPolicyRunsAgainAfterAllWasStoppedAndTheRestSaysHowItEnded() throws Exception {
        run("steady", RestartPolicy.Kind.UNLESS_STOPPED, LISTENS);
        run("always", RestartPolicy.Kind.ALWAYS, LISTENS);
        run("failing", RestartPolicy.Kind.ON_FAILURE, LISTENS);
        run("plain", RestartPolicy.Kind.NO, LISTENS);
        run("stopped", RestartPolicy.Kind.UNLESS_STOPPED, LISTENS);
        done(containers().stop("stopped", OptionalInt.empty()));

        done(host.engine().stopMachines());
        assertThat(host.runtime().runningMachines()).isEmpty();
        assertThat(host.runtime().kept()).isEmpty();
        assertThat(machineStatus()).isEqualTo("exited");
        host.crash();

        EngineOnKernel.await("the machine runs again", () -> machineStatus().equals("running"));
        for (String name : new String[] {"steady", "always", "failing"}) {
            EngineOnKernel.await(name + " runs again", () -> done(containers().inspect(name)).state().status().equals("running"));
        }
        assertThat(ended("plain").code()).isEqualTo(7);
        assertThat(ended("stopped").code()).isEqualTo(7);
    }

    @Test
    void hibernationIsAnOrderlyEndToo() throws Exception {
        run("polite", RestartPolicy.Kind.NO, LISTENS);
        List<String> events = eventsOf("polite");

        done(host.engine().hibernation().hibernate("alice"));
        done(host.engine().hibernation().wake("alice"));

        assertThat(done(containers().inspect("polite")).state()).isInstanceOfSatisfying(
                ContainerState.Running.class, running -> assertThat(running.lastEnd()).isPresent());
        assertThat(log("polite", true).awaitOutput("ready\nlast words\nready\n".length()).output()).isEqualTo("ready\nlast words\nready\n");
        assertThat(events).as("no signal that a client sent").containsExactly("die");
    }

    private List<String> eventsOf(String name) {
        List<String> actions = new CopyOnWriteArrayList<>();
        host.machine("alice").events().subscribe(Optional.empty(), event -> {
            if (name.equals(event.attributes().get("name"))) {
                actions.add(event.action());
            }
        });
        return actions;
    }
}
