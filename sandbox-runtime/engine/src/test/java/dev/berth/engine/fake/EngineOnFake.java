package dev.berth.engine.fake;

import dev.berth.engine.EngineException;
import dev.berth.engine.EngineSettings;
import dev.berth.engine.container.Containers;
import dev.berth.engine.container.option.ContainerConfig;
import dev.berth.engine.container.option.HostOptions;
import dev.berth.engine.container.option.HostOptions.LogOptions;
import dev.berth.engine.container.option.HostOptions.NameResolution;
import dev.berth.engine.container.option.HostOptions.NamespaceModes;
import dev.berth.engine.container.option.Resources;
import dev.berth.engine.container.option.RestartPolicy;
import dev.berth.engine.container.option.UnusedOptions;
import dev.berth.engine.event.Event;
import dev.berth.engine.host.HostEngine;
import dev.berth.engine.image.HealthCheck;
import dev.berth.engine.image.ImageReference;
import dev.berth.engine.image.Images;
import dev.berth.engine.image.store.ImageStore;
import dev.berth.engine.machine.MachineView;
import dev.berth.engine.network.Publishing;
import dev.berth.engine.tar.TarBuilder;
import dev.berth.engine.volume.MountOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An engine on a temporary disk and a {@link FakeRuntime}, with the images {@code debian} and {@code berth/workstation}. It can crash and come back. */
public final class EngineOnFake implements AutoCloseable {
    private static final int LIMIT_SECONDS = 60;

    private final Path folder;
    private final FakeRuntime runtime = new FakeRuntime();
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private HostEngine engine;

    public EngineOnFake(Path folder) {
        this.folder = folder;
        open();
        Images catalogue = engine.admin().images();
        catalogue.importRootFileSystem(
                new ByteArrayInputStream(new TarBuilder().file("etc/motd", "hello").bytes()),
                Optional.of(ImageReference.parse("debian")), "", List.of("CMD [\"bash\"]", "ENV LANG=C", "LABEL made=here"));
        catalogue.importRootFileSystem(
                new ByteArrayInputStream(new TarBuilder().file("etc/motd", "welcome").bytes()),
                Optional.of(ImageReference.parse("berth/workstation")), "", List.of("ENV HOME=/root"));
    }

    private void open() {
        Path home = folder.resolve("home");
        EngineSettings usual = EngineSettings.of(home, folder.resolve("run"), List.of("9.9.9.9"));
        EngineSettings withoutDisks = new EngineSettings(usual.home(), usual.run(), usual.machineLimits(), OptionalLong.empty(), usual.mostMachines(), usual.nameservers());
        engine = HostEngine.open(withoutDisks, runtime, ImageStore.open(home), Optional.empty());
    }

    /** As kill -9: what runs goes on, and nobody listens. */
    public void kill() {
        engine.close();
        runtime.disconnect();
    }

    /** After {@link #kill}. */
    public void comeBack() {
        open();
    }

    public void crash() {
        kill();
        comeBack();
    }

    public FakeRuntime runtime() {
        return runtime;
    }

    public HostEngine engine() {
        return engine;
    }

    public Path home() {
        return folder.resolve("home");
    }

    /** Makes a machine that runs. */
    public void startMachine(String name) {
        done(engine.admin().containers().create(Optional.of(name), machine()));
        done(engine.admin().containers().start(name));
    }

    public MachineView machine(String name) {
        return engine.machines().stream().filter(view -> view.name().equals(name)).findFirst().orElseThrow();
    }

    public Containers containers(String machine) {
        return machine(machine).containers();
    }

    /** From now on {@link #nextEvents} tells what happens there, but for containers that come to networks and leave them at each start and end. */
    public void watch(MachineView level) {
        events.clear();
        level.events().subscribe(Optional.empty(), event -> {
            if (!event.type().equals("network")) {
                events.add(event);
            }
        });
    }

    /** Waits for so many events; with the attributes named {@code exitCode} and {@code signal}, if they have them. */
    public List<String> nextEvents(int count) throws InterruptedException, TimeoutException {
        List<Event> seen = new ArrayList<>();
        while (seen.size() < count) {
            Event next = events.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
            if (next == null) {
                throw new TimeoutException("only " + seen);
            }
            seen.add(next);
        }
        return seen.stream().map(EngineOnFake::brief).toList();
    }

    private static String brief(Event event) {
        String details = event.attributes().entrySet().stream()
                .filter(entry -> entry.getKey().equals("exitCode") || entry.getKey().equals("signal"))
                .map(Map.Entry::getValue)
                .collect(Collectors.joining(" "));
        return (event.action() + " " + details).strip();
    }

