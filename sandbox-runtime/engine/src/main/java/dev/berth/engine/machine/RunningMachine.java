package dev.berth.engine.machine;

import dev.berth.engine.container.ContainerRecord;
import dev.berth.engine.container.ContainerService;
import dev.berth.engine.work.SerialQueue;
import dev.berth.engine.work.ShutdownGate;
import dev.berth.runtime.ExitStatus;
import java.util.concurrent.CompletableFuture;

/**
 * A machine while it runs: the level of its containers, and its end.
 *
 * @param folder where its things are
 * @param queue on which everything that concerns it is done
 * @param gate passed by everything that is done beside the queue and needs the disk
 * @param exit completes when it has ended
 */
public record RunningMachine(
        ContainerRecord record,
        MachineFolder folder,
        SerialQueue queue,
        ContainerService level,
        ShutdownGate gate,
        MachineView view,
        CompletableFuture<ExitStatus> exit) {

    public String name() {
        return record.name();
    }
}
