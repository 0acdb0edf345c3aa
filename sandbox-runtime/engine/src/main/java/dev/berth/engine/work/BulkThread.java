package dev.berth.engine.work;

import dev.berth.runtime.kernel.SystemCalls;

/**
 * A thread for work that lasts as long as files are large. It comes after the engine's other threads when processors are short: a machine that commits and exports without a pause would else
 * keep the commands of all others waiting, and the collector of garbage with them.
 */
public final class BulkThread extends Thread {
    /** Not started yet, and no reason for Java to go on. */
    public BulkThread(Runnable task, String name) {
        super(task, name);
        setDaemon(true);
    }

    @Override
    public void run() {
        goLast();
        super.run();
    }

    /** Has the calling thread come last as well, for one that somebody else has made. */
    public static void goLast() {
        SystemCalls.goLast();
    }
}
