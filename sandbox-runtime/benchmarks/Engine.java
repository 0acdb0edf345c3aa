import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What the docker command is timed against. @param name for a person. @param command the docker command's file */
record Engine(String name, Path socket, String command) {
    private static final int MOST_KEPT = 1 << 12;

    /** @return milliseconds. @throws IllegalStateException when it fails, with what it said */
    double time(String... words) {
        long start = System.nanoTime();
        answer(words);
        return (System.nanoTime() - start) / 1e6;
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
