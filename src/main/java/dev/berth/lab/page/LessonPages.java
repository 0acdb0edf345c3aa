package dev.berth.lab.page;

import dev.berth.lab.Settings;
import dev.berth.lab.account.ClassSecrets;
import dev.berth.lab.account.Student;
import dev.berth.lab.check.Evaluation;
import dev.berth.lab.check.Task;
import dev.berth.lab.check.Verdict;
import dev.berth.lab.classroom.Classroom;
import dev.berth.lab.homework.Homework;
import dev.berth.lab.homework.Homeworks;
import dev.berth.lab.lesson.Html;
import dev.berth.lab.lesson.Lesson;
import dev.berth.lab.lesson.LessonLibrary;
import dev.berth.lab.lesson.LessonState;
import dev.berth.lab.machine.Machines;
import dev.berth.lab.progress.LessonWatches;
import dev.berth.lab.progress.Progress;
import dev.berth.lab.value.StudentValues;
import io.quarkus.qute.Location;
import io.quarkus.qute.Template;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The course, and each lesson beside its machine. */
@Path("/lessons")
@Blocking
@Produces(MediaType.TEXT_HTML)
public final class LessonPages {

    private final Template lessons;
    private final Template lesson;
    private final Template lessonEnd;
    private final Entrance entrance;
    private final LessonLibrary library;
    private final LessonWatches watches;
    private final Progress progress;
    private final Classroom classroom;
    private final ClassSecrets secrets;
    private final Settings settings;
    private final Homeworks homeworks;
    private final HomeworkPanels panels;
    private final Machines machines;

    @Inject
    LessonPages(Template lessons, Template lesson, @Location("lesson-end") Template lessonEnd, Entrance entrance, LessonLibrary library, LessonWatches watches,
            Progress progress, Classroom classroom, ClassSecrets secrets, Settings settings, Homeworks homeworks, HomeworkPanels panels, Machines machines) {
        this.lessons = lessons;
        this.lesson = lesson;
        this.lessonEnd = lessonEnd;
        this.entrance = entrance;
        this.library = library;
        this.watches = watches;
        this.progress = progress;
        this.classroom = classroom;
        this.secrets = secrets;
        this.settings = settings;
        this.homeworks = homeworks;
        this.panels = panels;
        this.machines = machines;
    }

    @GET
    public String course(@CookieParam(SessionCookie.STUDENT) String cookie, @Context UriInfo address) {
        Student student = entrance.student(cookie);
        Optional<String> last = progress.lastVisit(student.id()).flatMap(Progress.Visit::lesson);
        CourseView course = CourseView.of(library, progress.passed(student.id()), last, each -> values(each, student),
                each -> homeworks.of(each).map(homework -> panels.card(student, homework)), settings.isLocal());
        return lessons.data("student", student)
                .data("sections", course.sections())
                .data("next", course.next().orElse(null))
                .data("begun", course.begun())
                .data("resumeLink", resumeLink(student, address))
                .render();
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
        Optional<Homework> homework = homeworks.of(opened);
        homework.ifPresent(of -> panels.provideImages(student, of));
        Progress.Standing standing = progress.standing(student.id(), id);
        classroom.visit(student, opened, standing.passed(), now);
        StudentValues values = values(opened, student);
        Map<String, String> answers = standing.answers().entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, answer -> answer.getValue().value()));
        return withEnd(lesson.instance(), student, opened, values, standing.passed().keySet())
                .data("body", opened.render(values, new LessonState(student.id(), known(opened, standing.passed(), values), answers)).html())
                .data("needed", needed(student, opened))
                .data("mistakes", library.mistakes(opened))
                .data("machines", machines.of(opened.machines()))
                .data("resumeLink", resumeLink(student, address))
                .data("local", settings.isLocal())
                .data("hasFiles", !settings.isLocal() && !opened.files().isEmpty())
                .data("elsewhere", settings.isLocal() && opened.needsMachine())
                .data("several", opened.machines().size() > 1)
                .data("homework", homework.map(of -> panels.of(student, of)).orElse(null))
                .data("programs", homework.flatMap(of -> panels.programs(of, Addresses.base(settings, address))).orElse(null))
                .render();
    }

    /** The foot of a lesson alone, for a page whose last task has just been passed. */
    @GET
    @Path("{id}/end")
    public String end(@PathParam("id") String id, @QueryParam("student") String owner, @CookieParam(SessionCookie.STUDENT) String cookie) {
        Student student = entrance.student(cookie, owner);
        Lesson ended = library.lesson(id).orElseThrow(Refusal::noSuchPage);
        return withEnd(lessonEnd.instance(), student, ended, values(ended, student), progress.passed(student.id(), id).keySet()).render();
    }

    private TemplateInstance withEnd(TemplateInstance page, Student student, Lesson opened, StudentValues values, Set<String> passed) {
        List<Lesson> all = library.lessons();
        int place = all.indexOf(opened);
        List<WrongAtFirst> wrong = progress.wrongAtFirst(student.id(), opened.id()).stream()
                .flatMap(block -> opened.question(block).stream())
                .map(question -> new WrongAtFirst(question.name(), Html.saying(question.prompt().fill(values))))
                .toList();
        return page.data("student", student)
                .data("wrong", wrong)
                .data("lesson", LessonCard.of(opened, passed))
                .data("isHomework", homeworks.of(opened).isPresent())
                .data("previous", place > 0 ? all.get(place - 1) : null)
                .data("next", place >= 0 && place < all.size() - 1 ? all.get(place + 1) : null);
    }

    /**
     * A lesson as its own page speaks of it.
     *
     * @param passed how many of its tasks the student has passed
     * @param finished whether that is all of them
     */
    public record LessonCard(String id, String title, String summary, int minutes, int passed, int total, boolean finished) {

        private static LessonCard of(Lesson lesson, Set<String> passed) {
            int done = (int) lesson.tasks().stream().filter(task -> passed.contains(task.name())).count();
            return new LessonCard(lesson.id(), lesson.title(), lesson.summary().orElse(""), lesson.minutes(), done, lesson.tasks().size(), lesson.isDone(passed));
        }
    }

    /**
     * A question whose first answer was wrong.
     *
     * @param text the question, as HTML
     */
    public record WrongAtFirst(String name, String text) {
    }

    private List<Lesson> needed(Student student, Lesson opened) {
        if (opened.needs().isEmpty()) {
            return List.of();
        }
        Map<String, Set<String>> passed = progress.passed(student.id());
        return opened.needs().stream()
                .flatMap(id -> library.lesson(id).stream())
                .filter(other -> !other.isDone(passed.getOrDefault(other.id(), Set.of())))
                .toList();
    }

    private StudentValues values(Lesson of, Student student) {
        return of.values(secrets.valueKey(), student.id(), student.name());
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
