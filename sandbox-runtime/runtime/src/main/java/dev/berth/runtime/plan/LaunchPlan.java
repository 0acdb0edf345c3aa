package dev.berth.runtime.plan;

import java.util.List;
import java.util.stream.Collectors;

/** The steps from a spec to a running process, in order. Its text is made to be read, compared and shown. */
public record LaunchPlan(List<LaunchStep> steps) {

    public LaunchPlan {
        steps = List.copyOf(steps);
    }

    /** Kind of the step at this place, for instance {@code exec}. */
    public String kind(int index) {
        return steps.get(index).operation().toString();
    }

    /** Whether the plan waits for the engine to prepare its network. */
    public boolean awaitsNetwork() {
        return steps.stream().anyMatch(step -> step.operation() == Operation.AWAIT);
    }

    @Override
    public String toString() {
        return steps.stream()
                .map(step -> String.format("%-16s %s", step.operation(), step.details()).stripTrailing() + "\n")
                .collect(Collectors.joining());
    }
}
