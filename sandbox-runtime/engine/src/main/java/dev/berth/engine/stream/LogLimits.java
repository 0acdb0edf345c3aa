package dev.berth.engine.stream;

/**
 * How much of a container's output is kept. Docker keeps everything unless it is told otherwise; here logs lie on the host's disk, and a student's endless loop must
 * not fill it.
 *
 * @param largest bytes of a file after which the next is begun
 * @param files how many there are at most, the one that is written included
 */
public record LogLimits(long largest, int files) {
    public static final LogLimits DEFAULT = new LogLimits(10L << 20, 2);
    private static final long MOST_BYTES = DEFAULT.largest * DEFAULT.files;

    /** What was asked for, as far as all of it together stays within what is kept by default. */
    public LogLimits bounded() {
        long size = Math.min(largest, DEFAULT.largest);
        return new LogLimits(size, (int) Math.max(1, Math.min(files, MOST_BYTES / size)));
    }
}
