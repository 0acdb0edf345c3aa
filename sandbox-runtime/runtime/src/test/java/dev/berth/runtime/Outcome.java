package dev.berth.runtime;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Collects what a process prints, until it ends. */
final class Outcome implements OutputListener {
    private static final long LIMIT_SECONDS = 20;

    private final SandboxProcess process;
    private final Map<Source, ByteArrayOutputStream> printed = new EnumMap<>(Source.class);
    private final Map<Source, CompletableFuture<Void>> ends = new EnumMap<>(Source.class);

    private Outcome(SandboxProcess process) {
        this.process = process;
        for (Source source : Source.values()) {
            printed.put(source, new ByteArrayOutputStream());
            ends.put(source, new CompletableFuture<>());
        }
    }

    /** Listens from now on. */
    static Outcome of(SandboxProcess process) {
        Outcome outcome = new Outcome(process);
        process.listen(outcome);
        return outcome;
    }

    @Override
    public synchronized void output(Source source, ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        printed.get(source).writeBytes(copy);
        notifyAll();
    }

    @Override
    public void ended(Source source) {
        ends.get(source).complete(null);
    }

    /** Waits until what was printed so far fulfils this. */
    synchronized String await(Predicate<String> condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (!condition.test(soFar(Source.OUTPUT))) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                throw new AssertionError("waited too long, printed so far: " + soFar(Source.OUTPUT));
            }
            try {
                wait(left);
            } catch (InterruptedException interrupted) {
                throw new AssertionError(interrupted);
            }
        }
        return soFar(Source.OUTPUT);
    }

    private String soFar(Source source) {
        return printed.get(source).toString(StandardCharsets.UTF_8);
    }

    /** Exit code, after the process has ended. */
    int code() {
        return status().code();
    }

    ExitStatus status() {
        return get(process.exit().toCompletableFuture());
    }

    /**
     * All that it printed, without the last line's end; ends with the process, which is then forgotten. With it go its errors: not yet read, they were lost on a busy host.
     */
    String output() {
        get(ends.get(Source.ERROR));
        return terminalOutput();
    }

    /** As {@link #output}, of a process on a terminal, which has no errors of its own. */
    String terminalOutput() {
        get(ends.get(Source.OUTPUT));
        status();
        process.forget();
        return soFar(Source.OUTPUT).stripTrailing();
    }

    String error() {
        get(ends.get(Source.ERROR));
        return soFar(Source.ERROR).stripTrailing();
    }

    SandboxProcess process() {
        return process;
    }

    private static <T> T get(CompletableFuture<T> future) {
        try {
            return future.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (Exception failure) {
            throw new AssertionError(failure);
        }
    }
}
