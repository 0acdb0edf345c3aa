package dev.berth.runtime.plan;

/** Arguments, environment and files take more room than a plan has, which is more than the kernel takes of them. */
public final class PlanTooLongException extends IllegalArgumentException {
    PlanTooLongException() {
        super("argument list too long");
    }
}
