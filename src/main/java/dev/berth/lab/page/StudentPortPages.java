package dev.berth.lab.page;

import dev.berth.lab.account.Students;
import dev.berth.lab.lesson.Lesson;
import dev.berth.lab.lesson.LessonLibrary;
import dev.berth.lab.machine.MachineName;
import dev.berth.lab.machine.Machines;
import dev.berth.lab.port.PortDomain;
import dev.berth.lab.port.PortPasses;
import dev.berth.lab.progress.PublishedPort;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;

/** Ports of students' machines, for the instructor. */
@Path("/classroom/students/{student}/ports")
@Blocking
public final class StudentPortPages {

    private final Entrance entrance;
    private final Students students;
    private final Machines machines;
    private final LessonLibrary library;
    private final PortDomain domain;
    private final PortPasses passes;

    @Inject
    StudentPortPages(Entrance entrance, Students students, Machines machines, LessonLibrary library, PortDomain domain, PortPasses passes) {
        this.entrance = entrance;
        this.students = students;
        this.machines = machines;
        this.library = library;
        this.domain = domain;
        this.passes = passes;
    }

    /** What an instructor's page asks for now and then. A machine that does not run has published nothing. */
    @GET
    @Path("{machine}")
    @Produces(MediaType.APPLICATION_JSON)
    public Uni<LessonLive.PortsEvent> published(@PathParam("student") String id, @PathParam("machine") String name, @CookieParam(SessionCookie.INSTRUCTOR) String cookie,
            @CookieParam(SessionCookie.STUDENT) String session) {
        entrance.instructor(cookie, session);
        if (!Lesson.MACHINES.contains(name)) {
            throw Refusal.noSuchPage();
        }
        MachineName machine = new MachineName(known(id), name);
        return Uni.createFrom().completionStage(machines.docker(machine).running().map(PublishedPort::of).otherwise(List.of())
                .map(ports -> new LessonLive.PortsEvent(machine.machine(), ports)).toCompletionStage());
    }

    @GET
    @Path("{machine}/{port}")
    public Response open(@PathParam("student") String id, @PathParam("machine") String machine, @PathParam("port") int port,
            @CookieParam(SessionCookie.INSTRUCTOR) String cookie, @CookieParam(SessionCookie.STUDENT) String session, @HeaderParam(HttpHeaders.HOST) @DefaultValue("") String host) {
        entrance.instructor(cookie, session);
        return PortPages.open(domain, passes, PortPages.name(library, known(id), machine, port), cookie, host);
    }

    private String known(String student) {
        return students.find(student).orElseThrow(Refusal::noSuchPage).id();
    }
}
