import java.io.IOException;

/**
 * What is timed.
 *
 * @param goal the most that ours may take of the stock Docker's time; 0: within 2 ms of the command's own start
 */
record Figure(String name, double goal, int rounds, Timing timing) {

    /** Prepares, times and tidies; returns milliseconds. */
    interface Timing {
        double of(Engine engine) throws IOException;
    }
}
