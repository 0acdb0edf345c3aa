package dev.berth.runtime;

import java.util.OptionalLong;

/**
 * What a control group may use. Absent means: no limit of its own (the parent's still holds).
 *
 * @param memoryBytes bytes of memory, page cache included
 * @param memorySwapBytes memory and swap together; -1: swap without limit
 * @param memoryReservationBytes what it keeps when memory is short
 * @param cpuShares weight among its siblings, 2 to 262144, 1024 is the usual one
 * @param cpuQuotaMicroseconds processor time in each period; -1: as much as there is
 * @param cpuPeriodMicroseconds absent: 100000
 * @param cpus processors it may run on, like {@code 0-2,4}; {@code ""}: all
 * @param memoryNodes likewise; {@code ""}: all
 * @param processes number of processes and threads
 * @param outOfMemoryKillDisabled at its limit it waits instead of being killed; cgroup v1 alone has that
 */
public record ResourceLimits(
        OptionalLong memoryBytes,
        OptionalLong memorySwapBytes,
        OptionalLong memoryReservationBytes,
        OptionalLong cpuShares,
        OptionalLong cpuQuotaMicroseconds,
        OptionalLong cpuPeriodMicroseconds,
        String cpus,
        String memoryNodes,
        OptionalLong processes,
        boolean outOfMemoryKillDisabled) {
    public static final ResourceLimits NONE = of(OptionalLong.empty(), OptionalLong.empty());

    public static ResourceLimits of(OptionalLong memoryBytes, OptionalLong processes) {
        OptionalLong none = OptionalLong.empty();
        return new ResourceLimits(memoryBytes, none, none, none, none, none, "", "", processes, false);
    }
}
