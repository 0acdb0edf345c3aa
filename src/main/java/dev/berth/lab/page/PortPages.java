package dev.berth.lab.page;

import dev.berth.lab.Settings;
import dev.berth.lab.lesson.LessonLibrary;
import dev.berth.lab.machine.MachineName;
import dev.berth.lab.port.PortDomain;
import dev.berth.lab.port.PortName;
import dev.berth.lab.port.PortPasses;
import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Inject;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;

/** The links of students to ports of their machines: look who asks, and send them on to the port's own origin with a ticket. */
@Path("/ports/{machine}/{port}")
@Blocking
public final class PortPages {

    private final Entrance entrance;
    private final LessonLibrary library;
    private final PortDomain domain;
    private final PortPasses passes;
    private final Settings settings;

    @Inject
    PortPages(Entrance entrance, LessonLibrary library, PortDomain domain, PortPasses passes, Settings settings) {
        this.entrance = entrance;
        this.library = library;
        this.domain = domain;
        this.passes = passes;
        this.settings = settings;
    }

    @GET
    public Response own(@PathParam("machine") String machine, @PathParam("port") int port, @QueryParam("student") String owner,
            @CookieParam(SessionCookie.STUDENT) String cookie, @HeaderParam(HttpHeaders.HOST) @DefaultValue("") String host) {
        PortName name = name(library, entrance.student(cookie, owner).id(), machine, port);
        return settings.isLocal() ? Redirects.to("http://localhost:" + port + "/").build() : open(domain, passes, name, cookie, host);
    }

    static PortName name(LessonLibrary library, String student, String machine, int port) {
        if (library.lessons().stream().noneMatch(lesson -> lesson.machines().contains(machine)) || port < 1 || port > 65_535) {
            throw Refusal.noSuchPage();
        }
        return new PortName(new MachineName(student, machine), port);
    }

    static Response open(PortDomain domain, PortPasses passes, PortName port, String session, String host) {
        String address = domain.address(port, host).orElseThrow(() -> new Refusal(Status.NOT_IMPLEMENTED, "Ports cannot be opened in the browser here yet",
                "Each port needs a host name of its own. Whoever runs this server sets BERTH_PORT_DOMAIN to a domain of which all names lead to it (a DNS record *.DOMAIN); README.md says how."
                        + " Until then \"curl localhost:" + port.number() + "\" in the terminal shows what the port answers."));
        return Redirects.to("//" + address + PortOrigin.ENTER + passes.ticket(port, session)).header(HttpHeaders.CACHE_CONTROL, "no-store").build();
    }
}
