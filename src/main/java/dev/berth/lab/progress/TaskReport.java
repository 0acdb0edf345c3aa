package dev.berth.lab.progress;

import dev.berth.lab.check.Evaluation;

/**
 * How a task stands, for whoever follows it.
 *
 * @param task its name
 * @param at   when it was first passed, or when it was looked at if it was not; milliseconds since 1970
 */
public record TaskReport(String task, Evaluation evaluation, long at) {
}
