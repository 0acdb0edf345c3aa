package dev.berth.lab.page;

import dev.berth.lab.Settings;
import dev.berth.lab.account.ClassSecrets;
import dev.berth.lab.account.Student;
import dev.berth.lab.check.Evaluation;
import dev.berth.lab.check.Task;
import dev.berth.lab.check.Verdict;
import dev.berth.lab.classroom.Classroom;
import dev.berth.lab.lesson.Lesson;
import dev.berth.lab.lesson.LessonLibrary;
import dev.berth.lab.lesson.LessonState;
import dev.berth.lab.progress.LessonWatches;
import dev.berth.lab.progress.Progress;
import dev.berth.lab.value.StudentValues;
import io.quarkus.qute.Template;
import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Inject;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The list of lessons, and each lesson beside its machine. */
@Path("/lessons")
@Blocking
@Produces(MediaType.TEXT_HTML)
public final class LessonPages {

    private final Template lessons;
    private final Template lesson;
    private final Entrance entrance;
    private final LessonLibrary library;
    private final LessonWatches watches;
    private final Progress progress;
    private final Classroom classroom;
    private final ClassSecrets secrets;
    private final Settings settings;

    @Inject
    LessonPages(Template lessons, Template lesson, Entrance entrance, LessonLibrary library, LessonWatches watches, Progress progress,
            Classroom classroom, ClassSecrets secrets, Settings settings) {
        this.lessons = lessons;
        this.lesson = lesson;
        this.entrance = entrance;
        this.library = library;
        this.watches = watches;
        this.progress = progress;
        this.classroom = classroom;
        this.secrets = secrets;
        this.settings = settings;
    }

    @GET
    public String list(@CookieParam(SessionCookie.STUDENT) String cookie, @Context UriInfo address) {
        Student student = entrance.student(cookie);
        List<LessonCard> cards = library.lessons().stream()
                .map(each -> LessonCard.of(each, progress.passed(student.id(), each.id()).size()))
                .toList();
        return lessons.data("student", student).data("lessons", cards).data("resumeLink", resumeLink(student, address)).render();
    }

    /** The machine is made while the page is on its way. */
    @GET
    @Path("{id}")
    public String lesson(@PathParam("id") String id, @CookieParam(SessionCookie.STUDENT) String cookie, @Context UriInfo address) {
        Student student = entrance.student(cookie);
        Lesson opened = library.lesson(id).orElseThrow(Refusal::noSuchPage);
        long now = System.currentTimeMillis();
        boolean anew = progress.visit(student.id(), id, now);
        watches.prepare(student, opened, anew);
        Map<String, Long> passed = progress.passed(student.id(), id);
        classroom.visit(student, opened, passed, now);
        StudentValues values = opened.values(secrets.valueKey(), student.id(), student.name());
        return lesson.data("student", student)
                .data("lesson", LessonCard.of(opened, passed.size()))
                .data("body", opened.render(values, new LessonState(student.id(), known(opened, passed, values), answers(student, opened))).html())
                .data("machines", opened.machines())
                .data("resumeLink", resumeLink(student, address))
                .data("local", settings.isLocal())
                .render();
    }

    private Map<String, String> answers(Student student, Lesson lesson) {
        return progress.answers(student.id(), lesson.id()).entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, answer -> answer.getValue().value()));
    }

    /** Until the machine has been looked at, what was passed once stands. */
    private static Map<String, Evaluation> known(Lesson lesson, Map<String, Long> passed, StudentValues values) {
        Map<String, Evaluation> known = new HashMap<>();
        for (Task task : lesson.tasks()) {
            if (passed.containsKey(task.name())) {
                String done = task.done().fill(place -> place.scope().equals(StudentValues.SCOPE) ? values.value(place.name()) : "");
                known.put(task.name(), new Evaluation(new Verdict.Passed(done), true, true));
            }
        }
        return known;
    }

    private String resumeLink(Student student, UriInfo address) {
        return settings.isLocal() ? "" : Addresses.base(settings, address) + "/resume/" + secrets.personalToken(student.id());
    }
}
