package dev.berth.engine.container;

import dev.berth.engine.file.OpenRoots;
import dev.berth.engine.record.RecordFile;
import dev.berth.engine.stream.OutputHub;
import dev.berth.engine.work.SerialQueue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One container: its record, and what it has while it runs. Changed on its queue only; the record can be read from any thread. */
final class Container {
    private static final Logger LOG = LoggerFactory.getLogger(Container.class);

    private final SerialQueue queue;
    private final RecordFile<ContainerRecord> file;
    private final Path logFile;
    private final OutputHub streams;
    private final Waits waits = new Waits();
    private final OpenRoots roots = new OpenRoots();
    private final Map<String, Exec> execs = Collections.synchronizedMap(new LinkedHashMap<>());
    private volatile ContainerRecord record;
    private volatile int recordBytes;
    private volatile int shownPid;
    private volatile Optional<Health> health = Optional.empty();
    private Object healthWatch;
    private Optional<Run> run = Optional.empty();
    private Optional<Run> unreleased = Optional.empty();
    private CompletableFuture<Void> earlierRun = CompletableFuture.completedFuture(null);
    private boolean restarting;
    private boolean staysEnded;
    private boolean removalAsked;
    private Duration restartPause = Duration.ZERO;

    Container(ContainerRecord record, RecordFile<ContainerRecord> file, Path logFile, SerialQueue queue, OutputHub streams) {
        this.logFile = logFile;
        this.record = record;
        this.file = file;
        this.recordBytes = file.length();
        this.queue = queue;
        this.streams = streams;
    }

    ContainerId id() {
        return record.id();
    }

    ContainerRecord record() {
        return record;
    }

    ContainerState state() {
        return record.state();
    }

    /** Returns when the change is on disk, or will be unless the host crashes: see {@link ContainerRecord#ephemeral}. */
    void change(ContainerRecord changed) {
        recordBytes = write(changed);
        record = changed;
    }

    private int write(ContainerRecord changed) {
        return changed.ephemeral() ? file.writeVolatile(changed) : file.write(changed);
    }

    /** How long its record would be. */
    int recordBytes(ContainerRecord changed) {
        return file.length(changed);
    }

    /** How long its record is, in which a client's own words make the difference. */
    int recordBytes() {
        return recordBytes;
    }

    /** For what has happened already: the disk may be full, it is true all the same. The next engine would find it out anew. */
    void changeInAnyCase(ContainerRecord changed) {
        try {
            recordBytes = write(changed);
        } catch (UncheckedIOException failure) {
            LOG.error("the record of container {} is not up to date on disk", changed.id().abbreviated(), failure);
        }
        record = changed;
    }

    /** What the disk says is either true for the next engine too, or soon deleted. */
    void changeInMemory(ContainerRecord changed) {
        record = changed;
    }

    /** It is made: what would have told the next engine that it is not goes. */
    void made() {
        try {
            Files.deleteIfExists(logFile.resolveSibling(ContainerKind.REMOVED));
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot make container " + record.id().abbreviated(), failure);
        }
    }

    /** From now on only this object knows it; its record is gone. @param withVolumes after a crash, the next engine finds what goes with it in {@link ContainerKind#REMOVED} */
    void forgetRecord(boolean withVolumes) {
        if (withVolumes) {
            file.rename(ContainerKind.REMOVED);
        } else {
            file.delete();
        }
        record = record.withState(new ContainerState.Removing());
    }

    SerialQueue queue() {
        return queue;
    }

    OutputHub streams() {
        return streams;
    }

    Waits waits() {
        return waits;
    }

    /** Its files, as requests have them open. */
    OpenRoots roots() {
        return roots;
    }

    /** Of the execs that run; can be read from any thread. */
    List<String> execIds() {
        synchronized (execs) {
            return execs.values().stream().filter(exec -> exec.process().isPresent()).map(Exec::id).toList();
        }
    }

    /** Has a first process. */
    boolean isRunning() {
        return record.state() instanceof ContainerState.Running || record.state() instanceof ContainerState.Paused;
    }

    /** Its execs by id, oldest first. */
    Map<String, Exec> execs() {
        return execs;
    }

    Optional<Run> run() {
        return run;
    }

    /** @param pid of its first process as clients see it */
    void running(Run begun, int pid) {
        run = Optional.of(begun);
        unreleased = run;
        shownPid = pid;
        removalAsked = false;
    }

    void ended() {
        run = Optional.empty();
        shownPid = 0;
    }

    /** Gives back what the last run still holds in the kernel; a new one could not begin beside it. */
    void releaseLastRun() {
        unreleased.ifPresent(Run::release);
        unreleased = Optional.empty();
    }

    /** As {@link #releaseLastRun}, unless that was another. */
    void release(Run ended) {
        if (unreleased.filter(ended::equals).isPresent()) {
            releaseLastRun();
        }
    }

    /** A run of an earlier engine is taken back. @param gone completes when nothing of it is left: no other can begin beside it */
    void takeBack(CompletableFuture<Void> gone) {
        earlierRun = gone;
    }

    CompletableFuture<Void> earlierRun() {
        return earlierRun;
    }

    int shownPid() {
        return shownPid;
    }

    /** Its end is not the end: {@code --rm} does not remove it. */
    boolean restarting() {
        return restarting;
    }

    void restarting(boolean now) {
        restarting = now;
    }

    /** Somebody has it killed to remove it: its removal follows the end of this run. */
    boolean removalAsked() {
        return removalAsked;
    }

    void askRemoval() {
        removalAsked = true;
    }

    /** It is gone, or could not be killed. */
    void removalOver() {
        removalAsked = false;
    }

    /** Its policy does not start it again when this run ends. */
    void stayEnded() {
        staysEnded = true;
    }

    boolean staysEnded() {
        return staysEnded;
    }

    /** A client starts it: what was before does not count for its policy. */
    void forgetRestarts() {
        staysEnded = false;
        restartPause = Duration.ZERO;
    }

    /** How long its policy has waited last; zero: not yet. */
    Duration restartPause() {
        return restartPause;
    }

    void restartPause(Duration last) {
        restartPause = last;
    }

    /** Empty: it has no check, or was never started. */
    Optional<Health> health() {
        return health;
    }

    void health(Health now) {
        health = Optional.of(now);
    }

    /** Who looks after it now; null: nobody. */
    Object healthWatch() {
        return healthWatch;
    }

    void healthWatch(Object now) {
        healthWatch = now;
    }

    /** It as it is now; from any thread. */
    ContainerView view() {
        ContainerRecord now = record;
        List<String> command = now.program().command();
        return new ContainerView(
                now.id(),
                now.name(),
                now.config(),
                now.image(),
                now.imageName(),
                command.get(0),
                command.subList(1, command.size()),
                now.program().environment(),
                now.program().workingDirectory(),
                now.program().user(),
                now.hostname(),
                now.state(),
                now.created(),
                now.restartCount(),
                shownPid,
                now.network(),
                now.mounts(),
                now.config().host().log().driver().equals("json-file") ? logFile.toString() : "",
                execIds(),
                health,
                recordBytes,
                now.ofBuild());
    }

    /** Exit code of its last run; of a start that failed the code that it failed with. */
    int exitCode() {
        ContainerState state = record.state();
        if (state instanceof ContainerState.Exited exited) {
            return exited.code();
        }
        if (state instanceof ContainerState.Restarting waiting) {
            return waiting.last().code();
        }
        if (state instanceof ContainerState.Created created && created.startFailure() != null) {
            return created.startFailure().code();
        }
        return 0;
    }
}
