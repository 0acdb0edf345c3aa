package dev.berth.engine.terminal;

import dev.berth.engine.terminal.Terminals.TerminalConfig;
import java.util.OptionalInt;

/** What is kept on disk of a terminal. */
record TerminalRecord(String id, String machine, TerminalConfig config, int rows, int columns, OptionalInt exitCode) {

    TerminalRecord withSize(int newRows, int newColumns) {
        return new TerminalRecord(id, machine, config, newRows, newColumns, exitCode);
    }

    TerminalRecord withExitCode(int code) {
        return new TerminalRecord(id, machine, config, rows, columns, OptionalInt.of(code));
    }

    /** Under which the launcher keeps its shell. */
    String key() {
        return "terminal/" + machine + "/" + id;
    }
}
