package dev.berth.engine.machine;

import static dev.berth.engine.EngineException.Kind.NOT_IMPLEMENTED;

import dev.berth.engine.EngineException;
import dev.berth.engine.container.Run;
import dev.berth.engine.network.NetworkSettings;
import dev.berth.runtime.ExitStatus;
import dev.berth.runtime.MachineRuntime;
import dev.berth.runtime.ResourceLimits;
import dev.berth.runtime.ResourceUsage;
import dev.berth.runtime.SandboxProcess;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A run of a machine. Its first process is our own and takes no signals of others: those that mean an end, end the machine with all that is in it. */
final class MachineRun implements Run {
    private static final int SIGKILL = 9;
    private static final int SIGTERM = 15;
    private static final Set<Integer> ENDING = Set.of(1, 2, 3, SIGKILL, SIGTERM);
    private static final int SIGNALLED = 128;

    private final RunningMachine machine;
    private final int pid;
    private final NetworkSettings network;
    private final MachineRuntime runtime;
    private final Runnable released;

    /** @param released called once it is over and recorded as such */
    MachineRun(RunningMachine machine, int pid, NetworkSettings network, MachineRuntime runtime, Runnable released) {
        this.machine = machine;
        this.pid = pid;
        this.network = network;
        this.runtime = runtime;
        this.released = released;
    }

    @Override
    public int pid() {
        return pid;
    }

    @Override
    public NetworkSettings network() {
        return network;
    }

    @Override
    public CompletionStage<ExitStatus> exit() {
        return machine.exit();
    }

    /** A start that the last engine did not finish may have left some. */
    void withdrawLeftPorts() {
        runtime.withdrawOtherPorts(machine.name(), machine.level().all().running());
    }

    /** Those of its containers that are to run when it begins; done after what its queue has now. */
    void startContainers() {
        machine.level().all().startDue();
    }

    /** Those that the last engine did not get to; likewise. */
    void startLeftContainers() {
        machine.level().all().startLeft();
    }

    @Override
    public void signal(int number) {
        if (!ENDING.contains(number)) {
            throw new EngineException(NOT_IMPLEMENTED, "signal " + number + " cannot be sent to a machine: HUP, INT, QUIT, TERM and KILL end it");
        }
        if (number == SIGKILL) {
            runtime.stopMachine(machine.name());
            ended(number);
        } else {
            endInOrder(number);
        }
    }

    /** Its containers first, each with its own signal; then what else runs in it. Whoever has no patience sends SIGKILL. */
    private void endInOrder(int number) {
        runtime.keepAwake(machine.name());
        machine.level().all().stop()
                .thenComposeAsync(stopped -> endRest(), machine.queue())
                .thenRun(() -> ended(number));
    }

    /** Unless it has ended meanwhile: by now its name may be that of the next run. */
    private CompletionStage<Void> endRest() {
        return machine.exit().isDone() ? CompletableFuture.completedFuture(null) : runtime.endMachine(machine.name());
    }

    private void ended(int number) {
        machine.exit().complete(new ExitStatus(SIGNALLED + number, Instant.now(), false));
    }

    @Override
    public boolean hears(int signal) {
        return ENDING.contains(signal);
    }

    @Override
    public Optional<SandboxProcess> process() {
        return Optional.empty();
    }

    @Override
    public void pause() {
        throw new EngineException(NOT_IMPLEMENTED, "machines cannot be paused: pause their containers, or stop the machine");
    }

    @Override
    public void unpause() {
        throw new EngineException(NOT_IMPLEMENTED, "machines cannot be paused");
    }

    @Override
    public List<Integer> processes() {
        return MachineProcesses.of(pid);
    }

    @Override
    public ResourceUsage usage() {
        return runtime.usage(machine.name(), Optional.empty());
    }

    @Override
    public void limit(ResourceLimits limits) {
        runtime.limit(machine.name(), Optional.empty(), limits);
    }

    @Override
    public void release() {
        released.run();
    }
}
