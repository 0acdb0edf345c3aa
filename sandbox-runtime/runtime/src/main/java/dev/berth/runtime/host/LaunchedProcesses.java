package dev.berth.runtime.host;

import dev.berth.runtime.ExitStatus;
import dev.berth.runtime.LaunchFailedException;
import dev.berth.runtime.kernel.ErrorNumber;
import dev.berth.runtime.kernel.EventLoop;
import dev.berth.runtime.kernel.FolderDescriptor;
import dev.berth.runtime.launcher.KeptProcess;
import dev.berth.runtime.launcher.LauncherConnection;
import dev.berth.runtime.launcher.StepFailedException;
import dev.berth.runtime.plan.LaunchPlan;
import dev.berth.runtime.plan.Operation;
import dev.berth.runtime.plan.Placement;
import dev.berth.runtime.plan.PlanTooLongException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntConsumer;

/** All processes that the launcher keeps for this engine, by key. Thread safe. */
final class LaunchedProcesses implements AutoCloseable {
    private static final long LIMIT_SECONDS = 30;

    /** EINVAL. */
    static final int INVALID = 22;

    private final EventLoop loop = new EventLoop("berth-streams");
    private final Map<String, LaunchedProcess> processes = new ConcurrentHashMap<>();
    private final Ends ends;
    private final LauncherConnection launcher;

    /** What follows from the end of a process. Called on the event loop's thread. */
    interface Ends {
        /** Completes what is known of an end, before anybody is told. */
        ExitStatus complete(String key, ExitStatus status);

        void ended(String key);

        void launcherLost();
    }

    private LaunchedProcesses(Path socket, Ends ends) {
        this.ends = ends;
        this.launcher = new LauncherConnection(socket, loop, new LauncherConnection.Listener() {
            @Override
            public void started(KeptProcess process) {
                adopt(process);
            }

            @Override
            public void ended(String key, ExitStatus status) {
                Optional.ofNullable(processes.get(key)).ifPresent(process -> {
                    process.ended(ends.complete(key, status));
                    ends.ended(key);
                });
            }

            @Override
            public void lost() {
                ends.launcherLost();
            }
        });
    }

    /** Connects, and finds what runs or has ended since an earlier engine was there. */
    static LaunchedProcesses connect(Path socket, Ends ends) {
        LaunchedProcesses launched = new LaunchedProcesses(socket, ends);
        for (KeptProcess kept : await(launched.launcher.list())) {
            LaunchedProcess process = launched.adopt(kept);
            kept.ended().ifPresent(status -> process.ended(ends.complete(kept.key(), status)));
        }
        return launched;
    }

    private LaunchedProcess adopt(KeptProcess kept) {
        LaunchedProcess process = new LaunchedProcess(kept, loop, new LaunchedProcess.Owner() {
            @Override
            public void closeInput(String key) {
                launcher.closeInput(key);
            }

            @Override
            public void forget(LaunchedProcess ended) {
                processes.remove(ended.key(), ended);
                launcher.forget(ended.key());
            }
        });
        processes.put(kept.key(), process);
        return process;
    }

    Optional<LaunchedProcess> find(String key) {
        return Optional.ofNullable(processes.get(key));
    }

    /** @throws IllegalStateException when it does not run; @param subject names it for a person */
    LaunchedProcess running(String key, String subject) {
        return find(key).filter(process -> !process.hasEnded())
                .orElseThrow(() -> new IllegalStateException(subject + " does not run, start it first"));
    }

    Collection<LaunchedProcess> all() {
        return List.copyOf(processes.values());
    }

    /**
     * Has a plan carried out, and waits until its program runs.
     *
     * @param connect called with the new process's id, when the plan waits for its network
     * @throws LaunchFailedException with nothing left behind
     */
    LaunchedProcess launch(String key, LaunchPlan plan, Placement placement, IntConsumer connect) {
        if (loop.isCurrent()) {
            throw new IllegalStateException("a launch waits for the event loop, so it cannot run on it");
        }
        LauncherConnection.Launch launch = send(key, plan, placement);
        try {
            if (plan.awaitsNetwork()) {
                connectNetwork(plan, launch, connect);
            }
            return processes.get(await(launch.started()).key());
        } catch (StepFailedException failure) {
            throw describe(plan, failure);
        } catch (LateException late) {
            launch.abandon();
            throw late;
        }
    }

    /**
     * Has a plan carried out that hands out a folder.
     *
     * @throws LaunchFailedException with nothing left behind
     */
    FolderDescriptor open(String key, LaunchPlan plan, Placement placement) {
        if (loop.isCurrent()) {
            throw new IllegalStateException("opening a root waits for the event loop, so it cannot happen on it");
        }
        LauncherConnection.Launch launch = send(key, plan, placement);
        try {
            return new FolderDescriptor(await(launch.opened()));
        } catch (StepFailedException failure) {
            throw describe(plan, failure);
        } catch (LateException late) {
            launch.opened().cancel(false);
            launch.abandon();
            throw late;
        }
    }

    /** A plan that cannot be said (arguments that are too long, a zero in a text) fails like one that the kernel refuses. */
    private LauncherConnection.Launch send(String key, LaunchPlan plan, Placement placement) {
        try {
            return launcher.launch(key, plan, placement);
        } catch (PlanTooLongException tooLong) {
            throw new LaunchFailedException(Operation.EXEC.toString(), ErrorNumber.E2BIG, Operation.EXEC + ": " + tooLong.getMessage());
        } catch (IllegalArgumentException unspeakable) {
            throw new LaunchFailedException("launch", INVALID, unspeakable.getMessage());
        }
    }

    /** A process whose plan has failed is gone before it can be connected: then that is what is said. */
    private static void connectNetwork(LaunchPlan plan, LauncherConnection.Launch launch, IntConsumer connect) {
        int pid = await(launch.announced());
        try {
            connect.accept(pid);
            launch.proceed();
        } catch (RuntimeException failure) {
            launch.abandon();
            throw launch.started().handle((process, end) -> end instanceof StepFailedException step && isOfPlan(plan, step) ? step : failure).join();
        }
    }

    /** Rather than that it was not let go on. */
    private static boolean isOfPlan(LaunchPlan plan, StepFailedException failure) {
        return failure.step() != StepFailedException.LAUNCHER && plan.steps().get(failure.step()).operation() != Operation.AWAIT;
    }

    private static LaunchFailedException describe(LaunchPlan plan, StepFailedException failure) {
        boolean planned = failure.step() != StepFailedException.LAUNCHER;
        String step = planned ? plan.kind(failure.step()) : "launch";
        String subject = planned ? plan.steps().get(failure.step()).details() : "";
        String message = (step + " " + subject).strip() + ": " + ErrorNumber.describe(failure.errno());
        return new LaunchFailedException(step, subject, failure.errno(), message);
    }

    /** Waits for the launcher's word, but not for ever. */
    static <T> T await(CompletableFuture<T> future) {
        try {
            return future.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(failure.getCause());
        } catch (TimeoutException late) {
            throw new LateException(late);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the launcher", interrupted);
        }
    }

    /** A plan hangs: its control group is frozen, or the host is out of memory. */
    private static final class LateException extends IllegalStateException {
        LateException(TimeoutException late) {
            super("the launcher did not answer within " + LIMIT_SECONDS + " s, see whether the container is paused", late);
        }
    }

    /** Closes our copies of all descriptors; nothing ends. */
    @Override
    public void close() {
        launcher.close();
        processes.values().forEach(LaunchedProcess::close);
        loop.close();
    }
}
