package dev.berth.lab.machine;

/**
 * What one machine may use, with everything in it.
 *
 * @param memoryBytes memory
 * @param pids        processes and threads
 */
public record MachineSize(long memoryBytes, int pids) {
}
