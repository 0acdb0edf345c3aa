package dev.berth.daemon.fake;

import static dev.berth.engine.EngineException.Kind.CONFLICT;
import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;
import static dev.berth.engine.EngineException.Kind.NOT_FOUND;
import static dev.berth.engine.EngineException.Kind.NOT_MODIFIED;

import dev.berth.engine.EngineException;
import dev.berth.engine.container.ContainerId;
import dev.berth.engine.container.ContainerUpdate;
import dev.berth.engine.container.ContainerView;
import dev.berth.engine.container.Containers;
import dev.berth.engine.container.option.ContainerConfig;
import dev.berth.engine.image.Images;
import dev.berth.engine.image.Platform;
import dev.berth.engine.stream.AttachRequest;
import dev.berth.engine.stream.LogsRequest;
import dev.berth.engine.stream.Session;
import dev.berth.engine.stream.SessionListener;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Containers that are plain processes of the computer that runs the test: enough for a docker CLI to see all it asks for. */
public final class FakeContainers implements Containers, AutoCloseable {
    private final Map<String, FakeContainer> byId = new LinkedHashMap<>();
    private final Map<String, FakeExec> execs = new LinkedHashMap<>();
    private final ExecutorService queue = Executors.newSingleThreadExecutor();
    private final Images images;
    private final FakeEvents events;

    FakeContainers(Images images, FakeEvents events) {
        this.images = images;
        this.events = events;
    }

    private static final class FakeExec {
        private final String id = ContainerId.random().value();
        private final FakeContainer container;
        private final ExecConfig config;
        private FakeProcess process;

        FakeExec(FakeContainer container, ExecConfig config) {
            this.container = container;
            this.config = config;
        }
    }

