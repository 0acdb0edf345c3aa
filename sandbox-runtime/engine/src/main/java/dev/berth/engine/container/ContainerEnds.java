package dev.berth.engine.container;

import dev.berth.runtime.ExitStatus;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** What the ends of containers are recorded and told as. Called on their queues. */
final class ContainerEnds {
    /** What a container ended with whose end nobody saw. */
    private static final int UNKNOWN_CODE = 255;

    private final ContainerEvents events;
    private final ContainerRemoval removal;

    ContainerEnds(ContainerEvents events, ContainerRemoval removal) {
        this.events = events;
        this.removal = removal;
    }

    /** On disk, unless it is removed next: after a crash in between, the next engine sees it end again. @param startsAgain as its restart policy wants it */
    static void record(Container container, ExitStatus status, boolean startsAgain) {
        ContainerState.Exited end = new ContainerState.Exited(status.code(), startedAt(container.state()), status.at(), status.outOfMemory(), "");
        ContainerRecord record = container.record();
        ContainerRecord ended = record
                .withState(startsAgain ? new ContainerState.Restarting(end) : end)
                .withRestartCount(record.restartCount() + (startsAgain ? 1 : 0))
                .withNetwork(record.network().ended());
        if (isRemovedNext(container) || container.removalAsked()) {
            container.changeInMemory(ended);
        } else {
            container.changeInAnyCase(ended);
        }
    }

    /** To who waits and who listens; then it is removed, if it is one of those. */
    void tell(Container container, ExitStatus status) {
        container.waits().ended(status.code());
        if (status.outOfMemory()) {
            events.tell(container.record(), "oom");
        }
        events.tell(container.record(), "die", Map.of("exitCode", String.valueOf(status.code())));
        if (isRemovedNext(container)) {
            removal.remove(container, true);
        }
    }

    /** Of one that ended while no engine was there. @param placeEnded by then it had ended as well */
    void unseen(Container container, Optional<Instant> placeEnded) {
        ExitStatus unknown = new ExitStatus(UNKNOWN_CODE, placeEnded.filter(startedAt(container.state())::isBefore).orElseGet(Instant::now), false);
        record(container, unknown, false);
        tell(container, unknown);
    }

    /** The epoch when it does not run. */
    static Instant startedAt(ContainerState state) {
        if (state instanceof ContainerState.Running running) {
            return running.startedAt();
        }
        return state instanceof ContainerState.Paused paused ? paused.startedAt() : Instant.EPOCH;
    }

    private static boolean isRemovedNext(Container container) {
        return container.record().config().removeWhenEnded() && !container.restarting();
    }
}
