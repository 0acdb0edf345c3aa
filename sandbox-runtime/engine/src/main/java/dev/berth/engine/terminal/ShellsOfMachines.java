package dev.berth.engine.terminal;

import static dev.berth.engine.EngineException.Kind.CONFLICT;
import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;
import static dev.berth.engine.EngineException.Kind.NOT_FOUND;

import dev.berth.engine.EngineException;
import dev.berth.engine.container.ContainerId;
import dev.berth.engine.container.Containers.ExecConfig;
import dev.berth.engine.machine.KeptProcesses;
import dev.berth.engine.machine.MachineFolder;
import dev.berth.engine.machine.RunningMachine;
import dev.berth.engine.machine.RunningMachines;
import dev.berth.engine.machine.Trash;
import dev.berth.engine.stream.Session;
import dev.berth.engine.stream.SessionListener;
import dev.berth.engine.work.LaunchAdmission;
import dev.berth.engine.work.LaunchAdmission.Launch;
import dev.berth.engine.work.SerialQueue;
import dev.berth.engine.work.Workers;
import dev.berth.runtime.ExecSpec;
import dev.berth.runtime.LaunchFailedException;
import dev.berth.runtime.MachineRuntime;
import dev.berth.runtime.ProcessSpec;
import dev.berth.runtime.SandboxProcess;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongFunction;

/** The terminals of all machines: opens them, finds them, takes them over from an earlier engine, and forgets them. Thread safe. */
public final class ShellsOfMachines implements Terminals {
    /** Of one machine. Each costs a quarter of a MiB of disk. */
    private static final int MOST = 32;

    private static final int SIGHUP = 1;
    private static final int SIGKILL = 9;
    private static final int HANG_UP_SECONDS = 1;

    /** What a shell ended with whose end nobody saw. */
    private static final int UNKNOWN_CODE = 255;

    private final RunningMachines machines;
    private final MachineRuntime runtime;
    private final Workers workers;
    private final LaunchAdmission admission;
    private final Trash trash;
    private final Function<String, Optional<String>> greetings;
    private final Map<String, Terminal> byId = new ConcurrentHashMap<>();

    /** @param greetings what a new terminal of a machine shows first, if there is something to tell */
    public ShellsOfMachines(
            RunningMachines machines, MachineRuntime runtime, Workers workers, LaunchAdmission admission, Trash trash, Function<String, Optional<String>> greetings) {
        this.machines = machines;
        this.runtime = runtime;
        this.workers = workers;
        this.admission = admission;
        this.trash = trash;
        this.greetings = greetings;
    }

    /** Takes over the terminals of a machine that an earlier engine opened. */
    public void adopt(MachineFolder machine, KeptProcesses kept) {
        for (Path folder : machine.terminalFolders()) {
            Optional<TerminalRecord> record = Terminal.file(folder).read();
            if (record.isEmpty()) {
                trash.discard(folder);
                continue;
            }
            Optional<SandboxProcess> shell = kept.take(record.get().key());
            boolean lost = shell.isEmpty() && record.get().exitCode().isEmpty();
            Terminal terminal = new Terminal(lost ? record.get().withExitCode(UNKNOWN_CODE) : record.get(), folder, workers.of(record.get().machine()).streamQueue());
            terminal.save();
            byId.put(record.get().id(), terminal);
            shell.ifPresent(terminal::run);
        }
    }

    @Override
    public CompletionStage<String> open(String machine, TerminalConfig config, CompletionStage<?> gone) {
        Optional<RunningMachine> running = machines.find(machine);
        if (running.isEmpty()) {
            return failed(NOT_FOUND, "No such machine that runs: " + machine);
        }
        if (config.command().isEmpty()) {
            return failed(INVALID_PARAMETER, "a terminal needs a command: leave \"Cmd\" out for a login shell");
        }
        SerialQueue queue = running.get().queue();
        return queue.begin(() -> admission.launch(machine, gone, queue, launch -> open(running.get(), config, launch)));
    }

