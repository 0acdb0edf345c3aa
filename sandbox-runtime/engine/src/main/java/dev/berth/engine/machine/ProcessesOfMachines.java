package dev.berth.engine.machine;

import static dev.berth.engine.EngineException.Kind.CONFLICT;

import dev.berth.engine.EngineException;
import dev.berth.engine.container.ContainerState;
import dev.berth.engine.container.ContainerView;
import dev.berth.engine.container.Containers;
import dev.berth.engine.work.Workers;
import dev.berth.runtime.MachineRuntime;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/** The processes of machines, those of their containers included. Thread safe. */
public final class ProcessesOfMachines {
    /** Of more than a machine may have nothing is told. */
    private static final int MOST = 1024;

    private final RunningMachines running;
    private final Containers machines;
    private final MachineRuntime runtime;
    private final Workers workers;

    /** @param machines the admin level */
    public ProcessesOfMachines(RunningMachines running, Containers machines, MachineRuntime runtime, Workers workers) {
        this.running = running;
        this.machines = machines;
        this.runtime = runtime;
        this.workers = workers;
    }

    /** @return a stage that fails with NOT_FOUND when there is no such machine, with CONFLICT when it does not run */
    public CompletionStage<List<MachineProcess>> of(String text) {
        return machines.inspect(text).thenCompose(view -> {
            RunningMachine machine = running.find(view.name()).orElseThrow(() ->
                    new EngineException(CONFLICT, "machine \"" + view.name() + "\" is not running"));
            return machine.level().list().thenApplyAsync(containers -> read(machine, containers), workers.of(machine.name()).commands());
        });
    }

    private List<MachineProcess> read(RunningMachine machine, List<ContainerView> containers) {
        int baseId = machine.view().owner();
        MachineProcess.Namespaces known = new MachineProcess.Namespaces();
        Stream<MachineProcess> own = runtime.processes(machine.name()).stream().flatMap(pid -> MachineProcess.read(pid, Optional.empty(), baseId, known).stream());
        Stream<MachineProcess> theirs = containers.stream()
                .filter(container -> container.state() instanceof ContainerState.Running || container.state() instanceof ContainerState.Paused)
                .map(container -> container.id().value())
                .flatMap(id -> runtime.processes(machine.name(), id).stream().flatMap(pid -> MachineProcess.read(pid, Optional.of(id), baseId, known).stream()));
        return Stream.concat(own, theirs).limit(MOST).toList();
    }
}
