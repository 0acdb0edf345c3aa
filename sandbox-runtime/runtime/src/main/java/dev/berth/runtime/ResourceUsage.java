package dev.berth.runtime;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What a control group uses, and has used since it was made. What the kernel does not tell is 0.
 *
 * @param devices what was read from and written to; a machine's disk is a file of the host's, so that the kernel counts for both
 * @param network by the name of the interface, as the processes in it see it; empty without a network of its own
 */
public record ResourceUsage(Memory memory, Processor processor, Processes processes, List<Device> devices, Map<String, Interface> network) {
    public ResourceUsage withNetwork(Map<String, Interface> counted) {
        return new ResourceUsage(memory, processor, processes, devices, counted);
    }

    /**
     * In bytes.
     *
     * @param used page cache included
     * @param most that was ever used; 0 if this kernel does not remember
     * @param limit its own or the machine's, whichever is less; absent: there is none
     * @param failures how often its limit was met
     * @param details the kernel's own names and numbers, see the kernel's documentation of {@code memory.stat}
     */
    public record Memory(long used, long most, OptionalLong limit, long failures, Map<String, Long> details) {}

    /**
     * In nanoseconds.
     *
     * @param each of each processor, where the kernel tells them apart
     * @param periods in which its quota counted
     * @param throttledPeriods of them in which it had to wait
     */
    public record Processor(long total, long user, long system, List<Long> each, long periods, long throttledPeriods, long throttled) {}

    /** Processes and threads. @param limit absent: there is none of its own */
    public record Processes(long count, OptionalLong limit) {}

    /** A block device by its number, and bytes. */
    public record Device(int major, int minor, long read, long written) {}

    /** As /proc/net/dev counts them, see proc(5). */
    public record Interface(long receivedBytes, long receivedPackets, long receiveErrors, long receiveDropped, long sentBytes, long sentPackets, long sendErrors, long sendDropped) {}
}
