package dev.berth.daemon.fake;

import com.pty4j.PtyProcess;
import com.pty4j.PtyProcessBuilder;
import com.pty4j.WinSize;
import dev.berth.engine.stream.Session;
import dev.berth.engine.stream.SessionListener;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntConsumer;

/** A process of the test's computer with listeners, as the engine has them. */
final class FakeProcess {
    private final Process process;
    private final boolean terminal;
    private final ExecutorService input = Executors.newSingleThreadExecutor();
    private final List<Chunk> log = new ArrayList<>();
    private final List<FakeSession> sessions = new ArrayList<>();
    private boolean ended;

    private record Chunk(boolean error, byte[] bytes) {}

    FakeProcess(List<String> command, boolean terminal, boolean openInput) throws IOException {
        this.terminal = terminal;
        if (terminal) {
            process = new PtyProcessBuilder(command.toArray(String[]::new)).setEnvironment(Map.of("PATH", "/usr/bin:/bin", "TERM", "dumb", "PS1", "$ ")).start();
        } else {
            process = new ProcessBuilder(command).start();
        }
        if (!openInput && !terminal) {
            process.getOutputStream().close();
        }
    }

    void run(IntConsumer whenEnded) {
        Thread errors = new Thread(() -> copy(process.getErrorStream(), true));
        Thread output = new Thread(() -> {
            copy(process.getInputStream(), false);
            join(errors);
            int code = exitCode();
            List<FakeSession> told;
            synchronized (this) {
                ended = true;
                told = List.copyOf(sessions);
            }
            told.forEach(each -> each.listener.ended());
            input.shutdown();
            whenEnded.accept(code);
        });
        if (!terminal) {
            errors.start();
        }
        output.start();
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void copy(InputStream from, boolean error) {
        byte[] buffer = new byte[65536];
        try {
            for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
                tell(error, Arrays.copyOf(buffer, count));
            }
        } catch (IOException closed) {
            // A terminal whose last process has ended reads as an error: the end.
        }
    }

    private synchronized void tell(boolean error, byte[] bytes) {
        try {
            while (sessions.stream().anyMatch(each -> each.paused)) {
                wait();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        if (log.size() < 1000) {
            log.add(new Chunk(error, bytes));
        }
        sessions.forEach(each -> each.tell(error, bytes));
    }

    synchronized Session attach(boolean stream, boolean live, SessionListener listener) {
        FakeSession session = new FakeSession(listener);
        if (!live || ended) {
            log.forEach(each -> session.tell(each.error, each.bytes));
        }
        if (ended || !stream) {
            listener.ended();
        } else {
            sessions.add(session);
        }
        return session;
    }

    boolean running() {
        return process.isAlive();
    }

    int exitCode() {
        try {
            return process.waitFor();
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    long pid() {
        return process.pid();
    }

    void kill(String signal) {
        try {
            new ProcessBuilder("kill", "-" + signal.replace("SIG", ""), String.valueOf(process.pid())).start().waitFor();
        } catch (IOException | InterruptedException failed) {
            throw new IllegalStateException(failed);
        }
    }

    void resize(int rows, int columns) {
        if (process instanceof PtyProcess pty) {
            pty.setWinSize(new WinSize(columns, rows));
        }
    }

    private final class FakeSession implements Session {
        private final SessionListener listener;
        private boolean paused;

        FakeSession(SessionListener listener) {
            this.listener = listener;
        }

        void tell(boolean error, byte[] bytes) {
            listener.output(error, ByteBuffer.wrap(bytes));
        }

        @Override
        public CompletionStage<Void> input(ByteBuffer bytes) {
            byte[] copy = new byte[bytes.remaining()];
            bytes.get(copy);
            return CompletableFuture.runAsync(() -> {
                try {
                    OutputStream stream = process.getOutputStream();
                    stream.write(copy);
                    stream.flush();
                } catch (IOException closed) {
                    throw new UncheckedIOException(closed);
                }
            }, input);
        }

        @Override
        public void endInput() {
            if (!terminal) {
                input.execute(() -> {
                    try {
                        process.getOutputStream().close();
                    } catch (IOException closed) {
                        // The process has ended before its input.
                    }
                });
            }
        }

        @Override
        public void pause() {
            set(true);
        }

        @Override
        public void resume() {
            set(false);
        }

        private void set(boolean now) {
            synchronized (FakeProcess.this) {
                paused = now;
                FakeProcess.this.notifyAll();
            }
        }

        @Override
        public void close() {
            synchronized (FakeProcess.this) {
                sessions.remove(this);
                FakeProcess.this.notifyAll();
            }
        }
    }
}
