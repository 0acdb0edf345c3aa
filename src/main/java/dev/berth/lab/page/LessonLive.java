package dev.berth.lab.page;

import dev.berth.lab.Settings;
import dev.berth.lab.account.Student;
import dev.berth.lab.check.Evaluation;
import dev.berth.lab.classroom.Classroom;
import dev.berth.lab.homework.Homeworks;
import dev.berth.lab.lesson.Lesson;
import dev.berth.lab.lesson.LessonLibrary;
import dev.berth.lab.machine.MachineName;
import dev.berth.lab.progress.LessonFollower;
import dev.berth.lab.progress.LessonWatches;
import dev.berth.lab.progress.MachineReport;
import dev.berth.lab.progress.Progress;
import dev.berth.lab.progress.PublishedPort;
import dev.berth.lab.progress.TaskReport;
import dev.berth.lab.terminal.Terminals;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jboss.resteasy.reactive.RestStreamElementType;

/** What a lesson's page hears while it is open, and the fresh start of its machine. */
@Path("/lessons/{id}")
@Blocking
public final class LessonLive {

    private final Entrance entrance;
    private final LessonLibrary library;
    private final LessonWatches watches;
    private final Classroom classroom;
    private final Terminals terminals;
    private final Progress progress;
    private final Vertx vertx;
    private final Settings settings;
    private final OpenPages pages;
    private final Homeworks homeworks;
    private final HomeworkPanels panels;

    @Inject
    LessonLive(Entrance entrance, LessonLibrary library, LessonWatches watches, Classroom classroom, Terminals terminals, Progress progress, Vertx vertx,
            Settings settings, OpenPages pages, Homeworks homeworks, HomeworkPanels panels) {
        this.entrance = entrance;
        this.library = library;
        this.watches = watches;
        this.classroom = classroom;
        this.terminals = terminals;
        this.progress = progress;
        this.vertx = vertx;
        this.settings = settings;
        this.pages = pages;
        this.homeworks = homeworks;
        this.panels = panels;
    }

    /** One of the event {@code tasks}; {@code docs/lab-api.md}. */
    public record TaskEvent(String task, String verdict, boolean ever, boolean now, String text, String hint, long at) {

        static TaskEvent of(TaskReport report) {
            Evaluation evaluation = report.evaluation();
            return new TaskEvent(report.task(), evaluation.verdict().word(), evaluation.ever(), evaluation.now(), evaluation.verdict().text(),
                    evaluation.verdict().hint(), report.at());
        }
    }

    /** The event {@code machine}; {@code docs/lab-api.md}. */
    public record MachineEvent(String machine, String state, String message, long replacedAt, boolean unprepared, List<String> missingImages) {

        static MachineEvent of(MachineReport report) {
            return new MachineEvent(report.machine(), report.state().word(), report.message(), report.replacedAt(), !report.trouble().isEmpty(), report.missingImages());
        }
    }

    /** The event {@code ports}; {@code docs/lab-api.md}. */
    public record PortsEvent(String machine, List<PublishedPort> ports) {
    }

    @GET
    @Path("live")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @RestStreamElementType(MediaType.APPLICATION_JSON)
    public Multi<OutboundSseEvent> live(@PathParam("id") String id, @QueryParam("student") String owner,
            @CookieParam(SessionCookie.STUDENT) String cookie, @Context Sse sse) {
        Student student = entrance.student(cookie, owner);
        Lesson lesson = library.lesson(id).orElseThrow(Refusal::noSuchPage);
        return new LiveEvents(sse, pages).stream(page -> {
            classroom.pageOpened(student);
            Runnable leave = watches.follow(student, lesson, new PageFollower(page));
            return () -> {
                leave.run();
                classroom.pageClosed(student);
                vertx.executeBlocking(() -> {
                    progress.seen(student.id(), System.currentTimeMillis());
                    return null;
                }, false);
            };
        });
    }

    @POST
    @Path("reset")
    public Uni<Response> reset(@PathParam("id") String id, @QueryParam("student") String owner,
            @CookieParam(SessionCookie.STUDENT) String cookie, @HeaderParam(HttpHeaders.CONTENT_TYPE) MediaType type) {
        Student student = entrance.student(cookie, owner);
        Lesson lesson = library.lesson(id).orElseThrow(Refusal::noSuchPage);
        Future<Void> reset = watches.reset(student, lesson);
        if (!settings.isLocal()) {
            // They come back at once, and wait for the new machine.
            lesson.machines().forEach(machine -> terminals.restart(new MachineName(student.id(), machine)));
        }
        return Uni.createFrom().completionStage(reset.toCompletionStage())
                .onFailure().transform(LessonLive::refusal)
                .onItem().invoke(() -> homeworks.of(lesson).ifPresent(homework -> panels.provideImages(student, homework)))
                .onItem().transform(done -> isForm(type) ? Redirects.to("/lessons/" + id).build() : Response.accepted().build());
    }

    /** The student does a lesson again. Watching ends first, so that nothing is passed by what was seen before. */
    @POST
    @Path("forget")
    public Uni<Response> forget(@PathParam("id") String id, @QueryParam("student") String owner, @CookieParam(SessionCookie.STUDENT) String cookie) {
        Student student = entrance.student(cookie, owner);
        Lesson lesson = library.lesson(id).orElseThrow(Refusal::noSuchPage);
        Future<Void> forgotten = watches.forget(student, lesson).compose(unwatched -> vertx.executeBlocking(() -> {
            progress.forget(student.id(), id);
            return null;
        }));
        return Uni.createFrom().completionStage(forgotten.toCompletionStage()).onItem().transform(done -> Redirects.to("/lessons/" + id).build());
    }

    /** A form comes from a page without scripts, which is to be seen again. */
    private static boolean isForm(MediaType type) {
        return type != null && type.isCompatible(MediaType.APPLICATION_FORM_URLENCODED_TYPE);
    }

    private static Refusal refusal(Throwable failure) {
        return failure instanceof UnsupportedOperationException
                ? new Refusal(Status.CONFLICT, "This machine is not made anew", failure.getMessage())
                : new Refusal(Status.SERVICE_UNAVAILABLE, "The machine could not be made anew", failure.getMessage());
    }

    /** A page as a follower of the lesson. */
    private record PageFollower(BiConsumer<String, Object> page) implements LessonFollower {

        @Override
        public void tasks(List<TaskReport> reports) {
            page.accept("tasks", reports.stream().map(TaskEvent::of).toList());
        }

        @Override
        public void machine(MachineReport report) {
            page.accept("machine", MachineEvent.of(report));
        }

        @Override
        public void ports(String machine, List<PublishedPort> ports) {
            page.accept("ports", new PortsEvent(machine, ports));
        }

        @Override
        public void lessonChanged() {
            page.accept("lesson", Map.of());
        }
    }
}
