package dev.berth.engine.container;

import static dev.berth.engine.EngineException.Kind.CONFLICT;
import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;
import static dev.berth.engine.EngineException.Kind.NOT_FOUND;
import static dev.berth.engine.EngineException.Kind.SYSTEM;

import dev.berth.engine.EngineException;
import dev.berth.engine.container.option.ContainerConfig;
import dev.berth.engine.container.option.Signal;
import dev.berth.engine.event.Events;
import dev.berth.engine.file.FolderSize;
import dev.berth.engine.image.Digest;
import dev.berth.engine.image.ImageUsers;
import dev.berth.engine.image.Images;
import dev.berth.engine.image.Platform;
import dev.berth.engine.network.EndpointOptions;
import dev.berth.engine.network.Network;
import dev.berth.engine.network.NetworkSettings.Endpoint;
import dev.berth.engine.stream.AttachRequest;
import dev.berth.engine.stream.LogsRequest;
import dev.berth.engine.stream.Session;
import dev.berth.engine.stream.SessionListener;
import dev.berth.engine.work.LaunchAdmission;
import dev.berth.engine.work.SerialQueue;
import dev.berth.engine.work.ShutdownGate;
import dev.berth.engine.work.Workers;
import dev.berth.runtime.ContainerMount;
import dev.berth.runtime.SandboxProcess;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The containers of one level: finds what a request is about, and has it done on that container's queue. What only tells how it is does not wait there: neither for
 * a thread nor for what is being done to it.
 */
public final class ContainerService implements Containers, ImageUsers {
    private final ContainerKind kind;
    private final ContainerIndex index = new ContainerIndex();
    private final ContainerLinks links = new ContainerLinks(index);
    private final ContainerEvents events;
    private final ContainerCreation creation;
    private final ContainerLifecycle lifecycle;
    private final Execs execs;
    private final ProcessTable processes;
    private final Attaching attaching;
    private final ContainerFiles files;
    private final ContainerSupervisor all;
    private final Workers workers;
    private final Images images;
    private final ShutdownGate gate;

    /**
     * @param queues gives the queue of each new container
     * @param gate closes, on the queue of all containers, before what they live in ends
     */
    public ContainerService(
            ContainerKind kind, Images images, Events events, Workers workers, LaunchAdmission admission, Function<String, SerialQueue> queues, ShutdownGate gate) {
        this.kind = kind;
        this.gate = gate;
        this.workers = workers;
        this.images = images;
        this.events = new ContainerEvents(events);
        this.creation = new ContainerCreation(kind, index, images, this.events, workers, queues);
        this.execs = new Execs(kind, links, this.events, workers, admission);
        this.lifecycle = new ContainerLifecycle(
                kind, new NamespaceOwners(index), links, this.events, admission, new ContainerRemoval(kind, index, images, this.events, execs), new HealthChecks(kind, execs, this.events));
        this.processes = new ProcessTable(kind);
        this.all = new ContainerSupervisor(index, lifecycle, new ContainerAdoption(creation, lifecycle, execs));
        this.attaching = new Attaching(kind, this.events, execs);
        this.files = new LevelFiles(kind, this::on, this.events, lifecycle, images, workers);
    }

    public ContainerFiles files() {
        return files;
    }

    /** What happens to all of them together when the engine, or what they live in, begins or ends. */
    public ContainerSupervisor all() {
        return all;
    }

    /** Beside the machine's queue, since copying an image's files into volumes may take long; the machine's end waits for it all the same. */
    @Override
    public CompletionStage<Created> create(Optional<String> name, Optional<Platform> platform, ContainerConfig config) {
        return CompletableFuture.supplyAsync(() -> gate.pass(() -> creation.create(name, platform, config, false)), workers.commands());
    }

    @Override
    public CompletionStage<Created> createForBuild(ContainerConfig config, List<ContainerMount> besides) {
        return CompletableFuture.supplyAsync(() -> gate.pass(() -> {
            Created created = creation.create(Optional.empty(), Optional.empty(), config, true);
            kind.mountBesides(created.id(), besides);
            return created;
        }), workers.commands());
    }

