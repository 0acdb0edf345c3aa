package dev.berth.lab.lesson;

import java.util.List;

/**
 * A lesson that is left out of the course because of its author's mistakes, or a file of the course that has some.
 *
 * @param name the folder of the lesson, or the file
 * @param mistakes each with file, line and column, and below it the line with a mark; plain text of several lines
 */
public record BrokenSource(String name, List<String> mistakes) {

    public BrokenSource {
        mistakes = List.copyOf(mistakes);
    }
}
