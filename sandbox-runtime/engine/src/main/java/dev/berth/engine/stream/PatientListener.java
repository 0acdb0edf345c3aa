package dev.berth.engine.stream;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;

/**
 * Tells the end of output only after something else: {@code docker exec} asks for the exit code as soon as its stream has ended, and output ends a moment before
 * the process does.
 */
public record PatientListener(SessionListener listener, CompletionStage<?> first) implements SessionListener {

    @Override
    public void opened(Session session) {
        listener.opened(session);
    }

    @Override
    public void output(boolean error, ByteBuffer bytes) {
        listener.output(error, bytes);
    }

    @Override
    public void ended() {
        first.thenRun(listener::ended);
    }
}
