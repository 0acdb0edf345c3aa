package dev.berth.engine.machine;

import java.time.Instant;
import java.util.List;

/**
 * What a machine that sleeps must not forget.
 *
 * @param containers ids of those that ran, in the order in which they were started
 */
record SleepRecord(Instant since, List<String> containers) {}
