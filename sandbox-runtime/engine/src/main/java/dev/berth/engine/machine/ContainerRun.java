package dev.berth.engine.machine;

import dev.berth.engine.container.ContainerId;
import dev.berth.engine.container.Run;
import dev.berth.engine.network.NetworkSettings;
import dev.berth.runtime.ExitStatus;
import dev.berth.runtime.MachineRuntime;
import dev.berth.runtime.ResourceLimits;
import dev.berth.runtime.ResourceUsage;
import dev.berth.runtime.SandboxProcess;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** A run of a container in a machine. */
final class ContainerRun implements Run {
    private final String machine;
    private final ContainerId id;
    private final SandboxProcess process;
    private final MachineRuntime runtime;
    private volatile NetworkSettings network;
    private final Consumer<NetworkSettings> over;
    private boolean released;

    /** @param over called once with the networks that it was in, when it has been released */
    ContainerRun(
            String machine, ContainerId id, SandboxProcess process, MachineRuntime runtime, Consumer<NetworkSettings> over, NetworkSettings network) {
        this.machine = machine;
        this.id = id;
        this.process = process;
        this.runtime = runtime;
        this.network = network;
        this.over = over;
    }

    @Override
    public int pid() {
        return process.pid();
    }

    @Override
    public NetworkSettings network() {
        return network;
    }

    /** It was connected with another network, or disconnected. */
    void network(NetworkSettings changed) {
        network = changed;
    }

    @Override
    public CompletionStage<ExitStatus> exit() {
        return process.exit();
    }

    @Override
    public void signal(int number) {
        process.signal(number);
    }

    @Override
    public boolean hears(int signal) {
        return SignalDisposition.hears(process.pid(), signal);
    }

    @Override
    public Optional<SandboxProcess> process() {
        return Optional.of(process);
    }

    @Override
    public void pause() {
        runtime.pause(machine, id.value());
    }

    @Override
    public void unpause() {
        runtime.unpause(machine, id.value());
    }

    @Override
    public List<Integer> processes() {
        return runtime.processes(machine, id.value());
    }

    @Override
    public ResourceUsage usage() {
        return runtime.usage(machine, Optional.of(id.value()));
    }

    @Override
    public void limit(ResourceLimits limits) {
        runtime.limit(machine, Optional.of(id.value()), limits);
    }

    @Override
    public void release() {
        if (!released) {
            released = true;
            try {
                runtime.releaseContainer(machine, id.value());
            } finally { // else no other could begin
                process.forget();
                over.accept(network);
            }
        }
    }
}