    private <T> CompletionStage<T> queued(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, queue);
    }

    private CompletionStage<Void> queued(String container, Consumer<FakeContainer> work) {
        return CompletableFuture.runAsync(() -> work.accept(find(container)), queue);
    }

    FakeContainer find(String text) {
        return byId.values().stream()
                .filter(each -> each.name().equals(text) || each.id().value().startsWith(text))
                .findFirst()
                .orElseThrow(() -> new EngineException(NOT_FOUND, "No such container: " + text));
    }

    @Override
    public CompletionStage<Created> create(Optional<String> name, Optional<Platform> platform, ContainerConfig config) {
        return queued(() -> {
            Images.Named image = images.find(config.image());
            FakeContainer container = new FakeContainer(name.orElse("made_up" + byId.size()), config, image.image(), events);
            byId.values().stream().filter(each -> each.name().equals(container.name())).findFirst().ifPresent(other -> {
                throw new EngineException(CONFLICT, "Conflict. The container name \"/" + other.name() + "\" is already in use by container \"" + other.id()
                        + "\". You have to remove (or rename) that container to be able to reuse that name.");
            });
            byId.put(container.id().value(), container);
            events.publish("create", container);
            return new Created(container.id(), List.of());
        });
    }

    @Override
    public CompletionStage<Void> start(String container) {
        return queued(container, each -> each.start(() -> removeIfWanted(each)));
    }

    private void removeIfWanted(FakeContainer container) {
        if (container.config().removeWhenEnded() && !queue.isShutdown()) {
            queue.execute(() -> remove(container));
        }
    }

    private void remove(FakeContainer container) {
        if (byId.containsKey(container.id().value())) {
            byId.remove(container.id().value());
            container.removed();
        }
    }

    @Override
    public CompletionStage<Void> stop(String container, OptionalInt seconds) {
        return queued(container, each -> {
            if (!each.running()) {
                throw new EngineException(NOT_MODIFIED, "");
            }
        }).thenCompose(found -> kill(container, "SIGTERM")).thenCompose(killed -> waitFor(container, WaitCondition.NOT_RUNNING))
                .thenCompose(Wait::code).thenAccept(code -> {});
    }

    @Override
    public CompletionStage<Void> kill(String container, String signal) {
        return queued(container, each -> {
            if (!each.running()) {
                throw new EngineException(CONFLICT, "Cannot kill container: " + container + ": Container " + each.id() + " is not running");
            }
            each.process().kill(signal);
        });
    }

    @Override
    public CompletionStage<Void> restart(String container, OptionalInt seconds) {
        return stop(container, seconds).thenCompose(stopped -> start(container));
    }

    @Override
    public CompletionStage<Void> pause(String container) {
        return queued(container, each -> each.pause(true));
    }

    @Override
    public CompletionStage<Void> unpause(String container) {
        return queued(container, each -> each.pause(false));
    }

    @Override
    public CompletionStage<Void> rename(String container, String name) {
        return queued(container, each -> each.rename(name));
    }

    @Override
    public CompletionStage<Void> remove(String container, boolean force, boolean withVolumes) {
        return queued(container, each -> {
            if (each.running() && !force) {
                throw new EngineException(CONFLICT, "You cannot remove a running container " + each.id()
                        + ". Stop the container before attempting removal or force remove");
            }
            if (each.running()) {
                each.process().kill("SIGKILL");
            }
            byId.remove(each.id().value());
            each.removed();
        });
    }

    @Override
    public CompletionStage<ContainerView> inspect(String container) {
        return queued(() -> find(container).view());
    }

    @Override
    public CompletionStage<List<ContainerView>> list() {
        return queued(() -> {
            List<ContainerView> views = new ArrayList<>();
            byId.values().forEach(each -> views.add(0, each.view()));
            return views;
        });
    }

    @Override
    public CompletionStage<Sizes> sizes(String container) {
        return queued(() -> new Sizes(5, 1_000_005));
    }

    @Override
    public CompletionStage<Wait> waitFor(String container, WaitCondition condition) {
        return queued(() -> new Wait(find(container).waitFor(condition)));
    }

    @Override
    public CompletionStage<Top> top(String container, List<String> columns) {
        return queued(() -> new Top(List.of("PID", "CMD"), List.of(List.of(String.valueOf(find(container).process().pid()), "fake"))));
    }

    @Override
    public CompletionStage<Void> update(String container, ContainerUpdate update) {
        return inspect(container).thenAccept(view -> { });
    }

    @Override
    public CompletionStage<Reading> usage(String container) {
        return inspect(container).thenApply(view -> new Reading(view, Optional.empty()));
    }

    @Override
    public CompletionStage<Void> resize(String container, int rows, int columns) {
        return queued(container, each -> each.resize(rows, columns));
    }

    @Override
    public CompletionStage<Session> attach(String container, AttachRequest request, SessionListener listener) {
        return queued(() -> find(container).attach(request, listener));
    }

    @Override
    public CompletionStage<Session> logs(String container, LogsRequest request, SessionListener listener) {
        return queued(() -> find(container).attach(new AttachRequest(true, request.follow(), false, request.output(), request.error()), listener));
    }

    @Override
    public CompletionStage<String> createExec(String container, ExecConfig config) {
        return queued(() -> {
            FakeContainer found = find(container);
            if (!found.running()) {
                throw new EngineException(CONFLICT, "Container " + found.id() + " is not running");
            }
            FakeExec exec = new FakeExec(found, config);
            execs.put(exec.id, exec);
            return exec.id;
        });
    }

    @Override
    public CompletionStage<Optional<Session>> startExec(String exec, int rows, int columns, Optional<SessionListener> listener, Runnable accepted) {
        listener.ifPresent(client -> accepted.run());
        return queued(() -> {
            FakeExec found = execs.get(exec);
            try {
                found.process = new FakeProcess(found.config.command(), found.config.terminal(), found.config.attachInput());
            } catch (IOException missing) {
                throw new EngineException(INVALID_PARAMETER, "OCI runtime exec failed: exec: \"" + found.config.command().get(0)
                        + "\": executable file not found in $PATH: unknown", missing);
            }
            Optional<Session> session = listener.map(to -> found.process.attach(true, true, to));
            found.process.run(code -> {});
            return session;
        });
    }

    @Override
    public CompletionStage<ExecView> inspectExec(String exec) {
        return queued(() -> {
            FakeExec found = execs.get(exec);
            if (found == null) {
                throw new EngineException(NOT_FOUND, "No such exec instance: " + exec);
            }
            boolean running = found.process != null && found.process.running();
            OptionalInt code = found.process == null || running ? OptionalInt.empty() : OptionalInt.of(found.process.exitCode());
            return new ExecView(found.id, found.container.id(), found.config, running, code, 1);
        });
    }

    @Override
    public CompletionStage<Void> resizeExec(String exec, int rows, int columns) {
        return queued(() -> {
            execs.get(exec).process.resize(rows, columns);
            return null;
        });
    }

    @Override
    public void close() {
        byId.values().stream().filter(FakeContainer::running).forEach(each -> each.process().kill("SIGKILL"));
        execs.values().stream().filter(each -> each.process != null && each.process.running()).forEach(each -> each.process.kill("SIGKILL"));
        queue.shutdown();
    }
}