    @Override
    public CompletionStage<Void> keep(String text) {
        return on(text, container -> {
            container.change(container.record().kept());
            return done();
        });
    }

    @Override
    public CompletionStage<Void> start(String text, CompletionStage<?> gone) {
        return on(text, container -> lifecycle.start(container, gone));
    }

    @Override
    public CompletionStage<Void> stop(String text, OptionalInt seconds) {
        return on(text, container -> lifecycle.stopping().stop(container, seconds));
    }

    @Override
    public CompletionStage<Void> kill(String text, String signal) {
        return on(text, container -> {
            Signal parsed = signal.isEmpty() ? Signal.KILL : Signal.parse(signal);
            if (container.run().isEmpty() && !(container.state() instanceof ContainerState.Restarting)) {
                throw new EngineException(CONFLICT, "Cannot kill container: " + text + ": Container " + container.id() + " is not running");
            }
            return lifecycle.stopping().kill(container, parsed);
        });
    }

    @Override
    public CompletionStage<Void> restart(String text, OptionalInt seconds, CompletionStage<?> gone) {
        return on(text, container -> lifecycle.restart(container, seconds, gone));
    }

    @Override
    public CompletionStage<Void> connect(String text, String network, EndpointOptions options) {
        return on(text, container -> {
            ContainerRecord record = container.record();
            Network found = kind.networks().get(network);
            ConnectionRules.connect(record, container.run().isPresent(), found);
            creation.requireRoom(container, record.withNetwork(record.network().with(found.name(), Endpoint.idle(options, found.id()))));
            container.change(record.withNetwork(kind.connect(record, container.run(), found, options)));
            return done();
        });
    }

    @Override
    public CompletionStage<Void> disconnect(String text, String network) {
        return on(text, container -> {
            ContainerRecord record = container.record();
            Network found = ConnectionRules.disconnect(record, container.run().isPresent(), kind.networks(), network);
            container.change(record.withNetwork(kind.disconnect(record, container.run(), found)));
            return done();
        });
    }

    @Override
    public CompletionStage<Void> pause(String text) {
        return on(text, container -> {
            lifecycle.pausing().pause(container);
            return done();
        });
    }

    @Override
    public CompletionStage<Void> unpause(String text) {
        return on(text, container -> {
            lifecycle.pausing().unpause(container);
            return done();
        });
    }

    @Override
    public CompletionStage<Void> rename(String text, String name) {
        return on(text, container -> {
            creation.rename(container, name);
            kind.renamed(container.record(), container.run().isPresent());
            return done();
        });
    }

    @Override
    public CompletionStage<Void> remove(String text, boolean force, boolean withVolumes) {
        return on(text, container -> lifecycle.remove(container, text, force, withVolumes));
    }

    @Override
    public CompletionStage<ContainerView> inspect(String text) {
        return look(text, container -> CompletableFuture.completedFuture(links.shown(container.view())));
    }

    @Override
    public CompletionStage<List<ContainerView>> list() {
        return CompletableFuture.completedFuture(index.all().stream().map(Container::view).toList());
    }

    @Override
    public List<User> usersOf(Digest image) {
        return index.all().stream()
                .filter(container -> container.record().image().equals(image))
                .map(container -> new User(container.id().abbreviated(), container.isRunning()))
                .toList();
    }

    @Override
    public CompletionStage<Sizes> sizes(String text) {
        return CompletableFuture.supplyAsync(() -> {
            ContainerRecord record = index.find(text).record();
            OptionalLong writable = FolderSize.of(kind.writableLayer(record));
            long image = images.lookUp(record.image().toString()).map(named -> named.image().size()).orElse(0L);
            return new Sizes(writable.orElse(Sizes.UNKNOWN), writable.orElse(0) + image);
        }, workers.copies());
    }

    @Override
    public CompletionStage<Wait> waitFor(String text, WaitCondition condition) {
        return on(text, container -> {
            CompletableFuture<Integer> code = container.waits().begin(condition);
            if (condition == WaitCondition.NOT_RUNNING && container.run().isEmpty() && !(container.state() instanceof ContainerState.Restarting)) {
                code.complete(container.exitCode());
            }
            return CompletableFuture.completedFuture(new Wait(code));
        });
    }

