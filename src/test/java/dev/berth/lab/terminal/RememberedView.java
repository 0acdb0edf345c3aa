package dev.berth.lab.terminal;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;

/** A view that remembers what it was sent. It can be told to take nothing for a while. */
final class RememberedView implements View {

    final StringBuilder output = new StringBuilder();
    final List<String> sessions = new ArrayList<>();
    final List<Long> gaps = new ArrayList<>();
    final List<Long> taken = new ArrayList<>();
    JsonObject state;
    Optional<CloseCode> closed = Optional.empty();
    long expected;
    private boolean stuck;
    private final Queue<Promise<Void>> waiting = new ArrayDeque<>();

    void stick() {
        stuck = true;
    }

    void goOn() {
        stuck = false;
        while (!waiting.isEmpty() && !stuck) {
            waiting.remove().complete();
        }
    }

    @Override
    public Future<Void> send(Buffer frame) {
        switch (frame.getUnsignedByte(0)) {
            case 0x11 -> output(frame.getLong(1), frame.getBuffer(9, frame.length()));
            case 0x12 -> taken.add(frame.getLong(1));
            case 0x13 -> state = frame.getBuffer(1, frame.length()).toJsonObject();
            case 0x14 -> {
                sessions.add(frame.getString(1, frame.length()));
                expected = 0;
            }
            default -> throw new IllegalStateException("no frame has that type");
        }
        if (stuck) {
            Promise<Void> sent = Promise.promise();
            waiting.add(sent);
            return sent.future();
        }
        return Future.succeededFuture();
    }

    @Override
    public void close(CloseCode code, String reason) {
        closed = Optional.of(code);
    }

    private void output(long offset, Buffer bytes) {
        if (offset != expected) {
            gaps.add(offset);
        }
        output.append(bytes);
        expected = offset + bytes.length();
    }
}
