package dev.berth.lab.terminal;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;

/** Something that shows a terminal: one browser tab's WebSocket. */
public interface View {

    /** @return completes when the frame is on its way; until then nothing more than it is held for this view */
    Future<Void> send(Buffer frame);

    void close(CloseCode code, String reason);
}
