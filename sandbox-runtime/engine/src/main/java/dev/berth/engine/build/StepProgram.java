package dev.berth.engine.build;

import static dev.berth.engine.EngineException.Kind.SYSTEM;

import dev.berth.engine.EngineException;
import dev.berth.engine.container.ContainerId;
import dev.berth.engine.container.Containers;
import dev.berth.engine.container.Containers.WaitCondition;
import dev.berth.engine.container.option.ContainerConfig;
import dev.berth.engine.dockerfile.GoText;
import dev.berth.engine.stream.AttachRequest;
import dev.berth.runtime.ContainerMount;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** The programs of a build's RUN instructions, one after the other: each in a container of its own, of which what it has changed is taken. No thread waits for it. */
final class StepProgram {
    private final Builds.Parts parts;
    private final BuildRequest request;
    private final BuildOutput output;
    private final CompletableFuture<Void> cancelled;
    private volatile String runningContainer = "";

    /** @param cancelled completes when nobody wants the build any more */
    StepProgram(Builds.Parts parts, BuildRequest request, BuildOutput output, CompletableFuture<Void> cancelled) {
        this.parts = parts;
        this.request = request;
        this.output = output;
        this.cancelled = cancelled;
    }

    /** Takes what a program has changed. */
    interface Changes {

        /** @param layer a tar; empty: nothing has changed */
        void take(String container, Optional<InputStream> layer);
    }

    /** Ends what runs, if anything does. */
    void kill() {
        String container = runningContainer;
        if (!container.isEmpty()) {
            parts.containers().kill(container, "KILL");
        }
    }

    /**
     * @param besides what is mounted there
     * @param command for who reads why it has failed
     * @param places empty files that were made for mounts, which are no change
     */
    CompletionStage<Void> run(ContainerConfig config, List<ContainerMount> besides, List<String> command, List<String> places, Changes changes) {
        return parts.containers().createForBuild(config, besides).thenCompose(created -> {
            String container = created.id().value();
            runningContainer = container;
            created.warnings().forEach(warning -> output.text(" ---> [Warning] " + warning + "\n"));
            output.running(created.id());
            return code(container)
                    .thenCompose(code -> ended(container, command, code, places, changes))
                    .handle((done, failure) -> failure)
                    .thenCompose(failure -> removed(container, Optional.ofNullable(failure)));
        });
    }

    /** @return how it has ended, when all that it has printed is told */
    private CompletionStage<Integer> code(String container) {
        CompletableFuture<Void> told = new CompletableFuture<>();
        BuildOutput.Program program = output.program(() -> told.completeAsync(() -> null, parts.workers().commands()));
        return parts.containers().attach(container, new AttachRequest(false, true, false, true, true), program)
                .thenCompose(session -> {
                    program.begin(session);
                    return parts.containers().start(container, cancelled);
                })
                .thenCompose(started -> {
                    if (cancelled.isDone()) {
                        parts.containers().kill(container, "KILL");
                    }
                    return parts.containers().waitFor(container, WaitCondition.NOT_RUNNING);
                })
                .thenCompose(Containers.Wait::code)
                .thenCombine(told, (code, all) -> code);
    }

    private CompletionStage<Void> ended(String container, List<String> command, int code, List<String> places, Changes changes) {
        if (cancelled.isDone()) {
            throw Build.cancelled(request);
        }
        if (code != 0) {
            throw request.buildKit() ? new EngineException(SYSTEM, "executor failed running " + GoText.plain(command) + ": exit code: " + code)
                    : new CommandFailedException(String.join(" ", command), code);
        }
        return parts.files().layer(container, places, tar -> {
            changes.take(container, tar);
            return null;
        });
    }

    /** As Docker does, which keeps a container whose program has failed, for whoever wants to look at it. */
    private CompletionStage<Void> removed(String container, Optional<Throwable> failure) {
        runningContainer = "";
        BuildRequest.Removal removal = request.removal();
        boolean remove = request.buildKit() || cancelled.isDone() || removal == BuildRequest.Removal.ALL || failure.isEmpty() && removal == BuildRequest.Removal.OF_SUCCESSFUL;
        CompletionStage<Void> over = remove ? parts.containers().remove(container, true, true) : parts.containers().keep(container);
        return over.handle((done, second) -> {
            if (failure.isPresent()) {
                Throwable cause = failure.get() instanceof CompletionException && failure.get().getCause() != null ? failure.get().getCause() : failure.get();
                throw cause instanceof RuntimeException known ? known : new IllegalStateException(cause);
            }
            if (remove) {
                output.removed(new ContainerId(container));
            }
            return null;
        });
    }
}
