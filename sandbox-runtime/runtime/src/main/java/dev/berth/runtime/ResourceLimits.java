package dev.berth.runtime;

import java.util.OptionalLong;

/**
 * What a control group may use. Absent means: no limit of its own (the parent's still holds).
 *
 * @param memoryBytes bytes of memory, page cache included
 * @param processes number of processes and threads
 */
public record ResourceLimits(OptionalLong memoryBytes, OptionalLong processes) {
    public static final ResourceLimits NONE = new ResourceLimits(OptionalLong.empty(), OptionalLong.empty());
}
