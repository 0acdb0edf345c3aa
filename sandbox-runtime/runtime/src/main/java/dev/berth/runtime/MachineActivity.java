package dev.berth.runtime;

/**
 * What a machine has taken, its containers included.
 *
 * @param memoryBytes that it has now, page cache included
 * @param processorNanoseconds that it has used since it was started
 */
public record MachineActivity(long memoryBytes, long processorNanoseconds) {}
