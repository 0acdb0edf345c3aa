package dev.berth.engine.stream;

import java.nio.ByteBuffer;

/** For a client that only types. */
final class NoOpListener implements SessionListener {
    @Override
    public void output(boolean error, ByteBuffer bytes) {}

    @Override
    public void ended() {}
}
