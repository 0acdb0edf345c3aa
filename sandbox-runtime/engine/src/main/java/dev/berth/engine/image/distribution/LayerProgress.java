package dev.berth.engine.image.distribution;

import dev.berth.engine.image.Transfer;
import dev.berth.engine.image.Transfer.Amount;
import dev.berth.engine.image.Transfer.Step;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Tells how far one layer is, not more often than a person can see. */
final class LayerProgress {
    private static final long PAUSE_NANOSECONDS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Transfer transfer;
    private final String layer;
    private final String status;
    private final long total;
    private long done;
    private long told = System.nanoTime();

    /** @param status as {@code Downloading} */
    LayerProgress(Transfer transfer, String layer, String status, long total) {
        this.transfer = transfer;
        this.layer = layer;
        this.status = status;
        this.total = total;
    }

    void add(long bytes) {
        done += bytes;
        long now = System.nanoTime();
        if (now - told > PAUSE_NANOSECONDS) {
            told = now;
            transfer.step(new Step(layer, status, Optional.of(new Amount(done, Math.max(done, total)))));
        }
    }
}
