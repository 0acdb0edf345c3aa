package dev.berth.lab.page;

import dev.berth.lab.account.ClassSecrets;
import dev.berth.lab.account.Student;
import dev.berth.lab.check.GivenAnswer;
import dev.berth.lab.lesson.Lesson;
import dev.berth.lab.lesson.LessonLibrary;
import dev.berth.lab.lesson.LessonState;
import dev.berth.lab.lesson.Question;
import dev.berth.lab.lesson.Question.Kind;
import dev.berth.lab.lesson.Question.Reply;
import dev.berth.lab.progress.LessonWatches;
import dev.berth.lab.progress.Progress;
import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.time.Instant;
import java.util.List;
import java.util.Map;

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
    public record Sent(String value, boolean compare) {
    }

    /** What it is told; {@code docs/lab-api.md}. */
    public record Told(String result, String text) {
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    public Told answer(@PathParam("id") String id, @PathParam("block") String block, @QueryParam("student") String owner,
            @CookieParam(SessionCookie.STUDENT) String cookie, Sent sent) {
        Reply reply = judge(id, block, entrance.student(cookie, owner), sent == null || sent.value() == null ? "" : sent.value(),
                sent != null && sent.compare());
        return new Told(reply.judgement().word(), reply.text());
    }

    /** Without scripts the page comes again. */
    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response answerForm(@PathParam("id") String id, @PathParam("block") String block, @QueryParam("student") String owner,
            @CookieParam(SessionCookie.STUDENT) String cookie, @FormParam("value") List<String> values,
            @FormParam("compare") boolean compare) {
        judge(id, block, entrance.student(cookie, owner), String.join(",", values), compare);
        return Redirects.to("/lessons/" + id).build();
    }

    private Reply judge(String id, String block, Student student, String value, boolean compare) {
        Lesson lesson = library.lesson(id).orElseThrow(Refusal::noSuchPage);
        Question question = lesson.question(block).orElseThrow(Refusal::noSuchPage);
        if (value.length() > Question.LONGEST_ANSWER) {
            throw new Refusal(Status.BAD_REQUEST, "This answer is too long", "An answer has at most " + Question.LONGEST_ANSWER + " characters.");
        }
        if (question.kind() == Kind.PREDICT) {
            Map<String, GivenAnswer> before = progress.answers(student.id(), id);
            boolean compared = before.containsKey(LessonState.comparison(block));
            if (before.containsKey(block) && (compared || compare)) {
                return compare(lesson, question, student, before.get(block), compared);
            }
        }
        Reply reply = question.reply(value, lesson.values(secrets.valueKey(), student.id(), student.name()));
        keep(lesson, block, student, new GivenAnswer(value, reply.correct(), Instant.now()));
        return reply;
    }

    /** A prediction stays what it was once the student knows what happened. */
    private Reply compare(Lesson lesson, Question question, Student student, GivenAnswer guess, boolean compared) {
        if (!compared) {
            keep(lesson, LessonState.comparison(question.name()), student, new GivenAnswer(guess.value(), guess.correct(), Instant.now()));
        }
        return question.compare(guess.value(), lesson.values(secrets.valueKey(), student.id(), student.name()));
    }

    private void keep(Lesson lesson, String block, Student student, GivenAnswer answer) {
        progress.answer(student.id(), lesson.id(), block, answer);
        watches.look(student, lesson);
    }
}
