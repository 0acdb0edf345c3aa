/** Lessons: the folders that authors write, and the pages that students read. What an author may write is in {@code docs/lesson-authoring.md}. */
package dev.berth.lab.lesson;
