package dev.berth.lab.page;

import dev.berth.lab.account.ApiTokens;
import dev.berth.lab.account.Sessions;
import dev.berth.lab.account.Student;
import dev.berth.lab.account.Students;
import dev.berth.lab.classroom.Classroom;
import dev.berth.lab.homework.HomeworkDesk;
import dev.berth.lab.lesson.Lesson;
import dev.berth.lab.machine.MachineName;
import dev.berth.lab.machine.Machines;
import dev.berth.lab.progress.LessonWatches;
import dev.berth.lab.terminal.Terminals;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import jakarta.inject.Inject;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.util.List;

/** Takes out of the class who is not of it: whoever has the class's link can join. */
@Path("/classroom/students/{student}/remove")
@Blocking
public final class RemovalPages {

    private final Entrance entrance;
    private final Students students;
    private final Sessions sessions;
    private final ApiTokens tokens;
    private final LessonWatches watches;
    private final Terminals terminals;
    private final Machines machines;
    private final Classroom classroom;
    private final HomeworkDesk desk;
    private final Context loop;

    @Inject
    RemovalPages(Entrance entrance, Students students, Sessions sessions, ApiTokens tokens, LessonWatches watches,
            Terminals terminals, Machines machines, Classroom classroom, HomeworkDesk desk, Context loop) {
        this.entrance = entrance;
        this.students = students;
        this.sessions = sessions;
        this.tokens = tokens;
        this.watches = watches;
        this.terminals = terminals;
        this.machines = machines;
        this.classroom = classroom;
        this.desk = desk;
        this.loop = loop;
    }

    /** First nobody can come back, not by a personal link either, then the machines go, then what is known of them: where it fails, it can be asked for again. */
    @POST
    public Uni<Response> remove(@PathParam("student") String id, @CookieParam(SessionCookie.INSTRUCTOR) String cookie,
            @CookieParam(SessionCookie.STUDENT) String session) {
        entrance.instructor(cookie, session);
        Student student = students.leave(id).orElseThrow(Refusal::noSuchPage);
        sessions.close(id);
        tokens.revokeAll(id);
        watches.forget(student);
        List<MachineName> theirs = Lesson.MACHINES.stream()
                .map(machine -> new MachineName(id, machine)).toList();
        theirs.forEach(terminals::restart);
        return Uni.createFrom().completionStage(removeAll(theirs).toCompletionStage())
                .onFailure().transform(failure -> new Refusal(Status.SERVICE_UNAVAILABLE, "The machine could not be removed", failure.getMessage()))
                .onItem().transformToUni(removed -> Uni.createFrom().completionStage(loop.owner().executeBlocking(() -> {
                    desk.handIn().forget(id);
                    students.remove(id);
                    sessions.close(id); // one that was being opened when the removal began
                    tokens.revokeAll(id);
                    classroom.leave(student);
                    return Response.noContent().build();
                }, false).toCompletionStage()));
    }

    private Future<Void> removeAll(List<MachineName> names) {
        Promise<Void> done = Promise.promise();
        loop.runOnContext(now -> Future.all(names.stream().map(machines::remove).toList()).<Void>mapEmpty().onComplete(done));
        return done.future();
    }
}
