package dev.berth.engine.container;

import static dev.berth.engine.EngineException.Kind.CONFLICT;
import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;
import static dev.berth.engine.EngineException.Kind.NOT_FOUND;
import static dev.berth.engine.EngineException.Kind.UNAVAILABLE;

import dev.berth.engine.EngineException;
import dev.berth.engine.container.Containers.ExecConfig;
import dev.berth.engine.record.RecordFile;
import dev.berth.engine.stream.OutputHub;
import dev.berth.engine.stream.OutputPump;
import dev.berth.engine.stream.SessionLimit;
import dev.berth.engine.work.LaunchAdmission;
import dev.berth.engine.work.LaunchAdmission.Launch;
import dev.berth.engine.work.Workers;
import dev.berth.runtime.LaunchFailedException;
import dev.berth.runtime.SandboxProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** The execs of one level. All methods but {@link #find} are called on the queue of the container that they act on. */
final class Execs {
    /** Of one container; the oldest that do not run are forgotten beyond it. */
    private static final int MOST_KEPT = 64;

    /** In characters, of all execs of the level together: clients may say much, and each is kept in memory for a while. */
    private static final int MOST_CHARACTERS = 512 * 1024;

    private static final int LAST_OUTPUT_SECONDS = 2;
    private static final int FAILED_CODE = 126;

    private final ContainerKind kind;
    private final ContainerLinks links;
    private final ContainerEvents events;
    private final Workers workers;
    private final LaunchAdmission admission;
    private final Map<String, Exec> byId = new ConcurrentHashMap<>();
    private final AtomicInteger characters = new AtomicInteger();

    Execs(ContainerKind kind, ContainerLinks links, ContainerEvents events, Workers workers, LaunchAdmission admission) {
        this.kind = kind;
        this.links = links;
        this.events = events;
        this.workers = workers;
        this.admission = admission;
    }

    /** @throws EngineException NOT_FOUND, in Docker's words */
    Exec find(String id) {
        Exec exec = byId.get(id);
        if (exec == null) {
            throw new EngineException(NOT_FOUND, "No such exec instance: " + id);
        }
        return exec;
    }

    /** @param name of the container as it was typed */
    Exec create(Container container, String name, ExecConfig config) {
        if (config.command().isEmpty()) {
            throw new EngineException(INVALID_PARAMETER, "No exec command specified");
        }
        refuseUnlessRunning(container, name);
        forgetOldest(container);
        makeRoom(container, config);
        Exec exec = add(container, new Exec.Record(ContainerId.random().value(), container.id(), config));
        tell(exec, "exec_create: " + exec.commandLine(), Map.of());
        return exec;
    }

    private Exec add(Container container, Exec.Record record) {
        Exec exec = new Exec(record, container, new OutputHub(workers.streamQueue(), Optional.empty(), SessionLimit.ofAnExec()));
        container.execs().put(exec.id(), exec);
        byId.put(exec.id(), exec);
        characters.addAndGet(exec.length());
        return exec;
    }

    private static void refuseUnlessRunning(Container container, String name) {
        ContainerLifecycle.running(container);
        if (container.state() instanceof ContainerState.Paused) {
            throw new EngineException(CONFLICT, "Container " + name + " is paused, unpause the container before exec");
        }
    }

    private void forgetOldest(Container container) {
        container.execs().values().stream()
                .filter(exec -> exec.process().isEmpty())
                .limit(Math.max(0, container.execs().size() - MOST_KEPT + 1))
                .toList()
                .forEach(this::forget);
    }

    /** Forgets those that do not run when they would be too much together with this one. */
    private void makeRoom(Container container, ExecConfig config) {
        if (characters.get() + config.length() > MOST_CHARACTERS) {
            List.copyOf(container.execs().values()).stream().filter(exec -> exec.process().isEmpty()).forEach(this::forget);
        }
        if (characters.get() + config.length() > MOST_CHARACTERS) {
            throw new EngineException(UNAVAILABLE, "the command, environment and settings of this exec are " + config.length()
                    + " characters, those of others are kept as well: there is room for " + MOST_CHARACTERS + ", say less or wait for others to end");
        }
    }

    private void forget(Exec exec) {
        if (byId.remove(exec.id()) != null) {
            characters.addAndGet(-exec.length());
        }
        exec.container().execs().remove(exec.id());
    }

    void forgetAll(Container container) {
        List.copyOf(container.execs().values()).forEach(this::forget);
    }

    /** @throws EngineException CONFLICT when it was started before; INVALID_PARAMETER when there is no such program */
    static void refuseUnlessStartable(Exec exec) {
        if (exec.started()) {
            throw new EngineException(CONFLICT, "Error: Exec command " + exec.id()
                    + (exec.process().isPresent() ? " is already running" : " has already run"));
        }
        refuseUnlessRunning(exec.container(), exec.container().id().value());
    }

    /** Begins work that starts the exec when there is memory for it, on its container's queue. @param gone completes when nobody waits for it any more */
    <T> CompletionStage<T> admit(Exec exec, CompletionStage<?> gone, Function<Launch, T> work) {
        refuseUnlessStartable(exec);
        return admission.launch(kind.machine(exec.container().record()), gone, exec.container().queue(), work);
    }

    void start(Exec exec, int rows, int columns, Launch launch) {
        refuseUnlessStartable(exec);
        exec.starting();
        tell(exec, "exec_start: " + exec.commandLine(), Map.of());
        ContainerRecord container = exec.container().record();
        RecordFile<Exec.Record> file = file(container, exec.id());
        file.writeVolatile(exec.record());
        try {
            StartFailures.refuseExec(exec.config().workingDirectory(), exec.config().environment());
            launch.require();
            SandboxProcess process = kind.exec(
                    container, exec.id(), exec.config().privileged(),
                    container.program().process(exec.config(), container.hostname(), links.environment(container), rows, columns));
            begin(exec, process);
        } catch (LaunchFailedException failure) {
            file.delete();
            exec.ended(FAILED_CODE);
            throw StartFailures.ofExec(failure, exec.config().command().get(0));
        } catch (EngineException refused) {
            file.delete();
            exec.ended(FAILED_CODE);
            throw refused;
        }
    }

    private void begin(Exec exec, SandboxProcess process) {
        exec.running(process, kind.shownPid(process.pid()));
        OutputPump pump = exec.streams().begin(process, exec.config().terminal());
        process.exit().thenAccept(status -> pump.settled().toCompletableFuture()
                .completeOnTimeout(null, LAST_OUTPUT_SECONDS, TimeUnit.SECONDS)
                .thenRunAsync(() -> {
                    ended(exec, status.code());
                    pump.giveUp();
                    pump.settled().thenRunAsync(process::forget, exec.container().queue());
                }, exec.container().queue()));
    }

    private void ended(Exec exec, int code) {
        exec.ended(code);
        file(exec.container().record(), exec.id()).delete();
        tell(exec, "exec_die", Map.of("exitCode", String.valueOf(code)));
    }

    /** Takes over what an earlier engine had started in this container. */
    void adopt(Container container) {
        Path folder = folder(container.record());
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.json")) {
            for (Path file : files) {
                new RecordFile<>(file, Exec.Record.class).read().ifPresent(record -> adopt(container, record));
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot list " + folder, failure);
        }
    }

    private void adopt(Container container, Exec.Record record) {
        Optional<SandboxProcess> process = kind.adoptExec(container.record(), record.id());
        if (process.isPresent()) {
            begin(add(container, record), process.get());
        } else {
            file(container.record(), record.id()).delete();
        }
    }

    private RecordFile<Exec.Record> file(ContainerRecord container, String id) {
        return new RecordFile<>(folder(container).resolve(id + ".json"), Exec.Record.class);
    }

    /** Made with the container. */
    private Path folder(ContainerRecord container) {
        return kind.folder(container.id(), container.name()).resolve("execs");
    }

    private void tell(Exec exec, String action, Map<String, String> more) {
        Map<String, String> attributes = new TreeMap<>(more);
        attributes.put("execID", exec.id());
        events.tell(exec.container().record(), action, attributes);
    }
}
