package dev.berth.engine.fake;

import com.pty4j.PtyProcess;
import com.pty4j.PtyProcessBuilder;
import com.pty4j.WinSize;
import dev.berth.runtime.OutputListener.Source;
import dev.berth.runtime.ProcessSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A program of the computer that runs the test, which a {@link FakeProcess} stands for: its input, output and end are real. */
final class LocalProgram {
    private static final int SIGKILL = 9;
    private static final Map<String, String> ENVIRONMENT = Map.of("PATH", "/usr/bin:/bin", "TERM", "dumb", "PS1", "$ ");

    private final Process process;
    private final boolean terminal;
    private final ExecutorService input = Executors.newSingleThreadExecutor(LocalProgram::daemon);

    private LocalProgram(Process process, boolean terminal) {
        this.process = process;
        this.terminal = terminal;
    }

    /** @throws IOException when there is no such program */
    static LocalProgram start(ProcessSpec spec) throws IOException {
        List<String> command = spec.arguments();
        if (spec.terminal()) {
            return new LocalProgram(new PtyProcessBuilder(command.toArray(String[]::new)).setEnvironment(ENVIRONMENT).start(), true);
        }
        LocalProgram program = new LocalProgram(new ProcessBuilder(command).start(), false);
        if (!spec.openInput()) {
            program.process.getOutputStream().close();
        }
        return program;
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work);
        thread.setDaemon(true);
        return thread;
    }

    /** From now on the fake prints and ends as the program does. */
    void drive(FakeProcess fake) {
        Thread errors = daemon(() -> copy(process.getErrorStream(), Source.ERROR, fake));
        if (!terminal) {
            errors.start();
        }
        daemon(() -> {
            copy(process.getInputStream(), Source.OUTPUT, fake);
            try {
                errors.join();
                fake.end(process.waitFor());
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
            input.shutdown();
        }).start();
    }

    private static void copy(InputStream from, Source source, FakeProcess to) {
        byte[] buffer = new byte[65536];
        try {
            for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
                to.printWhenRead(source, Arrays.copyOf(buffer, count));
            }
        } catch (IOException closed) {
            // A terminal whose last process has ended reads as an error: the end.
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    CompletionStage<Void> write(byte[] bytes) {
        return CompletableFuture.runAsync(() -> {
            try {
                OutputStream stream = process.getOutputStream();
                stream.write(bytes);
                stream.flush();
            } catch (IOException closed) {
                throw new UncheckedIOException(closed);
            }
        }, input);
    }

    void closeInput() {
        if (!terminal && !input.isShutdown()) {
            input.execute(() -> {
                try {
                    process.getOutputStream().close();
                } catch (IOException closed) {
                    // The process has ended before its input.
                }
            });
        }
    }

    void signal(int number) {
        if (number == SIGKILL) {
            process.destroyForcibly();
            return;
        }
        try {
            new ProcessBuilder("kill", "-" + number, String.valueOf(process.pid())).start().waitFor();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    void resize(int rows, int columns) {
        if (process instanceof PtyProcess pty) {
            pty.setWinSize(new WinSize(columns, rows));
        }
    }
}
