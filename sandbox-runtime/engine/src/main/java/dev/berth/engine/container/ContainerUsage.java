package dev.berth.engine.container;

import dev.berth.runtime.ResourceUsage;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * What a container, or a machine with all of its containers, uses and has used since it was started. What the kernel does not tell is 0.
 *
 * @param devices what it has read from and written to
 * @param network by the name of the interface; empty without a network of its own
 */
public record ContainerUsage(Memory memory, Processor processor, Processes processes, List<Device> devices, Map<String, Interface> network) {

    /**
     * In bytes.
     *
     * @param used page cache included
     * @param most that was ever used
     * @param limit its own or the machine's, whichever is less; absent: there is none
     * @param failures how often its limit was met
     * @param details the kernel's own names and numbers
     */
    public record Memory(long used, long most, OptionalLong limit, long failures, Map<String, Long> details) {}

    /** In nanoseconds. @param each of each processor, where the kernel tells them apart; @param throttled what its quota made it wait */
    public record Processor(long total, long user, long system, List<Long> each, long periods, long throttledPeriods, long throttled) {
        public static final Processor NOTHING = new Processor(0, 0, 0, List.of(), 0, 0, 0);
    }

    /** Processes and threads. @param limit absent: there is none of its own */
    public record Processes(long count, OptionalLong limit) {}

    /** A block device by its number, and bytes. */
    public record Device(int major, int minor, long read, long written) {}

    /** One direction of an interface. */
    public record Counters(long bytes, long packets, long errors, long dropped) {}

    public record Interface(Counters received, Counters sent) {}

    static ContainerUsage of(ResourceUsage usage) {
        ResourceUsage.Memory memory = usage.memory();
        ResourceUsage.Processor processor = usage.processor();
        Map<String, Interface> network = new TreeMap<>();
        usage.network().forEach((name, counters) -> network.put(name, new Interface(
                new Counters(counters.receivedBytes(), counters.receivedPackets(), counters.receiveErrors(), counters.receiveDropped()),
                new Counters(counters.sentBytes(), counters.sentPackets(), counters.sendErrors(), counters.sendDropped()))));
        return new ContainerUsage(
                new Memory(memory.used(), memory.most(), memory.limit(), memory.failures(), memory.details()),
                new Processor(
                        processor.total(), processor.user(), processor.system(), processor.each(), processor.periods(), processor.throttledPeriods(), processor.throttled()),
                new Processes(usage.processes().count(), usage.processes().limit()),
                usage.devices().stream().map(device -> new Device(device.major(), device.minor(), device.read(), device.written())).toList(),
                network);
    }
}
