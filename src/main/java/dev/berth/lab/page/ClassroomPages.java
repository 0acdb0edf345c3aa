package dev.berth.lab.page;

import dev.berth.lab.Settings;
import dev.berth.lab.account.ClassSecrets;
import dev.berth.lab.account.Student;
import dev.berth.lab.account.Students;
import dev.berth.lab.classroom.Classroom;
import dev.berth.lab.classroom.StudentStanding;
import dev.berth.lab.homework.Homeworks;
import dev.berth.lab.lesson.Lesson;
import dev.berth.lab.lesson.LessonLibrary;
import dev.berth.lab.progress.Progress;
import dev.berth.lab.value.StudentValues;
import io.quarkus.qute.Template;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import jakarta.inject.Inject;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.util.List;
import java.util.function.BiConsumer;
import org.jboss.resteasy.reactive.RestStreamElementType;

/** The instructor's pages. */
@Path("/classroom")
@Blocking
public final class ClassroomPages {

    private final Template classroom;
    private final Template watch;
    private final Entrance entrance;
    private final Students students;
    private final LessonLibrary library;
    private final Classroom room;
    private final ClassSecrets secrets;
    private final Settings settings;
    private final OpenPages pages;
    private final Homeworks homeworks;
    private final Progress progress;

    @Inject
    ClassroomPages(Template classroom, Template watch, Entrance entrance, Students students, LessonLibrary library, Classroom room,
            ClassSecrets secrets, Settings settings, OpenPages pages, Homeworks homeworks, Progress progress) {
        this.classroom = classroom;
        this.watch = watch;
        this.entrance = entrance;
        this.students = students;
        this.library = library;
        this.room = room;
        this.secrets = secrets;
        this.settings = settings;
        this.pages = pages;
        this.homeworks = homeworks;
        this.progress = progress;
    }

    /** A lesson and its tasks, as an instructor sees them: with stand-ins for the students' own values. */
    public record Outline(String id, String title, List<TaskOutline> tasks) {

        static Outline of(Lesson lesson, StudentValues values) {
            return new Outline(lesson.id(), lesson.title(),
                    lesson.tasks().stream().map(task -> new TaskOutline(task.name(), task.title(values))).toList());
        }
    }

    /** One task of a lesson. */
    public record TaskOutline(String id, String title) {
    }

    @GET
    @Produces(MediaType.TEXT_HTML)
    public String table(@CookieParam(SessionCookie.INSTRUCTOR) String cookie, @CookieParam(SessionCookie.STUDENT) String student,
            @Context UriInfo address) {
        entrance.instructor(cookie, student);
        List<Outline> outlines = library.lessons().stream()
                .map(lesson -> Outline.of(lesson, lesson.placeholders()))
                .toList();
        return classroom.data("classLink", secrets.classLink(Addresses.base(settings, address))).data("places", settings.students().limit()).data("lessons", outlines)
                .data("broken", library.broken())
                .data("homeworks", homeworks.all())
                .render();
    }

    @GET
    @Path("live")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @RestStreamElementType(MediaType.APPLICATION_JSON)
    public Multi<OutboundSseEvent> live(@CookieParam(SessionCookie.INSTRUCTOR) String cookie, @CookieParam(SessionCookie.STUDENT) String student,
            @Context Sse sse) {
        entrance.instructor(cookie, student);
        return new LiveEvents(sse, pages).stream(page -> room.follow(new PageFollower(page)));
    }

    /** A page as a follower of the class. */
    private record PageFollower(BiConsumer<String, Object> page) implements Classroom.Follower {

        @Override
        public void standing(StudentStanding standing) {
            page.accept("student", standing);
        }

        @Override
        public void gone(String student) {
            page.accept("gone", new Gone(student));
        }
    }

    /** The event {@code gone}; {@code docs/lab-api.md}. */
    public record Gone(String student) {
    }

    @GET
    @Path("students/{student}/terminal")
    @Produces(MediaType.TEXT_HTML)
    public String terminal(@PathParam("student") String id, @QueryParam("machine") String machine, @CookieParam(SessionCookie.INSTRUCTOR) String cookie,
            @CookieParam(SessionCookie.STUDENT) String session) {
        entrance.instructor(cookie, session);
        Student student = students.find(id).orElseThrow(Refusal::noSuchPage);
        List<String> machines = progress.lastVisit(id).flatMap(Progress.Visit::lesson).flatMap(library::lesson).map(Lesson::machines).orElse(List.of(Lesson.FIRST_MACHINE));
        String shown = machine != null && machines.contains(machine) ? machine : Lesson.FIRST_MACHINE;
        return watch.data("student", student).data("machine", shown).data("machines", machines).render();
    }
}
