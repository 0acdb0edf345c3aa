package dev.berth.lab.lesson;

/**
 * A lesson as one student sees it.
 *
 * @param title plain text
 * @param html the lesson's elements, as {@code docs/lab-api.md} lists them; everything of the student's or the machine's in it is escaped
 */
public record LessonPage(String title, String html) {}
