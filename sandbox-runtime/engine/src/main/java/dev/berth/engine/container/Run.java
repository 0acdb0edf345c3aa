package dev.berth.engine.container;

import dev.berth.engine.network.NetworkSettings;
import dev.berth.runtime.ExitStatus;
import dev.berth.runtime.ResourceLimits;
import dev.berth.runtime.ResourceUsage;
import dev.berth.runtime.SandboxProcess;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** One run of a container, from its start to its end. Methods other than {@link #exit()} are called on the container's queue. */
public interface Run {

    /** As the host sees it. */
    int pid();

    /** Its places in networks. */
    NetworkSettings network();

    /** Completes when it has ended, on any thread. */
    CompletionStage<ExitStatus> exit();

    /** @throws dev.berth.engine.EngineException when it does not take this signal */
    void signal(int number);

    /** Whether its first process does anything at this signal; one that does not now, never will for what was sent now. */
    boolean hears(int signal);

    /** Its first process's streams; empty: it has none that the engine could read. */
    Optional<SandboxProcess> process();

    void pause();

    void unpause();

    /** Host process ids. */
    List<Integer> processes();

    /** What it uses now. */
    ResourceUsage usage();

    /** Changes the limits that are there. */
    void limit(ResourceLimits limits);

    /** Gives back all that the kernel still holds for it. Only after its exit is on disk. Can be called twice. */
    void release();
}
