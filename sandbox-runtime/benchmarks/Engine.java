import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.DoubleAdder;

/**
 * What the docker command is timed against.
 *
 * @param name for a person
 * @param command the docker command's file
 * @param process of the engine; empty: what it costs the processors does not matter
 * @param spent milliseconds of processor time that what was timed has cost the engine
 */
record Engine(String name, Path socket, String command, OptionalLong process, DoubleAdder spent) {
    private static final int MOST_KEPT = 1 << 12;
    private static final int MILLISECONDS_A_TICK = 10;
    /** In /proc/PID/stat after the program's name: time in user and kernel mode, and that of children who have ended. */
    private static final int FIRST_TIME = 11;

    /** Milliseconds that it, and the helpers it has waited for, have had of the processors. Less noisy than the time that passes. */
    private double processorTime() {
        if (process.isEmpty()) {
            return 0;
        }
        String stat;
        try {
            stat = Files.readString(Path.of("/proc", Long.toString(process.getAsLong()), "stat"));
        } catch (IOException ended) {
            throw new UncheckedIOException(ended);
        }
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return Arrays.stream(fields, FIRST_TIME, FIRST_TIME + 4).mapToLong(Long::parseLong).sum() * MILLISECONDS_A_TICK;
    }

    /** @return milliseconds. @throws IllegalStateException when it fails, with what it said */
    double time(String... words) {
        double before = processorTime();
        long start = System.nanoTime();
        answer(words);
        double milliseconds = (System.nanoTime() - start) / 1e6;
        spent.add(processorTime() - before);
        return milliseconds;
    }

    /** @return the first kibibytes of what it says. @throws IllegalStateException when it fails, with what it said */
    String answer(String... words) {
        List<String> line = new ArrayList<>(List.of(command, "--host", "unix://" + socket));
        line.addAll(List.of(words));
        try {
            Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
            process.getOutputStream().close();
            byte[] start = process.getInputStream().readNBytes(MOST_KEPT);
            process.getInputStream().transferTo(OutputStream.nullOutputStream());
            String said = new String(start, StandardCharsets.UTF_8).strip();
            if (process.waitFor() != 0) {
                throw new IllegalStateException(name + ": docker " + String.join(" ", words) + " failed: " + said);
            }
            return said;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }
}
