package dev.berth.lab.page;

import dev.berth.lab.Settings;
import dev.berth.lab.account.ApiTokens;
import dev.berth.lab.account.Student;
import dev.berth.lab.account.Token;
import io.quarkus.qute.Template;
import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Inject;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.util.List;

/** A student's personal tokens, by which programs of theirs hand in homework. */
@Path("/tokens")
@Blocking
@Produces(MediaType.TEXT_HTML)
public final class TokenPages {

    private final Template page;
    private final Entrance entrance;
    private final ApiTokens tokens;
    private final Settings settings;

    @Inject
    TokenPages(Template tokens, Entrance entrance, ApiTokens apiTokens, Settings settings) {
        this.page = tokens;
        this.entrance = entrance;
        this.tokens = apiTokens;
        this.settings = settings;
    }

    /** A token in the list. @param used when, or empty if it never was */
    public record Row(String id, String beginning, String made, String used) {
    }

    @GET
    public Response list(@CookieParam(SessionCookie.STUDENT) String cookie) {
        return page(entrance.student(cookie), "");
    }

    /** The token is in this answer, and in no other one. */
    @POST
    public Response create(@QueryParam("student") String owner, @CookieParam(SessionCookie.STUDENT) String cookie) {
        Student student = entrance.student(cookie, owner);
        if (settings.isLocal()) {
            throw new Refusal(Status.CONFLICT, "Tokens are for a Berth server", "On your own computer nothing is submitted.");
        }
        Token token = tokens.create(student.id(), System.currentTimeMillis()).orElseThrow(() -> new Refusal(Status.CONFLICT, "You have enough tokens",
                "You may have " + ApiTokens.PER_STUDENT + ". Go back, and revoke one that you do not need."));
        return page(student, token.text());
    }

    @POST
    @Path("{token}/revoke")
    public Response revoke(@PathParam("token") String token, @QueryParam("student") String owner, @CookieParam(SessionCookie.STUDENT) String cookie) {
        if (!tokens.revoke(entrance.student(cookie, owner).id(), token)) {
            throw Refusal.noSuchPage();
        }
        return Redirects.to("/tokens").build();
    }

    /** @param made the text of a token that was just made, or empty */
    private Response page(Student student, String made) {
        List<Row> rows = tokens.list(student.id()).stream().map(token -> new Row(token.id(), token.beginning(), HomeworkPanels.time(token.madeAt()),
                token.usedAt().isPresent() ? HomeworkPanels.time(token.usedAt().getAsLong()) : "")).toList();
        String html = page.data("student", student)
                .data("made", made)
                .data("tokens", rows)
                .data("most", ApiTokens.PER_STUDENT)
                .render();
        return Response.ok(html).header(HttpHeaders.CACHE_CONTROL, "no-store").build();
    }
}
