package dev.berth.engine.container;

import dev.berth.engine.image.Images;

/** Removes containers that do not run: record first, so that a crash leaves a container or a leftover, never half of one. Called on the container's queue. */
final class ContainerRemoval {
    private final ContainerKind kind;
    private final ContainerIndex index;
    private final Images images;
    private final ContainerEvents events;
    private final Execs execs;

    ContainerRemoval(ContainerKind kind, ContainerIndex index, Images images, ContainerEvents events, Execs execs) {
        this.kind = kind;
        this.index = index;
        this.images = images;
        this.events = events;
        this.execs = execs;
    }

    /** Nothing happens when it is gone already. @param withVolumes the volumes that nobody named go too */
    void remove(Container container, boolean withVolumes) {
        if (container.state() instanceof ContainerState.Removing) {
            return;
        }
        ContainerRecord last = container.record();
        int code = container.exitCode();
        container.roots().breakOff();
        container.releaseLastRun();
        container.forgetRecord();
        kind.discard(last);
        kind.releaseMounts(last, withVolumes);
        images.endUse(last.id().value());
        index.remove(container);
        execs.forgetAll(container);
        container.streams().endWaiting();
        events.tell(last, "destroy");
        container.waits().removed(code);
    }
}
