package dev.berth.lab.terminal;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;

/** What the lab sends to a view, as bytes; the other half of {@link TerminalFrame}. */
final class ServerFrames {

    private static final byte OUTPUT = 0x11;
    private static final byte TAKEN = 0x12;
    private static final byte STATE = 0x13;
    private static final byte SESSION = 0x14;

    private ServerFrames() {
    }

    static Buffer output(long offset, Buffer bytes) {
        return Buffer.buffer(9 + bytes.length()).appendByte(OUTPUT).appendLong(offset).appendBuffer(bytes);
    }

    static Buffer taken(long offset) {
        return Buffer.buffer(9).appendByte(TAKEN).appendLong(offset);
    }

    static Buffer state(TerminalState state, boolean readOnly) {
        JsonObject json = new JsonObject()
                .put("columns", state.columns())
                .put("rows", state.rows())
                .put("readOnly", readOnly)
                .put("ended", state.exitCode().isPresent() ? state.exitCode().getAsInt() : null)
                .put("output", state.output())
                .put("waiting", state.waiting())
                .put("asleep", state.asleep());
        return Buffer.buffer().appendByte(STATE).appendBuffer(json.toBuffer());
    }

    static Buffer session(String id) {
        return Buffer.buffer().appendByte(SESSION).appendString(id);
    }
}
