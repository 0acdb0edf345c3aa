package dev.berth.engine.image.content;

import dev.berth.engine.image.Digest;
import dev.berth.engine.work.BlockInput;
import dev.berth.runtime.hash.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Passes bytes on, hashes them, and hands a copy to somebody. Closing it closes the source, not the copy. */
public final class MeasuredInput extends BlockInput {
    private final InputStream source;
    private final OutputStream copy;
    private final Sha256 hash = Sha256.begin();
    private long count;

    public MeasuredInput(InputStream source, OutputStream copy) {
        this.source = source;
        this.copy = copy;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int read = source.read(bytes, offset, length);
        if (read > 0) {
            hash.update(bytes, offset, read);
            copy.write(bytes, offset, read);
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
