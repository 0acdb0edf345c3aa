package dev.berth.lab.check;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The runs of a container, told apart by its events: with a run ends its process, and with that a shell that somebody has left. */
final class ContainerRuns {

    private final List<Run> runs = new ArrayList<>();
    private int starts;

    /** From one end to the next: {@code docker run} attaches before it starts. */
    private static final class Run {
        private final Set<String> signals = new LinkedHashSet<>();
        private int attaches;
        private int attachesAtStart;
        private boolean left;
        private int returns;
        private boolean startedAttached;
        private boolean started;
        private boolean ended;
    }

    /** Takes note of an event of this container; the oldest comes first. */
    void happened(final MachineEvent event) {
        switch (event.verb()) {
            case "attach" -> attach();
            case "detach" -> current().left = true;
            case "start" -> start();
            case "kill" -> current().signals.add(event.attributes().getOrDefault("signal", ""));
            case "die" -> current().ended = true;
            default -> { }
        }
    }

    private void attach() {
        final Run run = current();
        run.attaches++;
        if (run.left) {
            run.returns++;
        }
    }

    private void start() {
        starts++;
        Run run = current();
        final boolean attached = run.attaches > run.attachesAtStart;
        if (run.started) {
            // Nobody told of its end, as when Docker itself has ended: who attached since its start may have meant this new run.
            run.attaches = run.attachesAtStart;
            run.returns = 0;
            run.ended = true;
            run = current();
        }
        run.started = true;
        run.startedAttached = attached;
        run.attachesAtStart = run.attaches;
    }

    private Run current() {
        if (runs.isEmpty() || runs.get(runs.size() - 1).ended) {
            runs.add(new Run());
        }
        return runs.get(runs.size() - 1);
    }

    /** How often the container was started. */
    int starts() {
        return starts;
    }

    /** How often somebody attached in one and the same run; of all runs the most. */
    int mostAttaches() {
        return runs.stream().filter(run -> run.started).mapToInt(run -> run.attaches).max().orElse(0);
    }

    /** How often somebody attached after somebody had left by the keys to detach, in one and the same run; of all runs the most. */
    int mostReturns() {
        return runs.stream().filter(run -> run.started).mapToInt(run -> run.returns).max().orElse(0);
    }

    /**
     * Whether the command that started the last run stayed with it; empty if its start is not known.
     *
     * @param over whether that run is known to be over, not by events
     */
    Optional<Boolean> startedAttached(final boolean over) {
        return last().filter(run -> run.started && (over || !run.ended)).map(run -> run.startedAttached);
    }

    /** The signals that Docker sent in the last run. */
    List<String> signals() {
        return last().map(run -> List.copyOf(run.signals)).orElse(List.of());
    }

    /** The last that has begun: who attaches to a container that has ended is about to start it. */
    private Optional<Run> last() {
        return runs.stream().filter(run -> run.started || run.ended).reduce((earlier, later) -> later);
    }
}
