package dev.berth.lab.page;

import dev.berth.lab.Settings;
import dev.berth.lab.account.ClassSecrets;
import dev.berth.lab.account.JoinRefusedException;
import dev.berth.lab.account.Sessions;
import dev.berth.lab.account.Student;
import dev.berth.lab.account.StudentName;
import dev.berth.lab.account.Students;
import dev.berth.lab.account.Token;
import dev.berth.lab.account.Visitor;
import dev.berth.lab.classroom.Classroom;
import dev.berth.lab.lesson.Lesson;
import dev.berth.lab.lesson.LessonLibrary;
import dev.berth.lab.progress.Progress;
import dev.berth.lab.progress.Progress.Visit;
import io.quarkus.qute.Template;
import io.smallrye.common.annotation.Blocking;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Inject;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;

/** The links by which people come in: the class's, a student's own, the instructor's. */
@Path("/")
@Blocking
@Produces(MediaType.TEXT_HTML)
public final class JoinPages {

    /** RFC 9110, 15.5.21; JAX-RS has no name for it. */
    private static final int UNPROCESSABLE = 422;

    private final Template join;
    private final Entrance entrance;
    private final ClassSecrets secrets;
    private final Students students;
    private final Sessions sessions;
    private final Classroom classroom;
    private final Progress progress;
    private final LessonLibrary lessons;
    private final Settings settings;

    @Inject
    JoinPages(Template join, Entrance entrance, ClassSecrets secrets, Students students, Sessions sessions, Classroom classroom, Progress progress,
            LessonLibrary lessons, Settings settings) {
        this.join = join;
        this.entrance = entrance;
        this.secrets = secrets;
        this.students = students;
        this.sessions = sessions;
        this.classroom = classroom;
        this.progress = progress;
        this.lessons = lessons;
        this.settings = settings;
    }

    /** On a learner's own computer there is but one; who they are is known after the first time. In a class several may share a browser, so they say who they are. */
    @GET
    @Path("join/{token}")
    public Response form(@PathParam("token") String token, @CookieParam(SessionCookie.STUDENT) String cookie) {
        requireClass(token);
        if (settings.isLocal() && !students.all().isEmpty()) {
            return enter(students.all().get(0));
        }
        return page(200, token, entrance.studentIfAny(cookie), "", "");
    }

    @POST
    @Path("join/{token}")
    public Response join(@PathParam("token") String token, @FormParam("name") @DefaultValue("") String name,
            @CookieParam(SessionCookie.STUDENT) String cookie, @Context HttpServerRequest request) {
        requireClass(token);
        Optional<Student> here = entrance.studentIfAny(cookie);
        try {
            StudentName asked = StudentName.parse(name);
            if (here.filter(student -> asked.isLike(student.name())).isPresent()) {
                return page(UNPROCESSABLE, token, here, name, "You are \"" + here.get().name() + "\" here already: go on above."
                        + " Somebody else of that name adds a letter of their family name.");
            }
            Student student = students.join(asked, request.remoteAddress().hostAddress(), System.currentTimeMillis());
            return enter(student);
        } catch (IllegalArgumentException | JoinRefusedException refusal) {
            return page(UNPROCESSABLE, token, here, name, refusal.getMessage());
        }
    }

    @GET
    @Path("resume/{token}")
    public Response resume(@PathParam("token") String token) {
        return enter(secrets.studentOf(token).flatMap(students::find).orElseThrow(Refusal::noSuchPage));
    }

    @GET
    @Path("instructor/{token}")
    public Response instructor(@PathParam("token") String token) {
        if (!secrets.opensClassroom(token)) {
            throw Refusal.noSuchPage();
        }
        return Redirects.to("/classroom")
                .cookie(SessionCookie.of(SessionCookie.INSTRUCTOR, sessions.open(new Visitor.Instructor(), System.currentTimeMillis())))
                .build();
    }

    private void requireClass(String token) {
        if (!secrets.opensClass(token)) {
            throw Refusal.noSuchPage();
        }
    }

    private Response enter(Student student) {
        long now = System.currentTimeMillis();
        Token session = sessions.open(new Visitor.Learner(student.id()), now);
        classroom.add(student, now);
        return Redirects.to(lessonOf(student))
                .cookie(SessionCookie.of(SessionCookie.STUDENT, session))
                .build();
    }

    /** Where they were last, or the first lesson. */
    private String lessonOf(Student student) {
        return "/lessons/" + progress.lastVisit(student.id()).flatMap(Visit::lesson).flatMap(lessons::lesson)
                .map(Lesson::id)
                .orElse(lessons.lessons().get(0).id());
    }

    private Response page(int status, String token, Optional<Student> here, String name, String problem) {
        return Response.status(status)
                .entity(join.data("action", "/join/" + token)
                        .data("here", here.map(Student::name).orElse(""))
                        .data("lesson", here.map(this::lessonOf).orElse(""))
                        .data("name", name)
                        .data("problem", problem)
                        .render())
                .build();
    }
}