    @Override
    public CompletionStage<Top> top(String text, List<String> columns) {
        return on(text, container -> {
            Top top = processes.of(ContainerLifecycle.running(container), columns);
            events.tell(container.record(), "top");
            return CompletableFuture.completedFuture(top);
        });
    }

    @Override
    public CompletionStage<Void> update(String text, ContainerUpdate update) {
        return on(text, container -> {
            update.carryOut(container, kind.hasUnifiedControlGroups());
            events.tell(container.record(), "update");
            return done();
        });
    }

    @Override
    public CompletionStage<Reading> usage(String text) {
        return on(text, container -> CompletableFuture.completedFuture(new Reading(container.view(), container.run().map(Run::usage).map(ContainerUsage::of))));
    }

    @Override
    public CompletionStage<Void> resize(String text, int rows, int columns) {
        return on(text, container -> {
            ContainerLifecycle.running(container).process().ifPresent(process -> process.resize(rows, columns));
            events.tell(container.record(), "resize", Map.of("height", String.valueOf(rows), "width", String.valueOf(columns)));
            return done();
        });
    }

    @Override
    public CompletionStage<Session> attach(String text, AttachRequest request, SessionListener listener) {
        return on(text, container -> attaching.attach(container, text, request, listener));
    }

    @Override
    public CompletionStage<Session> logs(String text, LogsRequest request, SessionListener listener) {
        if (!request.output() && !request.error()) {
            return CompletableFuture.failedFuture(
                    new EngineException(INVALID_PARAMETER, "Bad parameters: you must choose at least one stream"));
        }
        return look(text, container -> Attaching.logs(container, request, listener));
    }

    @Override
    public CompletionStage<String> createExec(String text, ExecConfig config) {
        return on(text, container -> CompletableFuture.completedFuture(execs.create(container, text, config).id()));
    }

    @Override
    public CompletionStage<Optional<Session>> startExec(
            String id, int rows, int columns, Optional<SessionListener> listener, Runnable accepted, CompletionStage<?> gone) {
        return onExec(id, exec -> execs.admit(exec, gone, launch -> attaching.startExec(exec, rows, columns, listener, accepted, launch)));
    }

    @Override
    public CompletionStage<ExecView> inspectExec(String id) {
        return found(() -> execs.find(id), exec -> CompletableFuture.completedFuture(exec.view()));
    }

    @Override
    public CompletionStage<Void> resizeExec(String id, int rows, int columns) {
        return onExec(id, exec -> {
            SandboxProcess process = exec.process().orElseThrow(() -> exec.started()
                    ? new EngineException(NOT_FOUND, "no such exec")
                    : new EngineException(SYSTEM, "timeout waiting for exec session ready"));
            process.resize(rows, columns);
            return done();
        });
    }

    private <T> CompletionStage<T> on(String text, Function<Container, CompletionStage<T>> work) {
        return found(() -> index.find(text), container -> container.queue().begin(() -> {
            gate.requireOpen();
            return work.apply(present(container, text));
        }));
    }

    private <T> CompletionStage<T> look(String text, Function<Container, CompletionStage<T>> work) {
        return found(() -> present(index.find(text), text), work);
    }

    private static Container present(Container container, String text) {
        if (container.state() instanceof ContainerState.Removing) {
            throw new EngineException(NOT_FOUND, "No such container: " + text);
        }
        return container;
    }

    private <T> CompletionStage<T> onExec(String id, Function<Exec, CompletionStage<T>> work) {
        return found(() -> execs.find(id), exec -> exec.container().queue().begin(() -> work.apply(exec)));
    }

    private static <F, T> CompletionStage<T> found(Supplier<F> search, Function<F, CompletionStage<T>> work) {
        try {
            return work.apply(search.get());
        } catch (EngineException refused) {
            return CompletableFuture.failedFuture(refused);
        }
    }

    private static CompletionStage<Void> done() {
        return CompletableFuture.completedFuture(null);
    }
}
