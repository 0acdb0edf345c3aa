package dev.berth.engine.fake;

import dev.berth.runtime.ExitStatus;
import dev.berth.runtime.OutputListener;
import dev.berth.runtime.OutputListener.Source;
import dev.berth.runtime.ProcessSpec;
import dev.berth.runtime.SandboxProcess;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A process that prints and ends when the test says so, or as a {@link LocalProgram} does; it lives in {@link FakeRuntime}, whatever engine listens. */
public final class FakeProcess {
    private static final int SIGKILL = 9;

    private final String key;
    private final int pid;
    private final ProcessSpec spec;
    private final Optional<LocalProgram> program;
    private final Runnable forgotten;
    private final CompletableFuture<ExitStatus> exit = new CompletableFuture<>();
    private final List<Integer> signals = Collections.synchronizedList(new ArrayList<>());
    private final ByteArrayOutputStream input = new ByteArrayOutputStream();
    private final ByteArrayOutputStream[] unread = {new ByteArrayOutputStream(), new ByteArrayOutputStream()};
    private final List<int[]> sizes = Collections.synchronizedList(new ArrayList<>());
    private OutputListener listener;
    private boolean outputPaused;
    private boolean streamsEnded;
    private volatile boolean inputClosed;
    private volatile boolean stubborn;
    private volatile boolean stuck;

    FakeProcess(String key, int pid, ProcessSpec spec, Optional<LocalProgram> program, Runnable forgotten) {
        this.key = key;
        this.pid = pid;
        this.spec = spec;
        this.program = program;
        this.forgotten = forgotten;
    }

    public ProcessSpec spec() {
        return spec;
    }

    public List<Integer> signals() {
        return signals;
    }

    public List<int[]> sizes() {
        return sizes;
    }

    public synchronized String input() {
        return input.toString(StandardCharsets.UTF_8);
    }

    public boolean inputClosed() {
        return inputClosed;
    }

    public synchronized boolean outputPaused() {
        return outputPaused;
    }

    /** From now on only SIGKILL ends it. */
    public FakeProcess stubborn() {
        stubborn = true;
        return this;
    }

    /** From now on nothing ends it but {@link #end}: it waits in the kernel. */
    public FakeProcess stuck() {
        stuck = true;
        return this;
    }

    public void print(String text) {
        print(Source.OUTPUT, text.getBytes(StandardCharsets.UTF_8));
    }

    public void printError(String text) {
        print(Source.ERROR, text.getBytes(StandardCharsets.UTF_8));
    }

    /** What cannot be read now waits, as in a pipe. */
    public synchronized void print(Source source, byte[] bytes) {
        unread[source.ordinal()].writeBytes(bytes);
        flush();
    }

    /** As {@link #print}; what is printed next waits until an engine reads. */
    synchronized void printWhenRead(Source source, byte[] bytes) throws InterruptedException {
        print(source, bytes);
        while (listener == null || outputPaused) {
            wait();
        }
    }

    private void flush() {
        if (listener == null || outputPaused) {
            return;
        }
        for (Source source : Source.values()) {
            byte[] bytes = unread[source.ordinal()].toByteArray();
            unread[source.ordinal()].reset();
            if (bytes.length > 0) {
                listener.output(source, ByteBuffer.wrap(bytes));
            }
        }
        if (streamsEnded) {
            streamsEnded = false;
            listener.ended(Source.OUTPUT);
            if (!spec.terminal()) {
                listener.ended(Source.ERROR);
            }
        }
    }

    public void end(int code) {
        synchronized (this) {
            streamsEnded = true;
            flush();
        }
        exit.complete(new ExitStatus(code, Instant.now(), false));
    }

    /** It goes on without its streams, as a daemon does. */
    public synchronized void closeStreams() {
        streamsEnded = true;
        flush();
    }

    /** It ends while one that inherited its streams goes on. */
    public void endLeavingStreamsOpen(int code) {
        exit.complete(new ExitStatus(code, Instant.now(), false));
    }

    synchronized void disconnect() {
        listener = null;
    }

    /** As SIGKILL does. */
    void kill() {
        killProgram();
        if (program.isEmpty()) {
            end(128 + SIGKILL);
        }
    }

    void killProgram() {
        program.ifPresent(each -> each.signal(SIGKILL));
    }

    boolean ended() {
        return exit.isDone();
    }

    /** The connection that an engine has to it. */
    SandboxProcess connection() {
        return new Connection();
    }

    private final class Connection implements SandboxProcess {
        @Override
        public String key() {
            return key;
        }

        @Override
        public int pid() {
            return pid;
        }

        @Override
        public CompletionStage<ExitStatus> exit() {
            return exit.copy();
        }

        @Override
        public void listen(OutputListener newListener) {
            synchronized (FakeProcess.this) {
                listener = newListener;
                outputPaused = false;
                flush();
                FakeProcess.this.notifyAll();
            }
        }

        @Override
        public void pauseOutput() {
            synchronized (FakeProcess.this) {
                outputPaused = true;
            }
        }

        @Override
        public void resumeOutput() {
            synchronized (FakeProcess.this) {
                outputPaused = false;
                flush();
                FakeProcess.this.notifyAll();
            }
        }

        @Override
        public CompletionStage<Void> write(ByteBuffer bytes) {
            byte[] copy = new byte[bytes.remaining()];
            bytes.get(copy);
            synchronized (FakeProcess.this) {
                input.writeBytes(copy);
            }
            return program.map(each -> each.write(copy)).orElse(CompletableFuture.completedFuture(null));
        }

        @Override
        public void closeInput() {
            inputClosed = true;
            program.ifPresent(LocalProgram::closeInput);
        }

        @Override
        public void signal(int number) {
            if (exit.isDone()) {
                return;
            }
            signals.add(number);
            if (program.isPresent()) {
                program.get().signal(number);
            } else if (!stuck && (number == SIGKILL || !stubborn)) {
                end(128 + number);
            }
        }

        @Override
        public void resize(int rows, int columns) {
            sizes.add(new int[] {rows, columns});
            program.ifPresent(each -> each.resize(rows, columns));
        }

        @Override
        public void forget() {
            if (!exit.isDone()) {
                throw new IllegalStateException(key + " is forgotten before it has ended");
            }
            forgotten.run();
        }
    }
}
