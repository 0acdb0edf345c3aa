package dev.berth.lab.check;

/**
 * What a student answered last in one block of the lesson.
 *
 * @param value as it was typed; the option's number for quizzes and predictions
 * @param correct whether it was the right one
 */
public record GivenAnswer(String value, boolean correct) {}
