package dev.berth.lab.page;

import dev.berth.lab.lesson.Glossary;
import dev.berth.lab.lesson.Lesson;
import dev.berth.lab.lesson.LessonLibrary;
import io.quarkus.qute.Template;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;

/** The words of the course. They are nobody's own, so anybody may read them. */
@Path("/glossary")
@Produces(MediaType.TEXT_HTML)
public final class GlossaryPage {

    private final Template glossary;
    private final LessonLibrary library;

    @Inject
    GlossaryPage(Template glossary, LessonLibrary library) {
        this.glossary = glossary;
        this.library = library;
    }

    /**
     * A word as the page shows it.
     *
     * @param text   HTML
     * @param lesson id of the lesson that introduces it, and its title; empty if no such lesson is there
     */
    public record Word(String word, String anchor, String text, String also, String lesson, String title) {

        static Word of(Glossary.Entry entry, Optional<Lesson> lesson) {
            return new Word(entry.word(), entry.anchor(), entry.html(), String.join(", ", entry.also()),
                    lesson.map(Lesson::id).orElse(""), lesson.map(Lesson::title).orElse(""));
        }
    }

    @GET
    public String words() {
        List<Word> words = library.glossary().entries().stream()
                .map(entry -> Word.of(entry, entry.lesson().flatMap(library::lesson)))
                .toList();
        return glossary.data("words", words).render();
    }
}
