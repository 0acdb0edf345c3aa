package dev.berth.lab.check;

import java.time.Instant;

/**
 * What a student answered last in one block of the lesson.
 *
 * @param value as it was typed; the option's number for quizzes and predictions
 * @param correct whether it was the right one
 * @param at when, by the lab's clock
 */
public record GivenAnswer(String value, boolean correct, Instant at) {}
