package dev.berth.lab.lesson;

import java.util.List;

/**
 * A part of the course, with its lessons in their order.
 *
 * @param title plain text
 * @param homework what is handed in at its end, written as lessons are
 */
public record Section(String title, List<Lesson> lessons, List<Lesson> homework) {

    public Section {
        lessons = List.copyOf(lessons);
        homework = List.copyOf(homework);
    }
}
