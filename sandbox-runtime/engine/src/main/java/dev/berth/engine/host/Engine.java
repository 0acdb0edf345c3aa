package dev.berth.engine.host;

import dev.berth.engine.machine.Hibernation;
import dev.berth.engine.machine.ImageFilesOfMachines;
import dev.berth.engine.machine.MachineView;
import dev.berth.engine.machine.ProcessesOfMachines;
import dev.berth.engine.terminal.Terminals;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** Everything of one host: the admin level, and a level per machine. */
public interface Engine extends AutoCloseable {

    MachineView admin();

    /** Those that run now. */
    List<MachineView> machines();

    Terminals terminals();

    Hibernation hibernation();

    ProcessesOfMachines processes();

    ImageFilesOfMachines imageFiles();

    /** @param added called for each machine before its shell can be used, also for those that run already; @param removed when it was stopped */
    void watchMachines(Consumer<MachineView> added, Consumer<String> removed);

    /**
     * From now on machines take turns when memory is short, those first that the last engine has left standing still. Called once, when clients are answered: a docker command that goes on then is
     * answered, and would fail before.
     */
    void takeTurns();

    /**
     * Stops all machines at once, their containers first, each as {@code docker stop} does; after ten seconds the rest is killed. What has a restart policy runs again with the next
     * engine. Completes when none runs.
     */
    CompletionStage<Void> stopMachines();

    /** Everything is on disk already: machines go on. */
    @Override
    void close();
}
