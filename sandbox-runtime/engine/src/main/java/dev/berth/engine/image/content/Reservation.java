package dev.berth.engine.image.content;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Bytes of the host's disk that something takes which is coming in. Closing it gives them back, unless it has become content of the store. */
public final class Reservation implements AutoCloseable {
    private static final long BLOCK_BYTES = 4096;
    /** An inode with its name. */
    private static final long NODE_BYTES = 512;

    private final ContentLedger ledger;
    private final Account account;
    private long bytes;

    Reservation(ContentLedger ledger, Account account) {
        this.ledger = ledger;
        this.account = account;
    }

    /** What a file of that many bytes takes. */
    public static long ofFile(long length) {
        return NODE_BYTES + (length + BLOCK_BYTES - 1) / BLOCK_BYTES * BLOCK_BYTES;
    }

    /** @throws dev.berth.engine.EngineException SYSTEM when there is no room for them */
    public void add(long more) {
        ledger.spend(account, more);
        bytes += more;
    }

    public void giveBack(long fewer) {
        ledger.giveBack(account, fewer);
        bytes -= fewer;
    }

    public long bytes() {
        return bytes;
    }

    public void becomes(Content content) {
        ledger.settle(account, content, bytes);
        bytes = 0;
    }

    /** Everything that is written to it counts. */
    public OutputStream counting(OutputStream target) {
        return new FilterOutputStream(target) {
            @Override
            public void write(int value) throws IOException {
                write(new byte[] {(byte) value}, 0, 1);
            }

            @Override
            public void write(byte[] written, int offset, int length) throws IOException {
                add(length);
                out.write(written, offset, length);
            }
        };
    }

    @Override
    public void close() {
        giveBack(bytes);
    }
}
