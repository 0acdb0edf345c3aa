import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.atomic.DoubleAdder;

/**
 * Times figures of two engines, and prints a line of a table for each. On a machine that others keep busy a median says little of a command that takes milliseconds:
 * the time below which the fastest tenth was stands beside it.
 */
final class Comparison {
    private static final double NEAR_MILLISECONDS = 2;

    private final Engine ours;
    private final Engine stock;
    private final Path scratch;

    /** @param scratch a folder for the socket of {@link RecordedAnswers} */
    Comparison(Engine ours, Engine stock, Path scratch) {
        this.ours = ours;
        this.stock = stock;
        this.scratch = scratch;
    }

    private interface Sample {
        /** In milliseconds. */
        double take() throws IOException;
    }

    /** In milliseconds. */
    private record Times(double median, double fast) {

        static final Times NONE = new Times(0, 0);

        static Times of(double[] all) {
            double[] sorted = Arrays.stream(all).sorted().toArray();
            return new Times(sorted[sorted.length / 2], sorted[sorted.length / 10]);
        }

        @Override
        public String toString() {
            return this == NONE ? "" : String.format(Locale.ROOT, "%.1f (%.1f)", median, fast);
        }
    }

    void printHead() {
        System.out.printf("Milliseconds: the median, and in parentheses what the fastest tenth took at most; the goal is for the median.%n");
        printLine("docker", "--version", "floor", "ours", "stock", "ratio", "goal");
    }

    private static void printLine(Object... cells) {
        System.out.printf("%-34s %15s %15s %17s %17s %12s  %s%n", cells);
    }

    /** Of a short command: what the command's own start costs, and what it costs at least, are measured in the same rounds. */
    void printMoment(Figure figure) throws IOException, InterruptedException {
        Path socket = scratch.resolve("answers.sock");
        Engine floor = new Engine("recorded answers", socket, ours.command(), OptionalLong.empty(), new DoubleAdder());
        try (RecordedAnswers answers = new RecordedAnswers(socket, ours.socket())) {
            figure.timing().of(floor);
            answers.recorded();
            Times[] times = measure(
                    figure.rounds(), () -> ours.time("--version"), () -> figure.timing().of(floor), () -> figure.timing().of(ours), () -> figure.timing().of(stock));
            print(figure, times[0], times[1], times[2], times[3]);
        } catch (IllegalStateException failed) {
            printLine(figure.name(), failed.getMessage(), "", "", "", "", "");
        }
    }

    /** Of a command that is about many bytes: the floor is a server that takes them all and does nothing with them, or has them all in memory. */
    void printTransfer(Figure figure) throws IOException, InterruptedException {
        Path socket = scratch.resolve("answers.sock");
        Engine floor = new Engine("recorded answers", socket, ours.command(), OptionalLong.empty(), new DoubleAdder());
        try (RecordedAnswers answers = new RecordedAnswers(socket, ours.socket())) {
            figure.timing().of(floor);
            answers.recorded();
            double own = ours.spent().sum();
            double other = stock.spent().sum();
            Times[] times = measure(figure.rounds(), () -> figure.timing().of(floor), () -> figure.timing().of(ours), () -> figure.timing().of(stock));
            print(figure, Times.NONE, times[0], times[1], times[2]);
            double mine = (ours.spent().sum() - own) / figure.rounds();
            double theirs = (stock.spent().sum() - other) / figure.rounds();
            printLine("  processor time of the engine", "", "", String.format(Locale.ROOT, "%.0f", mine), String.format(Locale.ROOT, "%.0f", theirs),
                    String.format(Locale.ROOT, "%.2f", mine / theirs), "also of its helpers that have ended");
        } catch (IllegalStateException failed) {
            printLine(figure.name(), failed.getMessage(), "", "", "", "", "");
        }
    }

    /** None always comes first: what one leaves in the caches is not always the other's. */
    private static Times[] measure(int rounds, Sample... samples) throws IOException {
        double[][] times = new double[samples.length][rounds];
        for (int round = 0; round < rounds; round++) {
            for (int turn = 0; turn < samples.length; turn++) {
                int next = (round + turn) % samples.length;
                times[next][round] = samples[next].take();
            }
        }
        return Arrays.stream(times).map(Times::of).toArray(Times[]::new);
    }

    private static void print(Figure figure, Times version, Times floor, Times ours, Times stock) {
        double ratio = ours.median() / stock.median();
        boolean near = figure.goal() == 0;
        boolean reached = near ? ours.median() <= version.median() + NEAR_MILLISECONDS : ratio <= figure.goal();
        String goal = near ? "--version + 2 ms" : String.format(Locale.ROOT, "%.2f", figure.goal());
        String least = floor == Times.NONE ? "" : near
                ? String.format(Locale.ROOT, ", the floor is %.1f above it", floor.median() - version.median())
                : String.format(Locale.ROOT, ", the floor is %.2f", floor.median() / stock.median());
        printLine(figure.name(), version, floor, ours, stock, String.format(Locale.ROOT, "%.2f (%.2f)", ratio, ours.fast() / stock.fast()),
                goal + (reached ? "" : ": not reached" + least));
    }
}
