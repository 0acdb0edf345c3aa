package dev.berth.daemon.fake;

import static dev.berth.engine.EngineException.Kind.NOT_FOUND;

import dev.berth.engine.EngineException;
import dev.berth.engine.stream.Session;
import dev.berth.engine.stream.SessionListener;
import dev.berth.engine.terminal.Terminals;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;

/** Terminals that say {@code welcome}, echo what is typed, and end at {@code exit}. */
public final class FakeTerminals implements Terminals {
    private static final byte[] WELCOME = "welcome".getBytes(StandardCharsets.US_ASCII);
    private final Map<String, TerminalView> terminals = new LinkedHashMap<>();

    @Override
    public CompletionStage<String> open(String machine, TerminalConfig config) {
        String id = String.format("%064x", terminals.size() + 1);
        terminals.put(id, new TerminalView(id, machine, true, OptionalInt.empty(), 0, WELCOME.length, config.rows(), config.columns()));
        return CompletableFuture.completedFuture(id);
    }

    @Override
    public CompletionStage<List<TerminalView>> list(String machine) {
        return CompletableFuture.completedFuture(List.copyOf(terminals.values()));
    }

    @Override
    public CompletionStage<TerminalView> inspect(String id) {
        TerminalView found = terminals.get(id);
        return found == null
                ? CompletableFuture.failedFuture(new EngineException(NOT_FOUND, "No such terminal: " + id))
                : CompletableFuture.completedFuture(found);
    }

    @Override
    public CompletionStage<Session> attach(String id, long offset, LongFunction<SessionListener> listeners) {
        return inspect(id).thenApply(found -> {
            SessionListener listener = listeners.apply(offset);
            CompletableFuture.runAsync(() -> listener.output(false, ByteBuffer.wrap(WELCOME, (int) offset, WELCOME.length - (int) offset)),
                    CompletableFuture.delayedExecutor(10, TimeUnit.MILLISECONDS));
            return new Echo(listener);
        });
    }

    private record Echo(SessionListener listener) implements Session {
        @Override
        public CompletionStage<Void> input(ByteBuffer bytes) {
            String typed = StandardCharsets.US_ASCII.decode(bytes.duplicate()).toString();
            listener.output(false, bytes);
            if (typed.contains("exit")) {
                listener.ended();
            }
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void endInput() {}

        @Override
        public void pause() {}

        @Override
        public void resume() {}

        @Override
        public void close() {}
    }

    @Override
    public CompletionStage<Void> resize(String id, int rows, int columns) {
        return inspect(id).thenAccept(old ->
                terminals.put(id, new TerminalView(id, old.machine(), old.running(), old.exitCode(), old.start(), old.end(), rows, columns)));
    }

    @Override
    public CompletionStage<Void> close(String id) {
        return inspect(id).thenAccept(found -> terminals.remove(id));
    }
}
