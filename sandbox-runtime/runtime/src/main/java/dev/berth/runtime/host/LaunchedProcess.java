package dev.berth.runtime.host;

import dev.berth.runtime.ExitStatus;
import dev.berth.runtime.OutputListener;
import dev.berth.runtime.SandboxProcess;
import dev.berth.runtime.kernel.ByteStream;
import dev.berth.runtime.kernel.Descriptor;
import dev.berth.runtime.kernel.EventLoop;
import dev.berth.runtime.kernel.SystemCalls;
import dev.berth.runtime.launcher.KeptProcess;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A process that the launcher keeps, with our copies of its descriptors. */
final class LaunchedProcess implements SandboxProcess {
    private final String key;
    private final int pid;
    private final Descriptor process;
    private final Optional<ByteStream> terminal;
    private final Optional<ByteStream> input;
    private final Optional<ByteStream> output;
    private final Optional<ByteStream> error;
    private final Owner owner;
    private final CompletableFuture<ExitStatus> exit = new CompletableFuture<>();

    /** Who is told what this process cannot do alone. */
    interface Owner {
        void closeInput(String key);

        void forget(LaunchedProcess process);
    }

    LaunchedProcess(KeptProcess kept, EventLoop loop, Owner owner) {
        this.key = kept.key();
        this.pid = kept.pid();
        this.process = kept.process();
        this.owner = owner;
        this.terminal = kept.streams().terminal().map(descriptor -> new ByteStream(loop, descriptor));
        this.input = kept.streams().input().map(descriptor -> new ByteStream(loop, descriptor));
        this.output = kept.streams().output().map(descriptor -> new ByteStream(loop, descriptor));
        this.error = kept.streams().error().map(descriptor -> new ByteStream(loop, descriptor));
    }

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
        return exit;
    }

    void ended(ExitStatus status) {
        exit.complete(status);
    }

    boolean hasEnded() {
        return exit.isDone();
    }

    @Override
    public void listen(OutputListener listener) {
        terminal.ifPresent(stream -> stream.read(reader(OutputListener.Source.OUTPUT, listener)));
        output.ifPresent(stream -> stream.read(reader(OutputListener.Source.OUTPUT, listener)));
        error.ifPresent(stream -> stream.read(reader(OutputListener.Source.ERROR, listener)));
    }

    private static ByteStream.Reader reader(OutputListener.Source source, OutputListener listener) {
        return new ByteStream.Reader() {
            @Override
            public void bytes(ByteBuffer bytes) {
                listener.output(source, bytes);
            }

            @Override
            public void ended() {
                listener.ended(source);
            }
        };
    }

    @Override
    public void pauseOutput() {
        terminal.ifPresent(ByteStream::pause);
        output.ifPresent(ByteStream::pause);
        error.ifPresent(ByteStream::pause);
    }

    @Override
    public void resumeOutput() {
        terminal.ifPresent(ByteStream::resume);
        output.ifPresent(ByteStream::resume);
        error.ifPresent(ByteStream::resume);
    }

    @Override
    public CompletionStage<Void> write(ByteBuffer bytes) {
        return terminal.or(() -> input).map(stream -> stream.write(bytes))
                .orElseGet(() -> CompletableFuture.failedStage(new IllegalStateException("\"" + key + "\" was started without standard input")));
    }

    @Override
    public void closeInput() {
        input.ifPresent(stream -> {
            stream.close();
            owner.closeInput(key);
        });
    }

    @Override
    public void signal(int number) {
        if (process.isOpen()) {
            SystemCalls.signal(process, number);
        }
    }

    @Override
    public void resize(int rows, int columns) {
        terminal.ifPresent(stream -> stream.resize(rows, columns));
    }

    @Override
    public void forget() {
        if (!hasEnded()) {
            throw new IllegalStateException("\"" + key + "\" still runs, it cannot be forgotten");
        }
        owner.forget(this);
        close();
    }

    /** Closes our copies of the descriptors; the process does not notice. */
    void close() {
        terminal.ifPresent(ByteStream::close);
        input.ifPresent(ByteStream::close);
        output.ifPresent(ByteStream::close);
        error.ifPresent(ByteStream::close);
        process.close();
    }
}
