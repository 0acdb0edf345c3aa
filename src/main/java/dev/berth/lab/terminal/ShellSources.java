package dev.berth.lab.terminal;

import dev.berth.lab.machine.EngineTerminals;
import dev.berth.lab.machine.Machines;
import io.vertx.core.Context;
import java.util.List;
import java.util.function.Function;

/** Where shells come from in each of the two modes. */
public final class ShellSources {

    private ShellSources() {
    }

    /** Shells in machines on our engine; a machine is made ready first. */
    public static Function<TerminalName, ShellSource> onEngine(EngineTerminals terminals, Machines machines, Context loop) {
        return terminal -> new EngineShells(terminal, terminals, () -> machines.ready(terminal.machine()), () -> machines.sleeps(terminal.machine()), loop);
    }

    /** Shells on this computer. */
    public static Function<TerminalName, ShellSource> onThisComputer(List<String> command, Context loop) {
        return terminal -> new LocalShells(loop.owner(), task -> loop.runOnContext(now -> task.run()), command);
    }
}
