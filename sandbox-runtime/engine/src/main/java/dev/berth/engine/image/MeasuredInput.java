package dev.berth.engine.image;

import static dev.berth.engine.EngineException.Kind.TOO_LARGE;

import dev.berth.engine.EngineException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;

/** Passes bytes on, hashes them, hands a copy to somebody, and refuses more than a limit. Closing it closes the source, not the copy. */
final class MeasuredInput extends InputStream {
    private final InputStream source;
    private final OutputStream copy;
    private final long limit;
    private final MessageDigest hash = Digest.sha256();
    private long count;

    /** @param limit bytes; one more and reading fails with TOO_LARGE */
    MeasuredInput(InputStream source, OutputStream copy, long limit) {
        this.source = source;
        this.copy = copy;
        this.limit = limit;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int read = source.read(bytes, offset, length);
        if (read > 0) {
            count += read;
            if (count > limit) {
                throw new EngineException(TOO_LARGE, "archive or layer is larger than " + limit + " bytes");
            }
            hash.update(bytes, offset, read);
            copy.write(bytes, offset, read);
        }
        return read;
    }

    /** Reads to the end. */
    void drain() throws IOException {
        transferTo(OutputStream.nullOutputStream());
    }

    long count() {
        return count;
    }

    /** Of all bytes so far; ends the measuring. */
    Digest digest() {
        return new Digest(HexFormat.of().formatHex(hash.digest()));
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
