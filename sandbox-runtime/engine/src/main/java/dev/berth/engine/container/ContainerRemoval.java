package dev.berth.engine.container;

import static dev.berth.engine.EngineException.Kind.CONFLICT;

import dev.berth.engine.EngineException;
import dev.berth.engine.image.Images;
import dev.berth.engine.volume.MountPoint;

/**
 * Removes containers that do not run: record first, so that a crash leaves a container or a leftover, never half of one; a leftover knows whether volumes go with it. What fails
 * then keeps nothing else from being given back. Called on the container's queue.
 */
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

    /** @param text as the client named it; @throws EngineException CONFLICT when it may not be removed now */
    static void require(Container container, String text, boolean force) {
        if (container.removalAsked()) {
            throw new EngineException(CONFLICT, "removal of container " + text + " is already in progress");
        }
        boolean waiting = container.state() instanceof ContainerState.Restarting;
        if ((container.run().isPresent() || waiting) && !force) {
            boolean paused = container.state() instanceof ContainerState.Paused;
            throw new EngineException(CONFLICT, "You cannot remove a " + container.state().status() + " container " + container.id()
                    + (paused ? ". Unpause and then stop the container" : ". Stop the container") + " before attempting removal or force remove");
        }
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
        container.forgetRecord(withVolumes && last.mounts().stream().anyMatch(MountPoint::anonymous));
        try {
            kind.releaseMounts(last, withVolumes); // before its folder goes, in which the next engine finds that they go
        } finally {
            discard(container, last);
            events.tell(last, "destroy");
            container.waits().removed(code);
        }
    }

    private void discard(Container container, ContainerRecord last) {
        try {
            kind.discard(last);
        } finally {
            container.streams().forget();
            images.endUse(last.id().value());
            index.remove(container);
            execs.forgetAll(container);
            container.streams().endWaiting();
        }
    }
}
