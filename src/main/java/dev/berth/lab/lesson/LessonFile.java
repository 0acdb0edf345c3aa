package dev.berth.lab.lesson;

/**
 * A file to be laid into the student's home.
 *
 * @param path relative to the home, with slashes
 * @param executable true for scripts, files whose content begins with {@code #!}
 */
public record LessonFile(String path, byte[] content, boolean executable) {}
