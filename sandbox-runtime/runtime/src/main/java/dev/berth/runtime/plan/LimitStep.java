package dev.berth.runtime.plan;

import dev.berth.runtime.ProcessLimit;
import java.util.List;

/** A step that bounds what a process may use. */
public sealed interface LimitStep extends LaunchStep {

    /** @param score see proc_pid_oom_score_adj(5) */
    record OutOfMemoryScore(int score) implements LimitStep {
        @Override
        public Operation operation() {
            return Operation.OUT_OF_MEMORY_SCORE;
        }

        @Override
        public void write(StepWriter out) {
            out.number(score);
        }

        @Override
        public String details() {
            return Integer.toString(score);
        }
    }

    /** A limit of setrlimit(2). */
    record OfProcess(ProcessLimit limit) implements LimitStep {
        /** In the order of their numbers, which x86 and ARM have in common. */
        private static final List<String> RESOURCES = List.of(
                "cpu", "fsize", "data", "stack", "core", "rss", "nproc", "nofile", "memlock", "as", "locks", "sigpending", "msgqueue", "nice", "rtprio", "rttime");

        /** @throws IllegalArgumentException if there is no limit of that name */
        public OfProcess {
            if (!RESOURCES.contains(limit.name())) {
                throw new IllegalArgumentException("invalid ulimit type: " + limit.name());
            }
        }

        @Override
        public Operation operation() {
            return Operation.PROCESS_LIMIT;
        }

        @Override
        public void write(StepWriter out) {
            out.number(RESOURCES.indexOf(limit.name())).bigNumber(limit.soft()).bigNumber(limit.hard());
        }

        @Override
        public String details() {
            return limit.name() + " " + text(limit.soft()) + " of " + text(limit.hard());
        }

        private static String text(long value) {
            return value < 0 ? "unlimited" : Long.toString(value);
        }
    }
}