    private String open(RunningMachine machine, TerminalConfig config, Launch launch) {
        forgetOldest(machine.name());
        TerminalRecord record = new TerminalRecord(
                ContainerId.random().value(), machine.name(), config, config.rows(), config.columns(), OptionalInt.empty());
        Path folder = machine.folder().makeTerminal(record.id());
        Terminal terminal = new Terminal(record, folder, workers.of(machine.name()).streamQueue());
        terminal.save();
        greetings.apply(machine.name()).ifPresent(terminal::greet);
        try {
            launch.require();
            terminal.run(runtime.exec(new ExecSpec(machine.name(), Optional.empty(), record.key(), true, process(machine, config))));
        } catch (LaunchFailedException failure) {
            terminal.close();
            trash.discard(folder);
            throw new EngineException(
                    INVALID_PARAMETER, "cannot start \"" + config.command().get(0) + "\" in machine \"" + machine.name() + "\": " + failure.getMessage(), failure);
        }
        byId.put(record.id(), terminal);
        return record.id();
    }

    private static ProcessSpec process(RunningMachine machine, TerminalConfig config) {
        ExecConfig exec = new ExecConfig(
                config.command(), config.environment(), config.workingDirectory(), config.user(), true, true, true, true, true, "");
        return machine.record().program().process(exec, machine.record().hostname(), List.of(), config.rows(), config.columns());
    }

    private void forgetOldest(String machine) {
        List<Terminal> own = of(machine);
        if (own.size() < MOST) {
            return;
        }
        Terminal ended = own.stream().filter(terminal -> !terminal.view().running()).findFirst().orElseThrow(() -> new EngineException(
                CONFLICT, "machine \"" + machine + "\" has " + MOST + " terminals, as many as it may: close one and try again"));
        forget(ended);
    }

    private List<Terminal> of(String machine) {
        return byId.values().stream().filter(terminal -> terminal.record().machine().equals(machine)).toList();
    }

    private CompletionStage<Void> forget(Terminal terminal) {
        byId.remove(terminal.record().id());
        return terminal.close().thenRun(() -> trash.discard(terminal.folder()));
    }

    /** The machine is gone, and its folders with it. */
    public void forgetMachine(String machine) {
        of(machine).forEach(this::forget);
    }

    @Override
    public CompletionStage<List<TerminalView>> list(String machine) {
        return CompletableFuture.completedFuture(
                of(machine).stream().map(Terminal::view).sorted(Comparator.comparing(TerminalView::id)).toList());
    }

    @Override
    public CompletionStage<TerminalView> inspect(String id) {
        return with(id, terminal -> CompletableFuture.completedFuture(terminal.view()));
    }

    @Override
    public CompletionStage<Session> attach(String id, long offset, LongFunction<SessionListener> listener) {
        return with(id, terminal -> terminal.attach(offset, listener));
    }

    @Override
    public CompletionStage<Void> resize(String id, int rows, int columns) {
        return with(id, terminal -> terminal.resize(rows, columns));
    }

    @Override
    public CompletionStage<Void> close(String id) {
        return with(id, terminal -> {
            CompletableFuture<Void> ended = terminal.signal(SIGHUP).toCompletableFuture();
            CompletableFuture.delayedExecutor(HANG_UP_SECONDS, TimeUnit.SECONDS, workers.commands()).execute(() -> {
                if (!ended.isDone()) {
                    terminal.signal(SIGKILL);
                }
            });
            return ended.thenCompose(none -> forget(terminal));
        });
    }

    private interface Work<T> {
        CompletionStage<T> on(Terminal terminal);
    }

    private <T> CompletionStage<T> with(String id, Work<T> work) {
        Terminal terminal = byId.get(id);
        return terminal == null ? failed(NOT_FOUND, "No such terminal: " + id) : work.on(terminal);
    }

    private static <T> CompletionStage<T> failed(EngineException.Kind kind, String message) {
        return CompletableFuture.failedFuture(new EngineException(kind, message));
    }
}
