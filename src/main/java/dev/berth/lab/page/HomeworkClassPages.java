package dev.berth.lab.page;

import dev.berth.lab.account.Student;
import dev.berth.lab.account.Students;
import dev.berth.lab.homework.Homework;
import dev.berth.lab.homework.HomeworkDesk;
import dev.berth.lab.homework.Homeworks;
import dev.berth.lab.homework.Report;
import dev.berth.lab.homework.Report.TaskResult;
import dev.berth.lab.homework.Submission;
import dev.berth.lab.homework.Submissions;
import dev.berth.lab.lesson.Html;
import io.quarkus.qute.Location;
import io.quarkus.qute.Template;
import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Inject;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Homework as the instructor sees it: what each student has handed in, with reports, files and points. */
@Path("/classroom/homework/{id: [a-z][a-z0-9-]*}")
@Blocking
public final class HomeworkClassPages {

    private final Template table;
    private final Template one;
    private final Entrance entrance;
    private final Students students;
    private final Homeworks homeworks;
    private final Submissions submissions;
    private final HomeworkDesk desk;
    private final HomeworkPanels panels;

    @Inject
    HomeworkClassPages(@Location("homework-class.html") Template table, @Location("homework-submission.html") Template one, Entrance entrance, Students students,
            Homeworks homeworks, Submissions submissions, HomeworkDesk desk, HomeworkPanels panels) {
        this.table = table;
        this.one = one;
        this.entrance = entrance;
        this.students = students;
        this.homeworks = homeworks;
        this.submissions = submissions;
        this.desk = desk;
        this.panels = panels;
    }

    /** A student's line of the table. @param best the submission that counts, if one is graded */
    public record Row(Student student, Optional<Submission> best, List<Submission> submissions) {

        /** What each task of the best submission got. */
        public List<TaskResult> tasks() {
            return best.flatMap(Submission::report).map(Report::tasks).orElse(List.of());
        }

        public int points() {
            return best.map(Submission::points).orElse(0);
        }

        /** When one of the submissions came. */
        public String time(Submission submission) {
            return HomeworkPanels.time(submission.at());
        }
    }

    /** An answer of a submission. */
    public record Answer(String block, String value) {
    }

    @GET
    @Produces(MediaType.TEXT_HTML)
    public String table(@PathParam("id") String id, @CookieParam(SessionCookie.INSTRUCTOR) String cookie, @CookieParam(SessionCookie.STUDENT) String student) {
        entrance.instructor(cookie, student);
        Homework homework = homework(id);
        List<String> titles = homework.lesson().tasks().stream().map(task -> Html.saying(task.title(homework.lesson().placeholders()))).toList();
        return table.data("homework", homework).data("titles", titles).data("rows", rows(homework)).render();
    }

    @GET
    @Path("submissions/{submission}")
    @Produces(MediaType.TEXT_HTML)
    public String submission(@PathParam("id") String id, @PathParam("submission") String number, @CookieParam(SessionCookie.INSTRUCTOR) String cookie,
            @CookieParam(SessionCookie.STUDENT) String session) {
        entrance.instructor(cookie, session);
        Homework homework = homework(id);
        Submission submission = find(homework, number);
        Student student = students.find(submission.student()).orElseThrow(Refusal::noSuchPage);
        List<Answer> answers = submission.answers().entrySet().stream().sorted(Map.Entry.comparingByKey()).map(each -> new Answer(each.getKey(), each.getValue())).toList();
        return one.data("homework", homework).data("student", student).data("submission", panels.shown(submission, homework)).data("answers", answers).render();
    }

    @GET
    @Path("submissions/{submission}/files")
    public Response files(@PathParam("id") String id, @PathParam("submission") String number, @CookieParam(SessionCookie.INSTRUCTOR) String cookie,
            @CookieParam(SessionCookie.STUDENT) String session) {
        entrance.instructor(cookie, session);
        Submission submission = find(homework(id), number);
        return Downloads.files(desk.handIn().filesOf(submission), id + "-" + submission.student() + "-" + submission.number() + ".tar");
    }

    /** A check was mended: all submissions get the points that they are worth by it. */
    @POST
    @Path("regrade")
    public Response regrade(@PathParam("id") String id, @CookieParam(SessionCookie.INSTRUCTOR) String cookie, @CookieParam(SessionCookie.STUDENT) String session) {
        entrance.instructor(cookie, session);
        desk.queue().regrade(homework(id), System.currentTimeMillis());
        return Redirects.to("/classroom/homework/" + id).build();
    }

    List<Row> rows(Homework homework) {
        Map<String, List<Submission>> all = submissions.of(homework.id()).stream().collect(Collectors.groupingBy(Submission::student));
        return students.all().stream().map(student -> row(student, all.getOrDefault(student.id(), List.of())))
                .sorted(Comparator.comparing(row -> row.student().name())).toList();
    }

    private static Row row(Student student, List<Submission> theirs) {
        return new Row(student, Submission.best(theirs), theirs);
    }

    private Submission find(Homework homework, String submission) {
        return submissions.find(submission).filter(each -> each.homework().equals(homework.id())).orElseThrow(Refusal::noSuchPage);
    }

    Homework homework(String id) {
        return homeworks.find(id).orElseThrow(Refusal::noSuchPage);
    }
}
