package dev.berth.lab.terminal;

import dev.berth.lab.machine.EngineTerminals;
import dev.berth.lab.machine.MachineName;
import dev.berth.lab.machine.Machines;
import io.vertx.core.Context;
import java.util.List;
import java.util.function.Function;

/** Where shells come from in each of the two modes. */
public final class ShellSources {

    private ShellSources() {
    }

    /** Shells in machines on our engine; a machine is made ready first. */
    public static Function<MachineName, ShellSource> onEngine(EngineTerminals terminals, Machines machines, Context loop) {
        return machine -> new EngineShells(machine.toString(), terminals, () -> machines.ready(machine), () -> machines.sleeps(machine), loop);
    }

    /** Shells on this computer. */
    public static Function<MachineName, ShellSource> onThisComputer(List<String> command, Context loop) {
        return machine -> new LocalShells(loop.owner(), task -> loop.runOnContext(now -> task.run()), command);
    }
}
