package dev.berth.engine.image.content;

import static dev.berth.engine.EngineException.Kind.TOO_LARGE;

import dev.berth.engine.EngineException;
import dev.berth.engine.work.BlockInput;
import java.io.IOException;
import java.io.InputStream;

/** Passes bytes on and refuses more than a limit: what unpacks to more than it should is found while it does. Closing it closes the source. */
public final class LimitedInput extends BlockInput {
    private final InputStream source;
    private final long limit;
    private long count;

    /** @param limit bytes; one more and reading fails with TOO_LARGE */
    public LimitedInput(InputStream source, long limit) {
        this.source = source;
        this.limit = limit;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int read = source.read(bytes, offset, length);
        count += Math.max(read, 0);
        if (count > limit) {
            throw new EngineException(TOO_LARGE, "archive or layer is larger than " + limit + " bytes");
        }
        return read;
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
