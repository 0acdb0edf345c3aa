package dev.berth.lab.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.lab.machine.Machines.Incarnation;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineMachinesTest {

    private static final MachineName NAME = new MachineName("ada", "vm1");

    @TempDir
    private Path folder;
    private final Vertx vertx = FakeEngine.newVertx();
    private final Context loop = vertx.getOrCreateContext();
    private FakeEngine engine;
    private EngineMachines machines;

    @BeforeEach
    void open() throws Exception {
        engine = new FakeEngine(folder.resolve("engine.sock")).start();
        HttpClient http = DockerSocket.newHttpClient(vertx);
        MachineSize size = new MachineSize(1 << 26, 100);
        machines = new EngineMachines(http, folder, size, new CheckScripts(vertx, new EngineCleanMachines(http, folder, size)));
    }

    @AfterEach
    void close() throws Exception {
        engine.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    @Test
    void makesAndStartsAMachineThatIsNotThere() throws Exception {
        onLoop(() -> machines.ready(NAME));

        assertThat(engine.machines).containsEntry("ada-vm1", true);
    }

    @Test
    void makesOneMachineForManyTabsAtOnce() throws Exception {
        onLoop(() -> Future.all(IntStream.range(0, 10).mapToObj(tab -> machines.ready(NAME)).toList()).mapEmpty());

        assertThat(engine.calls).containsExactly("POST /containers/ada-vm1/start", "POST /containers/create?name=ada-vm1",
                "POST /containers/ada-vm1/start");
    }

    @Test
    void onlyStartsAMachineThatIsThere() throws Exception {
        engine.machines.put("ada-vm1", false);

        onLoop(() -> machines.ready(NAME));

        assertThat(engine.calls).containsExactly("POST /containers/ada-vm1/start");
    }

    @Test
    void makesAMachineAnew() throws Exception {
        engine.machines.put("ada-vm1", true);

        onLoop(() -> machines.reset(NAME));

        assertThat(engine.calls).first().isEqualTo("DELETE /containers/ada-vm1?force=1&v=1");
        assertThat(engine.machines).containsEntry("ada-vm1", true);
    }

    @Test
    void removesAMachineAndMakesNoOther() throws Exception {
        engine.machines.put("ada-vm1", true);

        onLoop(() -> machines.remove(NAME));
        onLoop(() -> machines.remove(NAME));

        assertThat(engine.calls).containsOnly("DELETE /containers/ada-vm1?force=1&v=1");
        assertThat(engine.machines).isEmpty();
    }

    @Test
    void whoAsksDuringAResetGetsTheNewMachine() throws Exception {
        engine.machines.put("ada-vm1", true);

        onLoop(() -> Future.all(List.of(machines.reset(NAME), machines.ready(NAME))).mapEmpty());

        assertThat(engine.calls).filteredOn(call -> call.contains("create")).hasSize(1);
    }

    @Test
    void putsAMachineToSleepAndWakesItWhenItIsWanted() throws Exception {
        engine.machines.put("ada-vm1", true);

        onLoop(() -> machines.hibernate(NAME));
        assertThat(engine.machines).containsEntry("ada-vm1", false);

        onLoop(() -> machines.ready(NAME));
        assertThat(engine.machines).containsEntry("ada-vm1", true);
    }

    @Test
    void knowsWhetherAMachineSleepsOrFallsAsleep() throws Exception {
        for (String state : List.of("hibernated", "hibernating", "running", "exited")) {
            engine.answer("/berth/machines/ada-vm1", new JsonObject().put("State", state).toBuffer());
            Promise<Boolean> sleeps = Promise.promise();

            onLoop(() -> machines.sleeps(NAME).onComplete(sleeps).mapEmpty());

            assertThat(sleeps.future().result()).as(state).isEqualTo(state.startsWith("hibernat"));
        }
    }

    @Test
    void whoAsksWhileAMachineFallsAsleepGetsOneThatRuns() throws Exception {
        engine.machines.put("ada-vm1", true);

        onLoop(() -> Future.all(List.of(machines.hibernate(NAME), machines.ready(NAME))).mapEmpty());

        assertThat(engine.machines).containsEntry("ada-vm1", true);
    }

    @Test
    void knowsWhichMachinesOfStudentsRun() throws Exception {
        engine.machines.put("ada-vm1", true);
        engine.machines.put("ada-vm2", false);
        engine.machines.put("the administrators own", true);
        Promise<Set<MachineName>> running = Promise.promise();

        onLoop(() -> machines.running().onComplete(running).mapEmpty());

        assertThat(running.future().result()).containsExactly(NAME);
    }

    @Test
    void tellsAMachineFromTheOneThatHadItsNameBefore() throws Exception {
        engine.answer("/containers/ada-vm1/json", new JsonObject().put("Id", "c0ffee").put("Created", "2026-01-02T03:04:05.123456789Z").toBuffer());
        Promise<Optional<Incarnation>> found = Promise.promise();

        onLoop(() -> machines.incarnation(NAME).onComplete(found).mapEmpty());

        assertThat(found.future().result()).contains(new Incarnation("c0ffee", Instant.parse("2026-01-02T03:04:05.123Z").toEpochMilli()));
    }

    @Test
    void saysThatTheEngineIsAwayAndNamesNoPlaceOnTheHostForStudentsToRead() throws Exception {
        engine.kill();

        assertThatThrownBy(() -> onLoop(() -> machines.ready(NAME))).hasMessageEndingWith("Exception: the engine does not answer at the moment");
    }

    private void onLoop(Supplier<Future<Void>> work) throws Exception {
        Promise<Void> done = Promise.promise();
        loop.runOnContext(now -> work.get().onComplete(done));
        done.future().toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }
}
