package dev.berth.engine.image.content;

import dev.berth.engine.image.Digest;
import dev.berth.runtime.hash.Sha256;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Passes bytes on and hashes them. */
public final class MeasuredOutput extends FilterOutputStream {
    private final Sha256 hash = Sha256.begin();
    private long count;

    public MeasuredOutput(OutputStream target) {
        super(target);
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
        hash.update(bytes, offset, length);
        count += length;
    }

    public long count() {
        return count;
    }

    /** Of all bytes so far; ends the measuring. */
    public Digest digest() {
        return Digest.of(hash);
    }
}
