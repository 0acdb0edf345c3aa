package dev.berth.engine.container;

import dev.berth.engine.container.option.ContainerConfig;
import dev.berth.engine.image.Platform;
import dev.berth.engine.network.EndpointOptions;
import dev.berth.engine.stream.AttachRequest;
import dev.berth.engine.stream.LogsRequest;
import dev.berth.engine.stream.Session;
import dev.berth.engine.stream.SessionListener;
import dev.berth.runtime.ContainerMount;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/**
 * The containers of one machine, or, on the admin level, the machines themselves: one interface, two implementations. Every method answers at once with a stage
 * and does its work on the machine's own serial queue; stages fail with {@link dev.berth.engine.EngineException} in Docker's words. Identifiers are what people
 * type: a name, an id, or an unambiguous prefix of an id.
 */
public interface Containers {

    /** A new container. @param warnings what its client should know */
    record Created(ContainerId id, List<String> warnings) {}

    /** @param name without slash; empty: one is made up. @param platform that its image has to be of; NOT_FOUND when it is of another */
    CompletionStage<Created> create(Optional<String> name, Optional<Platform> platform, ContainerConfig config);

    /** Of an image of whatever platform. */
    default CompletionStage<ContainerId> create(Optional<String> name, ContainerConfig config) {
        return create(name, Optional.empty(), config).thenApply(Created::id);
    }

    /** As {@link #create}, for an instruction of a build: the next engine, or the machine's next start, removes it, running or not. @param besides mounts that are in no record: they last as long as this engine knows the container */
    CompletionStage<Created> createForBuild(ContainerConfig config, List<ContainerMount> besides);

    /** What was made for a build stays after it, as any other. */
    CompletionStage<Void> keep(String container);

    /** NOT_MODIFIED when it runs already. @param gone completes when the client has gone away: a start that still waits for memory is dropped */
    CompletionStage<Void> start(String container, CompletionStage<?> gone);

    default CompletionStage<Void> start(String container) {
        return start(container, new CompletableFuture<>());
    }

    /** Stop signal, then SIGKILL after the time. NOT_MODIFIED when it has ended. @param seconds absent: the container's own or 10; -1: never kill */
    CompletionStage<Void> stop(String container, OptionalInt seconds);

    /** @param signal name with or without SIG, or a number. CONFLICT when it does not run */
    CompletionStage<Void> kill(String container, String signal);

    /** @param gone as of {@link #start(String, CompletionStage)} */
    CompletionStage<Void> restart(String container, OptionalInt seconds, CompletionStage<?> gone);

    default CompletionStage<Void> restart(String container, OptionalInt seconds) {
        return restart(container, seconds, new CompletableFuture<>());
    }

    /** Into a network, running or not. @param network as it was typed; NOT_FOUND, FORBIDDEN when it is in it, INVALID_PARAMETER when it cannot be */
    CompletionStage<Void> connect(String container, String network, EndpointOptions options);

    /** Out of it. */
    CompletionStage<Void> disconnect(String container, String network);

    CompletionStage<Void> pause(String container);

    CompletionStage<Void> unpause(String container);

    CompletionStage<Void> rename(String container, String name);

    CompletionStage<Void> remove(String container, boolean force, boolean withVolumes);

    CompletionStage<ContainerView> inspect(String container);

    /** All of them, newest first; filters are the caller's work. */
    CompletionStage<List<ContainerView>> list();

    /** Bytes of the writable layer, or {@link #UNKNOWN}, and of it with the image. */
    record Sizes(long writable, long total) {

        /** Docker's word for what is too deep to be measured. */
        public static final long UNKNOWN = -1;
    }

    CompletionStage<Sizes> sizes(String container);

    /** What {@code wait} waits for. */
    enum WaitCondition {
        NOT_RUNNING,
        NEXT_EXIT,
        REMOVED
    }

    /** A wait that has begun. @param code completes with the exit code; cancelling it ends the wait */
    record Wait(CompletableFuture<Integer> code) {}

    /** The stage completes as soon as the container is known and the wait has begun, so that the caller can flush its headers (a start may follow only then). */
    CompletionStage<Wait> waitFor(String container, WaitCondition condition);

    /** @param columns of ps(1): {@code -ef} by default. Titles and rows as {@code docker top} prints, process ids as the machine sees them */
    record Top(List<String> titles, List<List<String>> processes) {}

    CompletionStage<Top> top(String container, List<String> columns);

    /** INVALID_PARAMETER, CONFLICT */
    CompletionStage<Void> update(String container, ContainerUpdate update);

    /** @param usage empty while it does not run */
    record Reading(ContainerView container, Optional<ContainerUsage> usage) {}

    /** What it uses now. */
    CompletionStage<Reading> usage(String container);

    CompletionStage<Void> resize(String container, int rows, int columns);

    /** Connects a client to a container's streams, running or not (a start may follow). The session ends when the container ends. */
    CompletionStage<Session> attach(String container, AttachRequest request, SessionListener listener);

    /** The kept log, then, with follow, what comes. Timestamps are already part of the bytes. The session's input is closed. */
    CompletionStage<Session> logs(String container, LogsRequest request, SessionListener listener);

    /** What {@code docker exec} asks for. @param detachKeys the client's own, like {@code ctrl-a,d}; empty: Docker's */
    record ExecConfig(
            List<String> command,
            List<String> environment,
            String workingDirectory,
            String user,
            boolean terminal,
            boolean attachInput,
            boolean attachOutput,
            boolean attachError,
            boolean privileged,
            String detachKeys) {

        /** Characters in all of it. */
        int length() {
            return Stream.of(command.stream(), environment.stream(), Stream.of(workingDirectory, user, detachKeys))
                    .flatMap(texts -> texts)
                    .mapToInt(String::length)
                    .sum();
        }
    }

    /** @param exitCode absent while it runs or before it started */
    record ExecView(String id, ContainerId container, ExecConfig config, boolean running, OptionalInt exitCode, int pid) {}

    /** CONFLICT when the container does not run or is paused. @return the exec's id, 64 hexadecimal digits */
    CompletionStage<String> createExec(String container, ExecConfig config);

    /** @param listener absent: detached. The stage completes when the program has been started. */
    default CompletionStage<Optional<Session>> startExec(String exec, int rows, int columns, Optional<SessionListener> listener) {
        return startExec(exec, rows, columns, listener, () -> {}, new CompletableFuture<>());
    }

    /**
     * @param accepted run, with a listener, just before the program is started: from then on only the program itself can be refused
     * @param gone as of {@link #start(String, CompletionStage)}
     */
    CompletionStage<Optional<Session>> startExec(
            String exec, int rows, int columns, Optional<SessionListener> listener, Runnable accepted, CompletionStage<?> gone);

    CompletionStage<ExecView> inspectExec(String exec);

    CompletionStage<Void> resizeExec(String exec, int rows, int columns);
}
