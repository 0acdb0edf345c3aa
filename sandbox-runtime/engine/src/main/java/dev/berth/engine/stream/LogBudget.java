package dev.berth.engine.stream;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What the logs of a machine's containers take of the host's disk, together: beside each other they could be 200 times as large as one. When it is used up, a container
 * that writes on keeps only the newest of its output, until logs of others are removed; those that write nothing lose nothing. Thread safe, since each log has a queue of
 * its own.
 */
public final class LogBudget {
    /** As much as three and a half full logs. */
    private static final long OF_A_MACHINE = 75L << 20;

    /** With 200 containers these are 25 MiB more. */
    private static final long LEAST_OF_A_LOG = 128L << 10;

    private final long most;
    private final long leastOfALog;
    private final AtomicLong used = new AtomicLong();

    LogBudget(long most, long leastOfALog) {
        this.most = most;
        this.leastOfALog = leastOfALog;
    }

    /** A machine's. */
    public static LogBudget ofAMachine() {
        return new LogBudget(OF_A_MACHINE, LEAST_OF_A_LOG);
    }

    /** @param bytes that a log takes more now; less than 0: that it has given back */
    void add(long bytes) {
        used.addAndGet(bytes);
    }

    /** Bytes after which a log begins its next file now. */
    long largest(LogLimits limits) {
        return used.get() < most ? limits.largest() : Math.min(limits.largest(), Math.max(1, leastOfALog / limits.files()));
    }
}
