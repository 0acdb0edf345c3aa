package dev.berth.engine.container;

import static dev.berth.engine.EngineException.Kind.CONFLICT;
import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;

import dev.berth.engine.EngineException;
import dev.berth.engine.container.option.HostOptions;
import dev.berth.engine.container.option.HostOptions.NamespaceModes;

/** The other containers whose namespaces one shares: {@code container:NAME} is resolved to an id when it is created, and must run when it starts. */
final class NamespaceOwners {
    private static final String CONTAINER = "container:";

    private final ContainerIndex index;

    NamespaceOwners(ContainerIndex index) {
        this.index = index;
    }

    /** @throws EngineException INVALID_PARAMETER when one of them is not there, but for the network: then the start says so */
    HostOptions resolve(HostOptions host) {
        NamespaceModes modes = host.namespaces();
        NamespaceModes resolved = new NamespaceModes(resolve(modes.pid()), resolve(modes.ipc()), modes.uts(), modes.user());
        return host.withOwners(resolveIfThere(host.networkMode()), resolved);
    }

    private String resolveIfThere(String mode) {
        try {
            return resolve(mode);
        } catch (EngineException missing) {
            return mode;
        }
    }

    private String resolve(String mode) {
        if (!mode.startsWith(CONTAINER)) {
            return mode;
        }
        try {
            return CONTAINER + index.find(owner(mode)).id();
        } catch (EngineException missing) {
            throw new EngineException(INVALID_PARAMETER, missing.getMessage(), missing);
        }
    }

    /**
     * A container that is to be started: who joins another's network has its host name as well.
     *
     * @throws EngineException in Docker's words when one of them does not run or does not share
     */
    ContainerRecord joined(ContainerRecord record) {
        String mode = record.config().networkMode();
        if (!mode.startsWith(CONTAINER)) {
            check(record.config().host().namespaces());
            return record;
        }
        Container owner = index.find(owner(mode));
        refuseUnless(owner.isRunning(), "cannot join network of a non running container: " + owner.id());
        check(record.config().host().namespaces());
        return record.withHostname(owner.record().hostname());
    }

    private void check(NamespaceModes modes) {
        if (modes.pid().startsWith(CONTAINER)) {
            Container owner = find(modes.pid(), "cannot join PID of a non running container: ");
            refuseUnless(owner.isRunning(), "container " + owner.id() + " is not running");
        }
        if (modes.ipc().startsWith(CONTAINER)) {
            Container owner = find(modes.ipc(), "can't join IPC of container ");
            String refusal = "can't join IPC of container " + owner.id() + ": ";
            refuseUnless(owner.isRunning(), refusal + "container " + owner.id() + " is not running");
            refuseUnless(owner.record().config().host().namespaces().ipc().equals("shareable"),
                    refusal + "non-shareable IPC (hint: use IpcMode:shareable for the donor container)");
        }
    }

    private Container find(String mode, String refusal) {
        try {
            return index.find(owner(mode));
        } catch (EngineException missing) {
            throw new EngineException(missing.kind(), refusal + owner(mode) + ": " + missing.getMessage(), missing);
        }
    }

    private static String owner(String mode) {
        return mode.substring(CONTAINER.length());
    }

    private static void refuseUnless(boolean fits, String message) {
        if (!fits) {
            throw new EngineException(CONFLICT, message);
        }
    }
}
