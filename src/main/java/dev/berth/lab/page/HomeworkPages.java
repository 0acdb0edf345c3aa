package dev.berth.lab.page;

import dev.berth.lab.Settings;
import dev.berth.lab.account.Student;
import dev.berth.lab.homework.Homework;
import dev.berth.lab.homework.HomeworkDesk;
import dev.berth.lab.homework.Homeworks;
import dev.berth.lab.homework.Submission;
import dev.berth.lab.homework.SubmissionRefusedException;
import dev.berth.lab.homework.Submissions;
import io.quarkus.qute.Location;
import io.quarkus.qute.Template;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;

/** What a student hands in, and what comes of it. Scripts ask for the panel alone ({@code panel=1}); without them the whole page comes again. */
@Path("/lessons/{id}")
@Blocking
public final class HomeworkPages {

    private final Template panel;
    private final Entrance entrance;
    private final Homeworks homeworks;
    private final Submissions submissions;
    private final HomeworkDesk desk;
    private final HomeworkPanels panels;
    private final Settings settings;

    @Inject
    HomeworkPages(@Location("homework-panel.html") Template panel, Entrance entrance, Homeworks homeworks, Submissions submissions, HomeworkDesk desk,
            HomeworkPanels panels, Settings settings) {
        this.panel = panel;
        this.entrance = entrance;
        this.homeworks = homeworks;
        this.submissions = submissions;
        this.desk = desk;
        this.panels = panels;
        this.settings = settings;
    }

    @GET
    @Path("submissions")
    @Produces(MediaType.TEXT_HTML)
    public String panel(@PathParam("id") String id, @QueryParam("student") String owner, @CookieParam(SessionCookie.STUDENT) String cookie) {
        Student student = entrance.student(cookie, owner);
        return html(panels.of(student, homework(id)));
    }

    @POST
    @Path("submissions")
    @Produces(MediaType.TEXT_HTML)
    public Uni<Response> submit(@PathParam("id") String id, @QueryParam("student") String owner, @QueryParam("panel") String panelAlone,
            @CookieParam(SessionCookie.STUDENT) String cookie) {
        Student student = entrance.student(cookie, owner);
        Homework homework = homework(id);
        if (settings.isLocal()) {
            throw new Refusal(Status.CONFLICT, "Homework is submitted on a Berth server", "On your own computer you can work on it; open it on your class's server to submit it.");
        }
        return Uni.createFrom().completionStage(() -> desk.handIn().fromMachine(student, homework, System.currentTimeMillis()))
                .map(stored -> panelAlone == null ? again(id) : Response.ok(html(panels.of(student, homework))).build())
                .onFailure(SubmissionRefusedException.class).recoverWithUni(refused -> panelAlone == null
                        ? Uni.createFrom().failure(new Refusal(Status.CONFLICT, "This was not submitted", refused.getMessage()))
                        : Uni.createFrom().item(() -> notSubmitted(student, homework, refused.getMessage())));
    }

    private Response notSubmitted(Student student, Homework homework, String why) {
        return Response.status(Status.CONFLICT).entity(html(panels.of(student, homework, "Not submitted: " + why + "."))).build();
    }

    /** The files of a submission, as they were stored. */
    @GET
    @Path("submissions/{number}/files")
    public Response files(@PathParam("id") String id, @PathParam("number") int number, @CookieParam(SessionCookie.STUDENT) String cookie) {
        Student student = entrance.student(cookie);
        Submission submission = submissions.find(student.id(), homework(id).id(), number).orElseThrow(Refusal::noSuchPage);
        return Downloads.files(desk.handIn().filesOf(submission), id + "-" + number + ".tar");
    }

    private Homework homework(String id) {
        return homeworks.find(id).orElseThrow(Refusal::noSuchPage);
    }

    private String html(HomeworkPanels.Panel shown) {
        return panel.data("homework", shown).render();
    }

    private static Response again(String id) {
        return Redirects.to("/lessons/" + id + "#submissions").build();
    }
}
