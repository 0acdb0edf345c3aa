package dev.berth.engine.machine;

import static dev.berth.engine.fake.EngineOnFake.config;
import static dev.berth.engine.fake.EngineOnFake.done;
import static dev.berth.engine.fake.EngineOnFake.program;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.engine.container.ContainerView;
import dev.berth.engine.container.Containers;
import dev.berth.engine.container.Containers.ExecConfig;
import dev.berth.engine.fake.EngineOnFake;
import dev.berth.engine.fake.FakeProcess;
import dev.berth.engine.fake.Recording;
import dev.berth.engine.stream.AttachRequest;
import dev.berth.engine.volume.VolumeRequest;
import dev.berth.runtime.MachineSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachinesTest {
    @TempDir
    private Path folder;

    private EngineOnFake host;
    private Containers machines;

    @BeforeEach
    void open() {
        host = new EngineOnFake(folder);
        machines = host.engine().admin().containers();
    }

    @AfterEach
    void close() {
        host.close();
    }

    @Test
    void aStartedMachineHasADiskOfItsOwnUserAndItsLimits() throws Exception {
        host.startMachine("alice");

        MachineSpec spec = host.runtime().machine("alice");
        assertThat(spec.hostname()).isEqualTo("vm1");
        assertThat(spec.baseId()).isEqualTo(200_000);
        assertThat(spec.layers()).hasSize(1);
        assertThat(spec.limits().processes()).hasValue(512);
        assertThat(spec.limits().memoryBytes()).hasValue(256L * 1024 * 1024);
        assertThat(Files.getAttribute(spec.disk().resolve("root/upper"), "unix:uid")).isEqualTo(200_000);
        assertThat(spec.sockets()).isDirectory();
    }

    @Test
    void aRemovedMachineLeavesNoFolderOfSockets() {
        host.startMachine("alice");
        Path sockets = host.runtime().machine("alice").sockets();

        done(machines.remove("alice", true, false));

        assertThat(sockets).doesNotExist();
    }

    @Test
    void inspectShowsTheFirstProcessAsInit() {
        host.startMachine("alice");

        ContainerView alice = done(machines.inspect("alice"));

        assertThat(alice.path()).isEqualTo("init");
        assertThat(alice.arguments()).isEmpty();
        assertThat(alice.state().status()).isEqualTo("running");
    }

    @Test
    void watchersAreToldOfMachinesThatComeAndGo() throws Exception {
        host.startMachine("alice");
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();

        host.engine().watchMachines(view -> seen.add("+" + view.name()), name -> seen.add("-" + name));
        host.startMachine("bob");
        done(machines.remove("alice", true, false));

        assertThat(List.of(next(seen), next(seen), next(seen))).containsExactly("+alice", "+bob", "-alice");
    }

    private static String next(BlockingQueue<String> seen) throws InterruptedException {
        return String.valueOf(seen.poll(60, TimeUnit.SECONDS));
    }

    @Test
    void onlyMachinesAreMadeOnTheAdminLevel() {
        assertThatThrownBy(() -> done(machines.create(Optional.of("x1"), program("bash"))))
                .hasMessageStartingWith("runtime \"\" is not available here")
                .hasMessageContaining("--runtime machine");
    }

    @Test
    void aMachineIsEnteredByExec() throws Exception {
        host.startMachine("alice");
        ExecConfig shell = new ExecConfig(List.of("bash"), List.of("TERM=vt100"), "/root", "", true, true, true, true, false, "");
        Recording client = new Recording();

        String exec = done(machines.createExec("alice", shell));
        done(machines.startExec(exec, 24, 80, Optional.of(client)));
        FakeProcess bash = host.runtime().process(exec);
        bash.print("$ ");
        client.awaitOutput(2);
        bash.end(0);

        client.awaitEnd();
        assertThat(bash.spec().environment()).contains("HOME=/root", "HOSTNAME=vm1", "TERM=vt100");
    }

    @Test
    void whatAMachineCannotDoIsSaidClearly() {
        host.startMachine("alice");

        assertThatThrownBy(() -> done(machines.pause("alice"))).hasMessageStartingWith("machines cannot be paused");
        assertThatThrownBy(() -> done(machines.rename("alice", "eve"))).hasMessageStartingWith("machines keep their names");
        assertThatThrownBy(() -> done(machines.kill("alice", "USR1"))).hasMessageStartingWith("signal 10 cannot be sent to a machine");
        assertThatThrownBy(() -> done(machines.attach(
                "alice", new AttachRequest(false, true, true, true, true), new Recording())))
                .hasMessageStartingWith("machines have no streams to attach to");
    }

    @Test
    void aStoppedMachineKeepsItsContainersForTheNextStart() {
        host.startMachine("alice");
        done(host.containers("alice").create(Optional.of("web"), program("serve")));

        done(machines.stop("alice", OptionalInt.empty()));
        boolean gone = host.engine().machines().isEmpty();
        done(machines.start("alice"));

        assertThat(gone).isTrue();
        assertThat(done(host.containers("alice").inspect("web")).state().status()).isEqualTo("created");
    }

    /** Its disk was unmounted meanwhile. */
    @Test
    void aMachinesEndWaitsForAContainerThatIsBeingMadeAndRefusesTheNext() throws Exception {
        host.startMachine("alice");
        MachineView alice = host.machine("alice");
        CompletableFuture<Void> gate = new CompletableFuture<>();
        CompletableFuture<Void> isMade = host.runtime().delayRoots(gate);
        CompletionStage<?> web = alice.containers().create(Optional.of("web"), config("debian").command("serve").mounts("data:/srv").build());
        done(isMade);

        CompletionStage<Void> stop = machines.stop("alice", OptionalInt.empty());
        host.runtime().awaitStop("alice");

        assertThatThrownBy(() -> done(alice.containers().create(Optional.of("late"), program("serve")))).hasMessage("machine \"alice\" is being stopped");
        assertThatThrownBy(() -> done(alice.volumes().create(new VolumeRequest("late", "", Optional.empty(), Optional.empty()))))
                .hasMessage("machine \"alice\" is being stopped");
        gate.complete(null);
        done(web);
        done(stop);
        done(machines.start("alice"));
        assertThat(done(host.containers("alice").list())).extracting(ContainerView::name).containsExactly("web");
    }

    /** It lost its record and kept its files, on a disk that was not there. */
    @Test
    void aRemovalThatComesAfterAMachinesEndIsRefused() {
        host.startMachine("alice");
        MachineView alice = host.machine("alice");
        done(alice.containers().create(Optional.of("web"), program("serve")));
        done(machines.stop("alice", OptionalInt.empty()));

        assertThatThrownBy(() -> done(alice.containers().remove("web", true, true))).hasMessage("machine \"alice\" is being stopped");

        done(machines.start("alice"));
        assertThat(done(host.containers("alice").list())).extracting(ContainerView::name).containsExactly("web");
    }

    @Test
    void aMachineThatEndsByItselfIsTold() throws Exception {
        host.startMachine("alice");
        host.watch(host.engine().admin());

        host.runtime().crash("alice");

        assertThat(host.nextEvents(1)).containsExactly("die 137");
        assertThat(done(machines.inspect("alice")).state().status()).isEqualTo("exited");
    }

    @Test
    void removingAMachineRemovesAllThatWasOnItsDisk() throws Exception {
        host.startMachine("alice");
        Path root = host.runtime().machine("alice").disk().resolve("root/upper");
        Path outside = Files.writeString(folder.resolve("outside"), "keep");
        Files.createSymbolicLink(root.resolve("link"), outside);
        Files.createSymbolicLink(root.resolve("folder-link"), folder);

        done(machines.remove("alice", true, false));

        assertThat(host.home().resolve("machines/alice")).doesNotExist();
        assertThat(outside).hasContent("keep");
        assertThat(host.runtime().left()).isEmpty();
    }

    @Test
    void containersOfOneMachineAreNotSeenInAnother() {
        host.startMachine("alice");
        host.startMachine("bob");

        String id = done(host.containers("alice").create(Optional.of("web"), program("serve"))).value();

        assertThat(done(host.containers("bob").list())).isEmpty();
        assertThatThrownBy(() -> done(host.containers("bob").inspect(id))).hasMessage("No such container: " + id);
    }

    @Test
    void oneMachineDoesNotWaitForAnother() {
        host.startMachine("bob");
        CompletableFuture<Void> gate = new CompletableFuture<>();
        host.runtime().delayStart("alice", gate);
        done(machines.create(Optional.of("alice"), EngineOnFake.machine()));

        var start = machines.start("alice");
        done(host.containers("bob").create(Optional.of("web"), program("serve")));
        done(host.containers("bob").start("web"));
        boolean stillStarting = !start.toCompletableFuture().isDone();
        gate.complete(null);
        done(start);

        assertThat(stillStarting).isTrue();
    }
}
