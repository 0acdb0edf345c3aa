package dev.berth.engine.container.option;

import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * How much of the machine a container may use, in the units of Docker's API. Absent: no limit of its own.
 *
 * @param memorySwapBytes memory and swap together; -1: swap without limit
 * @param memoryReservationBytes what it keeps when memory is short
 * @param cpuShares weight among the machine's containers; 1024 is the usual one
 * @param nanoCpus processors, in billionths
 * @param cpuPeriodMicroseconds and {@code cpuQuotaMicroseconds}: another way to say {@code nanoCpus}
 * @param cpus processors it may run on, like {@code 0-2,4}; {@code ""}: all
 * @param memoryNodes likewise; {@code ""}: all
 * @param processes number of processes and threads, or {@link #WITHOUT_LIMIT}, when an update has taken a limit away
 * @param diskBytes size of the disk; only machines have one of their own
 */
public record Resources(
        OptionalLong memoryBytes,
        OptionalLong memorySwapBytes,
        OptionalLong memoryReservationBytes,
        OptionalLong cpuShares,
        OptionalLong nanoCpus,
        OptionalLong cpuPeriodMicroseconds,
        OptionalLong cpuQuotaMicroseconds,
        String cpus,
        String memoryNodes,
        OptionalLong processes,
        boolean outOfMemoryKillDisabled,
        OptionalInt outOfMemoryScore,
        List<ProcessLimit> processLimits,
        OptionalLong diskBytes) {

    /** A limit of each process, see setrlimit(2). @param name as Docker has it, e.g. {@code nofile}; -1: none */
    public record ProcessLimit(String name, long soft, long hard) {}

    /** As Docker says it in an answer. */
    public static final long WITHOUT_LIMIT = 0;

    public static final Resources NONE = new Resources(
            OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty(), "", "",
            OptionalLong.empty(), false, OptionalInt.empty(), List.of(), OptionalLong.empty());

    public Resources withMemory(OptionalLong bytes) {
        return new Resources(
                bytes, memorySwapBytes, memoryReservationBytes, cpuShares, nanoCpus, cpuPeriodMicroseconds, cpuQuotaMicroseconds, cpus, memoryNodes, processes,
                outOfMemoryKillDisabled, outOfMemoryScore, processLimits, diskBytes);
    }

    public Resources withMemorySwap(OptionalLong bytes) {
        return new Resources(
                memoryBytes, bytes, memoryReservationBytes, cpuShares, nanoCpus, cpuPeriodMicroseconds, cpuQuotaMicroseconds, cpus, memoryNodes, processes,
                outOfMemoryKillDisabled, outOfMemoryScore, processLimits, diskBytes);
    }

    public Resources withProcesses(OptionalLong count) {
        return new Resources(
                memoryBytes, memorySwapBytes, memoryReservationBytes, cpuShares, nanoCpus, cpuPeriodMicroseconds, cpuQuotaMicroseconds, cpus, memoryNodes, count,
                outOfMemoryKillDisabled, outOfMemoryScore, processLimits, diskBytes);
    }
}
