package dev.berth.engine;

import dev.berth.engine.machine.Hibernation;
import dev.berth.engine.machine.MachineView;
import dev.berth.engine.terminal.Terminals;
import java.util.List;
import java.util.function.Consumer;

/** Everything of one host: the admin level, and a level per machine. */
public interface Engine extends AutoCloseable {

    MachineView admin();

    /** Those that run now. */
    List<MachineView> machines();

    Terminals terminals();

    Hibernation hibernation();

    /** @param added called for each machine before its shell can be used, also for those that run already; @param removed when it was stopped */
    void watchMachines(Consumer<MachineView> added, Consumer<String> removed);

    /** Everything is on disk already: machines go on. */
    @Override
    void close();
}
