package dev.berth.lab.check;

/**
 * How a task stands.
 *
 * @param verdict what to say
 * @param ever whether it was done at some time; the grade counts this
 * @param now whether it is done at this moment; the student sees this
 */
public record Evaluation(Verdict verdict, boolean ever, boolean now) {}
