package dev.berth.engine.image.content;

import dev.berth.engine.image.Digest;
import dev.berth.engine.work.BlockInput;
import dev.berth.runtime.hash.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Passes bytes on, and counts and hashes them. Closing it closes the source. */
public final class MeasuredInput extends BlockInput {
    private final InputStream source;
    private final Sha256 hash = Sha256.begin();
    private long count;

    public MeasuredInput(InputStream source) {
        this.source = source;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int read = source.read(bytes, offset, length);
        if (read > 0) {
            hash.update(bytes, offset, read);
            count += read;
        }
        return read;
    }

    /** Reads to the end. */
    public void drain() throws IOException {
        transferTo(OutputStream.nullOutputStream());
    }

    public long count() {
        return count;
    }

    /** Of all bytes so far; ends the measuring. */
    public Digest digest() {
        return Digest.of(hash);
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
