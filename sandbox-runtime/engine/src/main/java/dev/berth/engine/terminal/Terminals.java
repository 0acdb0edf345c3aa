package dev.berth.engine.terminal;

import dev.berth.engine.stream.Session;
import dev.berth.engine.stream.SessionListener;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongFunction;

/** Shells in machines that outlive their clients; see docs/machine-api.md. Output is numbered from its first byte; the newest 256 KiB are kept on disk. */
public interface Terminals {

    /** @param name by which whoever opens it finds it again; may be empty, and that of others */
    record TerminalConfig(
            String name, List<String> command, List<String> environment, String user, String workingDirectory, int rows, int columns) {

        public TerminalConfig {
            name = name == null ? "" : name; // on the disk of earlier releases terminals have none
        }
    }

    /** @param start offset of the oldest kept byte; @param end of the next one */
    record TerminalView(String id, String machine, String name, boolean running, OptionalInt exitCode, long start, long end, int rows, int columns) {}

    /** @param gone completes when the client has gone away: an opening that still waits for memory is dropped */
    CompletionStage<String> open(String machine, TerminalConfig config, CompletionStage<?> gone);

    default CompletionStage<String> open(String machine, TerminalConfig config) {
        return open(machine, config, new CompletableFuture<>());
    }

    CompletionStage<List<TerminalView>> list(String machine);

    CompletionStage<TerminalView> inspect(String id);

    /** @param listener makes the listener, given the offset of the first byte that it will get. Fails INVALID_PARAMETER beyond the end */
    CompletionStage<Session> attach(String id, long offset, LongFunction<SessionListener> listener);

    CompletionStage<Void> resize(String id, int rows, int columns);

    CompletionStage<Void> close(String id);
}
