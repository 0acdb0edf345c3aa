package dev.berth.lab.terminal;

import io.vertx.core.Future;

/** Where the shells of one terminal come from. */
public interface ShellSource {

    /** The terminal's running shell, or a new one if there is none. Waits until the machine is ready. */
    Future<Shell> current(int columns, int rows);

    /** A new shell, in place of one that has ended. */
    Future<Shell> renewed(int columns, int rows);

    /** Hangs up and forgets the terminal's shells. @return completes when none of them can be found any more */
    Future<Void> close();

    /** Whether the machine sleeps, and its shells have ended for that. */
    Future<Boolean> sleeps();
}