    /** What the stage completes with, or the engine's exception. */
    public static <T> T done(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException failure) {
            Throwable cause = failure.getCause();
            while (cause instanceof CompletionException && cause.getCause() != null) {
                cause = cause.getCause();
            }
            if (cause instanceof EngineException refused) {
                throw refused;
            }
            throw new AssertionError(cause);
        } catch (InterruptedException | TimeoutException failure) {
            throw new AssertionError(failure);
        }
    }

    public static ContainerConfig machine() {
        return config("berth/workstation").hostname("vm1").build("machine");
    }

    /** @param bytes how large its disk is */
    public static ContainerConfig machineWithDisk(long bytes) {
        return config("berth/workstation").disk(bytes).build("machine");
    }

    /** {@code docker run debian COMMAND…} without starting it. */
    public static ContainerConfig program(String... command) {
        return config("debian").command(command).build("");
    }

    public static Asked config(String image) {
        return new Asked(image);
    }

    /** What a client asks for; what is not called stays Docker's default. */
    public static final class Asked {
        private final String image;
        private Optional<List<String>> command = Optional.empty();
        private Optional<List<String>> entrypoint = Optional.empty();
        private List<String> environment = List.of();
        private String user = "";
        private String directory = "";
        private String hostname = "";
        private boolean terminal;
        private boolean input;
        private boolean remove;
        private OptionalLong memory = OptionalLong.empty();
        private OptionalLong disk = OptionalLong.empty();
        private String network = "default";
        private Map<String, String> labels = Map.of();
        private MountOptions mounts = MountOptions.NONE;
        private SortedSet<String> volumes = new TreeSet<>();
        private final SortedSet<String> exposed = new TreeSet<>();
        private Publishing publishing = Publishing.NONE;

        private RestartPolicy restart = RestartPolicy.NO;
        private LogOptions log = LogOptions.DEFAULT;
        private Optional<HealthCheck> health = Optional.empty();
        private NamespaceModes namespaces = NamespaceModes.DEFAULT;
        private Resources resources = Resources.NONE;
        private NameResolution names = NameResolution.DEFAULT;
        private Map<String, String> settings = Map.of();
        private Optional<String> stopSignal = Optional.empty();

        private Asked(String image) {
            this.image = image;
        }

        public Asked command(String... words) {
            command = words.length == 0 ? Optional.empty() : Optional.of(List.of(words));
            return this;
        }

        public Asked entrypoint(String... words) {
            entrypoint = Optional.of(List.of(words));
            return this;
        }

        public Asked environment(String... entries) {
            environment = List.of(entries);
            return this;
        }

        public Asked user(String name) {
            user = name;
            return this;
        }

        public Asked directory(String path) {
            directory = path;
            return this;
        }

        public Asked hostname(String name) {
            hostname = name;
            return this;
        }

        public Asked terminal() {
            terminal = true;
            return this;
        }

        public Asked input() {
            input = true;
            return this;
        }

        public Asked removeWhenEnded() {
            remove = true;
            return this;
        }

        public Asked network(String mode) {
            network = mode;
            return this;
        }

        /** {@code -p HOST:CONTAINER}. */
        public Asked publish(String hostPort, String containerPort) {
            exposed.add(containerPort + "/tcp");
            publishing = new Publishing(Map.of(containerPort + "/tcp", List.of(new Publishing.Binding("", hostPort))), false);
            return this;
        }

        public Asked labels(Map<String, String> some) {
            labels = some;
            return this;
        }

        /** {@code -v}, which without a colon is a volume that nobody named. */
        public Asked mounts(String... binds) {
            List<String> named = Stream.of(binds).filter(text -> text.contains(":")).toList();
            Stream.of(binds).filter(text -> !text.contains(":")).forEach(volumes::add);
            return mounts(new MountOptions(named, List.of(), List.of(), Map.of(), ""));
        }

        public Asked mounts(MountOptions options) {
            mounts = options;
            return this;
        }

        public Asked memory(long bytes) {
            memory = OptionalLong.of(bytes);
            return this;
        }

        public Asked disk(long bytes) {
            disk = OptionalLong.of(bytes);
            return this;
        }

        public Asked restart(RestartPolicy.Kind kind, int mostRetries) {
            restart = new RestartPolicy(kind, mostRetries);
            return this;
        }

        public Asked log(String driver, Map<String, String> options) {
            log = new LogOptions(driver, options);
            return this;
        }

        public Asked health(HealthCheck check) {
            health = Optional.of(check);
            return this;
        }

        public Asked namespaces(NamespaceModes modes) {
            namespaces = modes;
            return this;
        }

        public Asked resources(Resources asked) {
            resources = asked;
            return this;
        }

        /** {@code --add-host}. */
        public Asked hosts(String... entries) {
            names = new NameResolution(List.of(), List.of(), List.of(), List.of(entries));
            return this;
        }

        public Asked settings(Map<String, String> sysctls) {
            settings = sysctls;
            return this;
        }

        public Asked stopSignal(String signal) {
            stopSignal = Optional.of(signal);
            return this;
        }

        private Resources withDisk(Resources all) {
            return new Resources(
                    all.memoryBytes(), all.memorySwapBytes(), all.memoryReservationBytes(), all.cpuShares(), all.nanoCpus(), all.cpuPeriodMicroseconds(),
                    all.cpuQuotaMicroseconds(), all.cpus(), all.memoryNodes(), all.processes(), all.outOfMemoryKillDisabled(), all.outOfMemoryScore(), all.processLimits(), disk);
        }

        public ContainerConfig build() {
            return build("");
        }

        public ContainerConfig build(String runtime) {
            HostOptions plain = HostOptions.DEFAULT;
            Resources limits = memory.isPresent() || disk.isPresent() ? withDisk(resources.withMemory(memory)) : resources;
            HostOptions host = new HostOptions(
                    remove, runtime, network, restart, namespaces, plain.privileges(), limits, names, mounts, log, settings, plain.sharedMemoryBytes(), plain.init(), publishing, plain.links());
            return new ContainerConfig(
                    image, command, entrypoint, environment, directory, user, hostname, "", Optional.empty(), false, terminal, input, input, input, true, true, labels,
                    stopSignal, OptionalInt.empty(), health, exposed, volumes, UnusedOptions.NONE, Map.of(), host);
        }
    }

    /** Takes the links in layers away: JUnit would tell at length that they lead out of the folder that it deletes. */
    @Override
    public void close() {
        engine.close();
        runtime.killPrograms();
        try (Stream<Path> links = Files.find(home().resolve("layers"), 3, (path, attributes) -> attributes.isSymbolicLink())) {
            for (Path link : links.toList()) {
                Files.delete(link);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
