package dev.berth.daemon;

import dev.berth.engine.container.ContainerFiles;
import dev.berth.engine.event.Event;
import dev.berth.engine.event.Events;
import dev.berth.engine.event.Events.Subscription;
import dev.berth.engine.file.PathFacts;
import dev.berth.engine.host.Engine;
import dev.berth.engine.image.Digest;
import dev.berth.engine.image.ImageReference;
import dev.berth.engine.machine.Hibernation;
import dev.berth.engine.machine.ImageFilesOfMachines;
import dev.berth.engine.machine.MachineView;
import dev.berth.engine.machine.ProcessesOfMachines;
import dev.berth.engine.terminal.Terminals;
import dev.berth.engine.work.PiecewiseOutput;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.function.Function;

/** An engine, and how its clients have taken and given back what it does not tell: uploads and subscriptions. */
final class ObservedEngine implements Engine {
    /** Paths of uploads that have ended, well or not, in their order. */
    final BlockingQueue<String> endedUploads = new LinkedBlockingQueue<>();
    final Set<Subscription> subscriptions = ConcurrentHashMap.newKeySet();
    private final Engine engine;

    ObservedEngine(Engine engine) {
        this.engine = engine;
    }

    private MachineView observed(MachineView view) {
        return new MachineView(view.name(), view.hostname(), view.socket(), view.owner(), view.containers(), new Files(view.files()), view.images(), view.volumes(), view.networks(), view.builds(),
                new Subscriptions(view.events()));
    }

    @Override
    public MachineView admin() {
        return observed(engine.admin());
    }

    @Override
    public List<MachineView> machines() {
        return engine.machines().stream().map(this::observed).toList();
    }

    @Override
    public Terminals terminals() {
        return engine.terminals();
    }

    @Override
    public Hibernation hibernation() {
        return engine.hibernation();
    }

    @Override
    public ProcessesOfMachines processes() {
        return engine.processes();
    }

    @Override
    public ImageFilesOfMachines imageFiles() {
        return engine.imageFiles();
    }

    @Override
    public void watchMachines(Consumer<MachineView> added, Consumer<String> removed) {
        engine.watchMachines(view -> added.accept(observed(view)), removed);
    }

    @Override
    public void takeTurns() {
        engine.takeTurns();
    }

    @Override
    public CompletionStage<Void> stopMachines() {
        return engine.stopMachines();
    }

    @Override
    public void close() {
        engine.close();
    }

    private final class Subscriptions implements Events {
        private final Events events;

        Subscriptions(Events events) {
            this.events = events;
        }

        @Override
        public void publish(Event event) {
            events.publish(event);
        }

        @Override
        public Subscription subscribe(Optional<Instant> since, Consumer<Event> listener) {
            Subscription subscription = events.subscribe(since, listener);
            subscriptions.add(subscription);
            return () -> {
                subscription.close();
                subscriptions.remove(subscription);
            };
        }
    }

    private final class Files implements ContainerFiles {
        private final ContainerFiles files;

        Files(ContainerFiles files) {
            this.files = files;
        }

        @Override
        public CompletionStage<Target> target(String container, String path, boolean keepKinds, boolean giveToUser) {
            return files.target(container, path, keepKinds, giveToUser).thenApply(target -> new Target() {
                @Override
                public void extract(InputStream tar) {
                    target.extract(tar);
                }

                @Override
                public void close() {
                    target.close();
                    endedUploads.add(path);
                }
            });
        }

        @Override
        public CompletionStage<PathFacts> stat(String container, String path) {
            return files.stat(container, path);
        }

        @Override
        public CompletionStage<Archive> archive(String container, String path) {
            return files.archive(container, path);
        }

        @Override
        public CompletionStage<PiecewiseOutput> export(String container) {
            return files.export(container);
        }

        @Override
        public CompletionStage<Changes> changes(String container) {
            return files.changes(container);
        }

        @Override
        public CompletionStage<Digest> commit(String container, CommitRequest request, Optional<ImageReference> name) {
            return files.commit(container, request, name);
        }

        @Override
        public <T> CompletionStage<T> layer(String container, List<String> places, Function<Optional<InputStream>, T> making) {
            return files.layer(container, places, making);
        }
    }
}
