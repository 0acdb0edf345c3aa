package dev.berth.lab.page;

import dev.berth.lab.account.ClassSecrets;
import dev.berth.lab.account.Student;
import dev.berth.lab.check.GivenAnswer;
import dev.berth.lab.lesson.Lesson;
import dev.berth.lab.lesson.LessonLibrary;
import dev.berth.lab.lesson.Question;
import dev.berth.lab.lesson.Question.Reply;
import dev.berth.lab.progress.LessonWatches;
import dev.berth.lab.progress.Progress;
import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;

/** Answers to the questions in a lesson's text. */
@Path("/lessons/{id}/answers/{block}")
@Blocking
public final class AnswerPages {

    private final Entrance entrance;
    private final LessonLibrary library;
    private final LessonWatches watches;
    private final Progress progress;
    private final ClassSecrets secrets;

    @Inject
    AnswerPages(Entrance entrance, LessonLibrary library, LessonWatches watches, Progress progress, ClassSecrets secrets) {
        this.entrance = entrance;
        this.library = library;
        this.watches = watches;
        this.progress = progress;
        this.secrets = secrets;
    }

    /** What a script sends. */
    public record Sent(String value) {
    }

    /** What it is told; {@code docs/lab-api.md}. */
    public record Told(String result, String text) {
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    public Told answer(@PathParam("id") String id, @PathParam("block") String block, @QueryParam("student") String owner,
            @CookieParam(SessionCookie.STUDENT) String cookie, Sent sent) {
        Reply reply = judge(id, block, entrance.student(cookie, owner), sent == null || sent.value() == null ? "" : sent.value());
        return new Told(reply.judgement().word(), reply.text());
    }

    /** Without scripts the page comes again. */
    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response answerForm(@PathParam("id") String id, @PathParam("block") String block, @QueryParam("student") String owner,
            @CookieParam(SessionCookie.STUDENT) String cookie, @FormParam("value") @DefaultValue("") String value) {
        judge(id, block, entrance.student(cookie, owner), value);
        return Redirects.to("/lessons/" + id).build();
    }

    private Reply judge(String id, String block, Student student, String value) {
        Lesson lesson = library.lesson(id).orElseThrow(Refusal::noSuchPage);
        Question question = lesson.question(block).orElseThrow(Refusal::noSuchPage);
        if (value.length() > Question.LONGEST_ANSWER) {
            throw new Refusal(Status.BAD_REQUEST, "This answer is too long", "An answer has at most " + Question.LONGEST_ANSWER + " characters.");
        }
        Reply reply = question.reply(value, lesson.values(secrets.valueKey(), student.id(), student.name()));
        progress.answer(student.id(), id, block, new GivenAnswer(value, reply.correct()), System.currentTimeMillis());
        watches.look(student, lesson);
        return reply;
    }
}
