package dev.berth.lab.terminal;

import io.vertx.core.Context;

/** Runs something again after a pause that grows with each failure in a row, on the lab's loop. */
final class RetryTimer {

    private static final long SHORTEST_MILLIS = 25;
    private static final long LONGEST_MILLIS = 1_000;

    private final Context loop;
    private long pauseMillis = SHORTEST_MILLIS;

    RetryTimer(Context loop) {
        this.loop = loop;
    }

    void schedule(Runnable attempt) {
        loop.runOnContext(now -> loop.owner().setTimer(pauseMillis, fired -> attempt.run()));
        pauseMillis = Math.min(LONGEST_MILLIS, pauseMillis * 2);
    }

    void reset() {
        pauseMillis = SHORTEST_MILLIS;
    }
}
