package dev.berth.runtime;

import java.time.Instant;

/**
 * How a process ended.
 *
 * @param code 0 to 255; 128 plus the signal's number when a signal ended it, as a shell has it
 * @param outOfMemory true when its control group ran out of memory meanwhile
 */
public record ExitStatus(int code, Instant at, boolean outOfMemory) {}
