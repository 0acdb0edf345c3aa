package dev.berth.engine.container;

import dev.berth.engine.container.Containers.ExecConfig;
import dev.berth.engine.container.Containers.ExecView;
import dev.berth.engine.stream.OutputHub;
import dev.berth.runtime.SandboxProcess;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** One more program in a container: asked for, started at most once, ended. Changed on its container's queue only; how far it is can be read from any thread. */
final class Exec {

    /** What is kept on disk while it runs, so that the next engine can tell how it ended. */
    record Record(String id, ContainerId container, ExecConfig config) {}

    /** @param process while it runs. @param shownPid 0 until it runs */
    private record Progress(boolean started, Optional<SandboxProcess> process, int shownPid, OptionalInt exitCode) {}

    private static final int LONGEST_SHOWN = 4096;

    private final Record record;
    private final Container container;
    private final OutputHub streams;
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private volatile Progress progress = new Progress(false, Optional.empty(), 0, OptionalInt.empty());

    Exec(Record record, Container container, OutputHub streams) {
        this.record = record;
        this.container = container;
        this.streams = streams;
    }

    Record record() {
        return record;
    }

    String id() {
        return record.id();
    }

    ExecConfig config() {
        return record.config();
    }

    Container container() {
        return container;
    }

    OutputHub streams() {
        return streams;
    }

    /** It cannot be started again, whether this start succeeds or not. */
    void starting() {
        progress = new Progress(true, Optional.empty(), 0, OptionalInt.empty());
    }

    boolean started() {
        return progress.started();
    }

    void running(SandboxProcess begun, int pid) {
        progress = new Progress(true, Optional.of(begun), pid, OptionalInt.empty());
    }

    Optional<SandboxProcess> process() {
        return progress.process();
    }

    void ended(int code) {
        progress = new Progress(true, Optional.empty(), progress.shownPid(), OptionalInt.of(code));
        over.complete(null);
    }

    /** Completes when its exit code is known. */
    CompletionStage<Void> over() {
        return over.copy();
    }

    OptionalInt exitCode() {
        return progress.exitCode();
    }

    /** Characters that a client has said of it. */
    int length() {
        return config().length();
    }

    /** As Docker words it in events; the beginning of what is longer than anybody reads. */
    String commandLine() {
        String line = config().command().get(0) + " " + String.join(" ", config().command().subList(1, config().command().size()));
        return line.length() <= LONGEST_SHOWN ? line : line.substring(0, LONGEST_SHOWN) + "…";
    }

    ExecView view() {
        Progress now = progress;
        return new ExecView(id(), record.container(), config(), now.process().isPresent(), now.exitCode(), now.shownPid());
    }
}
