package dev.berth.lab.lesson;

import java.util.List;

/**
 * A part of the course, with its lessons in their order.
 *
 * @param title plain text; empty where the course has no sections
 * @param homework the names of the folders of its homework
 */
public record Section(String title, List<Lesson> lessons, List<String> homework) {

    public Section {
        lessons = List.copyOf(lessons);
        homework = List.copyOf(homework);
    }
}
