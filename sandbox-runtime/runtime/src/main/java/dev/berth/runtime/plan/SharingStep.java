package dev.berth.runtime.plan;

import java.util.Set;

/** The program gets one namespace of another container's first process. */
record SharingStep(String key, Namespace namespace) implements LaunchStep {
    @Override
    public Operation operation() {
        return Operation.SHARE;
    }

    @Override
    public void write(StepWriter out) {
        out.text(key).number(Namespace.flags(Set.of(namespace)));
    }

    @Override
    public String details() {
        return namespace + " of " + key;
    }
}
