package dev.berth.engine;

import static dev.berth.engine.fake.EngineOnFake.config;
import static dev.berth.engine.fake.EngineOnFake.done;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.engine.container.Containers;
import dev.berth.engine.machine.MachineView;
import dev.berth.engine.volume.VolumeRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Containers and volumes that are made at the moment at which their machine is stopped. */
class CreateBesideStopKernelTest {
    private static final int ROUNDS = 15;

    @AutoClose
    private final MachineOnKernel alice = new MachineOnKernel();

    /** The disk was unmounted under a creation, whose folders then lay on the host, below the mount point, without a limit. */
    @Test
    void everythingThatIsMadeLiesOnTheMachinesDisk() throws Exception {
        Containers machines = alice.host().engine().admin().containers();
        Path mountPoint = alice.host().home().resolve("machines/alice/disk");
        for (int round = 0; round < ROUNDS; round++) {
            MachineView machine = alice.view();
            AtomicInteger made = new AtomicInteger();
            CompletableFuture<Void> containers = CompletableFuture.runAsync(() -> makeContainers(machine, made));
            CompletableFuture<Void> volumes = CompletableFuture.runAsync(() -> makeVolumes(machine, made));
            EngineOnKernel.await("the clients make something", () -> made.get() > 2);

            done(machines.stop("alice", OptionalInt.of(0)));
            CompletableFuture.allOf(containers, volumes).get(30, TimeUnit.SECONDS);

            try (Stream<Path> files = Files.list(mountPoint)) {
                assertThat(files).as("what lies below the mount point after round " + round).isEmpty();
            }
            done(machines.start("alice"));
            removeAll();
        }
    }

    /** Until it is refused, or its limit of containers is reached. */
    private static void makeContainers(MachineView machine, AtomicInteger made) {
        try {
            while (true) {
                done(machine.containers().create(Optional.empty(), config("busybox").command("true").network("none").mounts("/anonymous").build()));
                made.incrementAndGet();
            }
        } catch (EngineException | AssertionError refused) {
            made.addAndGet(3);
        }
    }

    private static void makeVolumes(MachineView machine, AtomicInteger made) {
        try {
            while (true) {
                done(machine.volumes().create(new VolumeRequest("", "", Optional.empty(), Optional.empty())));
                made.incrementAndGet();
            }
        } catch (EngineException | AssertionError refused) {
            made.addAndGet(3);
        }
    }

    private void removeAll() {
        done(alice.containers().list()).forEach(each -> done(alice.containers().remove(each.id().value(), true, true)));
        done(alice.view().volumes().prune(any -> true));
    }
}
