package dev.berth.lab.page;

import dev.berth.lab.lesson.Lesson;

/** A lesson as a page lists it, with how many of its tasks the student has passed. */
public record LessonCard(String id, String title, int minutes, int passed, int total) {

    static LessonCard of(Lesson lesson, int passed) {
        return new LessonCard(lesson.id(), lesson.title(), lesson.minutes(), passed, lesson.tasks().size());
    }
}
