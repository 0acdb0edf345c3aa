package dev.berth.engine.machine;

import static dev.berth.engine.EngineException.Kind.CONFLICT;
import static dev.berth.engine.EngineException.Kind.NOT_MODIFIED;

import dev.berth.engine.EngineException;
import dev.berth.engine.container.ContainerState;
import dev.berth.engine.container.ContainerView;
import dev.berth.engine.container.Containers;
import dev.berth.engine.record.RecordFile;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Puts machines to sleep and wakes them. What ran is on disk before anything ends and is forgotten when it runs again, so that a crash at any moment is followed by
 * one of both. Every start of a machine that sleeps wakes it, {@code docker start} too.
 */
public final class SleepingMachines implements Hibernation {
    /** For programs to end by themselves, a database among them; those that cannot hear are not waited for. */
    private static final int PATIENCE_SECONDS = 10;

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'").withZone(ZoneOffset.UTC);

    private final RunningMachines running;
    private final Function<String, MachineFolder> folders;
    private final Containers machines;
    private final Map<String, Instant> wokenUntold = new ConcurrentHashMap<>();

    /**
     * @param folders of machines, by their names
     * @param machines the admin level
     */
    public SleepingMachines(RunningMachines running, Function<String, MachineFolder> folders, Containers machines) {
        this.running = running;
        this.folders = folders;
        this.machines = machines;
        running.watch(view -> running.find(view.name()).ifPresent(this::opened), wokenUntold::remove);
    }

    /** After whatever opened it is done and on record: what ran runs again. Or the last engine died while the machine fell asleep, whose containers may end at any moment: then it does. */
    private void opened(RunningMachine machine) {
        machine.queue().execute(() -> {
            if (fallsAsleep(machine)) {
                end(machine);
            } else {
                startAgain(machine);
            }
        });
    }

    private boolean fallsAsleep(RunningMachine machine) {
        return file(machine.name()).read().filter(sleep -> isBefore(machine.record().state(), sleep)).isPresent();
    }

    /** Whether what runs is what was put to sleep, and not what was started after it. */
    private static boolean isBefore(ContainerState state, SleepRecord sleep) {
        return state instanceof ContainerState.Running running && running.startedAt().isBefore(sleep.since());
    }

    private void startAgain(RunningMachine machine) {
        if (machine.exit().isDone()) {
            return; // its start was taken back: it sleeps on
        }
        RecordFile<SleepRecord> file = file(machine.name());
        file.read().ifPresent(sleep -> {
            wokenUntold.put(machine.name(), sleep.since());
            machine.level().all().startAgainHere(sleep.containers()).thenRun(file::delete);
        });
    }

    /** What the first shell after a sleep tells, once. */
    public Optional<String> greeting(String machine) {
        return Optional.ofNullable(wokenUntold.remove(machine)).map(since -> "This machine has slept since " + TIME.format(since)
                + ". Its files are as they were,\r\nand the containers that ran run again; programs of the old shell have ended:\r\nthis is a new one.\r\n\r\n");
    }

    @Override
    public CompletionStage<Void> hibernate(String text) {
        return inspect(text).thenCompose(rest -> {
            RunningMachine machine = running.find(rest.machine()).orElseThrow(() -> rest.asleepSince().isPresent()
                    ? new EngineException(NOT_MODIFIED, "machine \"" + rest.machine() + "\" sleeps already")
                    : new EngineException(CONFLICT, "machine \"" + rest.machine() + "\" is not running: only one that runs can be hibernated"));
            return machine.queue().begin(() -> fallAsleep(machine));
        });
    }

    private CompletionStage<Void> fallAsleep(RunningMachine machine) {
        if (file(machine.name()).read().isPresent()) {
            throw new EngineException(CONFLICT, "machine \"" + machine.name() + "\" is falling asleep: wait for it");
        }
        Containers containers = machine.level();
        return containers.list().thenCompose(all -> {
            List<String> ran = all.stream()
                    .filter(view -> startedAt(view.state()).isPresent())
                    .sorted(Comparator.comparing(view -> startedAt(view.state()).orElseThrow()))
                    .map(view -> view.id().value())
                    .toList();
            file(machine.name()).write(new SleepRecord(Instant.now(), ran));
            return end(machine);
        });
    }

    private CompletionStage<Void> end(RunningMachine machine) {
        return machines.stop(machine.name(), OptionalInt.of(PATIENCE_SECONDS)).whenCompleteAsync((none, failure) -> {
            if (failure != null) {
                machine.level().all().goOn(); // it runs still, and so must they
                startAgain(machine);
            }
        }, machine.queue());
    }

    private static Optional<Instant> startedAt(ContainerState state) {
        if (state instanceof ContainerState.Running now) {
            return Optional.of(now.startedAt());
        }
        if (state instanceof ContainerState.Restarting waiting) {
            return Optional.of(waiting.last().startedAt());
        }
        return state instanceof ContainerState.Paused paused ? Optional.of(paused.startedAt()) : Optional.empty();
    }

    @Override
    public CompletionStage<Void> wake(String text, CompletionStage<?> gone) {
        return inspect(text).thenCompose(rest -> {
            if (running.find(rest.machine()).isPresent()) {
                throw new EngineException(NOT_MODIFIED, "machine \"" + rest.machine() + "\" is awake");
            }
            if (rest.asleepSince().isEmpty()) {
                throw new EngineException(CONFLICT, "machine \"" + rest.machine() + "\" does not sleep: start it");
            }
            return machines.start(rest.machine(), gone).thenCompose(started -> containersStarted(rest.machine()));
        });
    }

    /** They are started by the task that follows the machine's own start on its queue. */
    private CompletionStage<Void> containersStarted(String machine) {
        return running.find(machine).map(awake -> awake.queue().run(() -> {})).orElse(CompletableFuture.completedFuture(null));
    }

    @Override
    public CompletionStage<Rest> inspect(String text) {
        return machines.inspect(text).thenApply(this::rest);
    }

    private Rest rest(ContainerView view) {
        boolean runs = running.find(view.name()).isPresent();
        Optional<SleepRecord> sleep = file(view.name()).read().filter(found -> !runs || isBefore(view.state(), found));
        return new Rest(
                view.name(), view.id().value(), view.state(), sleep.map(SleepRecord::since), sleep.map(SleepRecord::containers).orElse(List.of()));
    }

    private RecordFile<SleepRecord> file(String machine) {
        return new RecordFile<>(folders.apply(machine).path().resolve("sleep.json"), SleepRecord.class);
    }
}
