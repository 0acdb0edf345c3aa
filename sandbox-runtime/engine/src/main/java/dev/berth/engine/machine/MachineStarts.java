package dev.berth.engine.machine;

import dev.berth.engine.EngineSettings;
import dev.berth.engine.build.Builds;
import dev.berth.engine.container.ContainerRecord;
import dev.berth.engine.container.ContainerState;
import dev.berth.engine.container.Run;
import dev.berth.engine.work.SerialQueue;
import dev.berth.runtime.MachineRuntime;
import dev.berth.runtime.MachineSpec;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Starts machines and takes them over: gives each its place, its disk and its sockets while it runs, and takes back at its end what it does not keep. Called on the machine's queue. */
final class MachineStarts {
    private final EngineSettings settings;
    private final MachineRuntime runtime;
    private final MachinePlaces places;
    private final MachineDisks disks;
    private final Trash trash;
    private final RunningMachines running;
    private final MachineSockets sockets;
    private final MachineLevels levels;
    private final PrivateNetworks privateNetworks;

    MachineStarts(
            EngineSettings settings,
            MachineRuntime runtime,
            MachinePlaces places,
            MachineDisks disks,
            Trash trash,
            RunningMachines running,
            MachineSockets sockets,
            MachineLevels levels,
            PrivateNetworks privateNetworks) {
        this.settings = settings;
        this.runtime = runtime;
        this.places = places;
        this.disks = disks;
        this.trash = trash;
        this.running = running;
        this.sockets = sockets;
        this.levels = levels;
        this.privateNetworks = privateNetworks;
    }

    /** @throws RuntimeException with nothing left behind */
    Run start(ContainerRecord record, MachineFolder folder, SerialQueue queue) {
        MachineAllocation place = places.connect(folder);
        Path ofMachine = sockets.make(record.name());
        try {
            disks.openForStart(folder);
            trash.sweepDisk(folder.disk());
            folder.makeVolumes();
            runtime.startMachine(new MachineSpec(
                    record.name(),
                    record.hostname(),
                    place.baseId(),
                    MachineAllocation.ID_COUNT,
                    record.layers(),
                    folder.disk(),
                    ofMachine,
                    settings.nameservers(),
                    place.link().map(MachineAllocation.Link::network),
                    MachineOptions.limits(record.config(), settings.machineLimits())));
            disks.keepSpare(folder);
            MachineRun run = open(record, folder, place, queue, record.state().lastEnd());
            privateNetworks.join(record, place, queue, true);
            run.startContainers();
            return run;
        } catch (RuntimeException failure) {
            privateNetworks.leave(record);
            runtime.stopMachine(record.name());
            disks.close(folder);
            places.disconnect(folder);
            throw failure;
        }
    }

    /** One that an earlier engine started. Empty when it does not run; what was left of it is gone then. */
    Optional<Run> adopt(ContainerRecord record, MachineFolder folder, SerialQueue queue) {
        if (!runtime.runningMachines().contains(record.name())) {
            runtime.stopMachine(record.name());
            disks.close(folder);
            return Optional.empty();
        }
        MachineAllocation place = places.get(folder);
        places.reconnect(place);
        disks.open(folder);
        trash.sweepDisk(folder.disk());
        MachineRun run = open(record, folder, place, queue, Optional.empty());
        privateNetworks.join(record, place, queue, false);
        run.withdrawLeftPorts();
        if (record.state() instanceof ContainerState.Running) {
            run.startLeftContainers();
        }
        return Optional.of(run);
    }

    private MachineRun open(ContainerRecord record, MachineFolder folder, MachineAllocation place, SerialQueue queue, Optional<Instant> lastEnd) {
        return levels.open(record, folder, place, queue, lastEnd, this::close);
    }

    private void close(RunningMachine machine) {
        running.remove(machine.name());
        privateNetworks.leave(machine.record());
        CompletableFuture<Void> idle = machine.gate().close();
        machine.view().builds().ifPresent(Builds::cancelAll);
        machine.level().all().ended();
        runtime.stopMachine(machine.name()); // before the wait: launches that hang in it fail now
        idle.join();
        disks.close(machine.folder());
        places.disconnect(machine.folder());
    }
}
