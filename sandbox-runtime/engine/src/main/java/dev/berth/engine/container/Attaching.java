package dev.berth.engine.container;

import static dev.berth.engine.EngineException.Kind.CONFLICT;

import dev.berth.engine.EngineException;
import dev.berth.engine.container.Containers.ExecConfig;
import dev.berth.engine.container.option.ContainerConfig;
import dev.berth.engine.stream.AttachRequest;
import dev.berth.engine.stream.LogsRequest;
import dev.berth.engine.stream.OutputHub;
import dev.berth.engine.stream.PatientListener;
import dev.berth.engine.stream.Session;
import dev.berth.engine.stream.SessionListener;
import dev.berth.engine.work.LaunchAdmission.Launch;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Connects clients to the streams of containers and execs, and to logs. */
final class Attaching {
    private final ContainerKind kind;
    private final ContainerEvents events;
    private final Execs execs;

    Attaching(ContainerKind kind, ContainerEvents events, Execs execs) {
        this.kind = kind;
        this.events = events;
        this.execs = execs;
    }

    /** Called on the container's queue. @param text as the client named it */
    CompletionStage<Session> attach(Container container, String text, AttachRequest request, SessionListener listener) {
        if (container.state() instanceof ContainerState.Paused) {
            throw new EngineException(CONFLICT, "container " + text + " is paused, unpause the container before attach");
        }
        if (container.state() instanceof ContainerState.Restarting) {
            throw new EngineException(CONFLICT, "container " + text + " is restarting, wait until the container is running");
        }
        kind.refuseAttach();
        ContainerConfig config = container.record().config();
        OutputHub.Wanted wanted = new OutputHub.Wanted(
                request.stream() && request.input() && config.openInput(),
                request.stream() && request.output(),
                request.stream() && request.error(),
                config.inputOnce());
        events.tell(container.record(), "attach");
        if (!request.logs() && !request.stream()) {
            listener.ended();
            return CompletableFuture.completedFuture(Session.ended());
        }
        return CompletableFuture.completedFuture(attach(container, wanted, request, listener));
    }

    private static Session attach(Container container, OutputHub.Wanted wanted, AttachRequest request, SessionListener listener) {
        boolean toPresentRun = container.run().isPresent();
        if (!request.logs()) {
            return container.streams().attach(wanted, toPresentRun, listener);
        }
        if (request.stream()) {
            return container.streams().attachAfterLog(wanted, toPresentRun, listener);
        }
        LogsRequest kept = new LogsRequest(
                request.output(), request.error(), false, Optional.empty(), Optional.empty(), OptionalLong.empty(), false, false);
        return container.streams().logs(kept, "", listener);
    }

    static CompletionStage<Session> logs(Container container, LogsRequest request, SessionListener listener) {
        LogSettings.of(container.record().config()).refuseUnlessReadable();
        String details = request.details() ? LogDetails.of(container.record()) + " " : "";
        return CompletableFuture.completedFuture(container.streams().logs(request, details, listener));
    }

    /** Called on its container's queue. @param listener absent: detached; @param accepted run, with a listener, just before the program is started */
    Optional<Session> startExec(Exec exec, int rows, int columns, Optional<SessionListener> listener, Runnable accepted, Launch launch) {
        if (listener.isEmpty()) {
            execs.start(exec, rows, columns, launch);
            return Optional.empty();
        }
        Execs.refuseUnlessStartable(exec);
        ExecConfig config = exec.config();
        OutputHub.Wanted wanted = new OutputHub.Wanted(config.attachInput(), config.attachOutput(), config.attachError(), true);
        Session session = exec.streams().attach(wanted, false, new PatientListener(listener.get(), exec.over()));
        accepted.run();
        execs.start(exec, rows, columns, launch);
        return Optional.of(session);
    }
}
