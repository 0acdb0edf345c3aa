package dev.berth.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import com.pty4j.PtyProcess;
import com.pty4j.PtyProcessBuilder;
import com.pty4j.WinSize;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program on a terminal of its own, and somebody who types and looks. */
public final class TypedCommand implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final long AGAIN_MILLISECONDS = 200;

    private final PtyProcess process;
    private final StringBuilder screen = new StringBuilder();
    private int seen;

    public TypedCommand(List<String> command) throws IOException {
        process = new PtyProcessBuilder(command.toArray(String[]::new))
                .setEnvironment(Map.of("PATH", System.getenv("PATH"), "TERM", "xterm", "HOME", "/nonexistent"))
                .setInitialColumns(80)
                .setInitialRows(24)
                .start();
        Thread reader = new Thread(this::read);
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        try (InputStream output = process.getInputStream()) {
            byte[] buffer = new byte[4096];
            for (int count = output.read(buffer); count >= 0; count = output.read(buffer)) {
                synchronized (this) {
                    screen.append(new String(buffer, 0, count, StandardCharsets.ISO_8859_1));
                    notifyAll();
                }
            }
        } catch (IOException ended) {
            // A terminal whose program has ended reads as an error: the end.
        }
    }

    public void type(String keys) {
        try {
            process.getOutputStream().write(keys.getBytes(StandardCharsets.ISO_8859_1));
            process.getOutputStream().flush();
        } catch (IOException ended) {
            throw new UncheckedIOException(ended);
        }
    }

    public void resize(int columns, int rows) {
        process.setWinSize(new WinSize(columns, rows));
    }

    /** Waits until the text comes after what was awaited before. */
    public void await(String text) throws InterruptedException {
        await(text, () -> {});
    }

    /** @param again done five times a second until the text comes: for what the program may overlook while it starts */
    public synchronized void await(String text, Runnable again) throws InterruptedException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        long next = System.nanoTime();
        int at = screen.indexOf(text, seen);
        while (at < 0) {
            long now = System.nanoTime();
            assertThat(until - now).as("time to wait for \"%s\" on the screen:%n%s", text, screen).isPositive();
            if (now >= next) {
                again.run();
                next = now + TimeUnit.MILLISECONDS.toNanos(AGAIN_MILLISECONDS);
            }
            wait(AGAIN_MILLISECONDS);
            at = screen.indexOf(text, seen);
        }
        seen = at + text.length();
    }

    public int exitCode() throws InterruptedException {
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).as("the program ends; on the screen:%n%s", screen).isTrue();
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
