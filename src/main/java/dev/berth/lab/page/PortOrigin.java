package dev.berth.lab.page;

import dev.berth.lab.Settings;
import dev.berth.lab.account.Token;
import dev.berth.lab.machine.Machines;
import dev.berth.lab.port.PortDomain;
import dev.berth.lab.port.PortName;
import dev.berth.lab.port.PortPasses;
import dev.berth.lab.port.PortProxy;
import dev.berth.lab.port.PortProxy.Trouble;
import dev.berth.lab.progress.LessonWatches;
import io.quarkus.qute.Location;
import io.quarkus.qute.Template;
import io.vertx.core.Context;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/** The origins of ports: takes tickets, looks at passes, and lets the proxy do the rest. No page of the lab is there, and nothing of these origins is the lab's. */
@Singleton
final class PortOrigin {

    /** A path that no student's server is asked for; a ticket follows. */
    static final String ENTER = "/.berth/enter?ticket=";

    private static final String PASS = "berth-port";

    private final PortDomain domain;
    private final PortPasses passes;
    private final PortProxy proxy;
    private final Machines machines;
    private final Settings settings;
    private final LessonWatches watches;
    private final Context loop;
    private final Template page;

    @Inject
    PortOrigin(PortDomain domain, PortPasses passes, PortProxy proxy, Machines machines, Settings settings, LessonWatches watches, Context loop,
            @Location("port-trouble") Template page) {
        this.domain = domain;
        this.passes = passes;
        this.proxy = proxy;
        this.machines = machines;
        this.settings = settings;
        this.watches = watches;
        this.loop = loop;
        this.page = page;
    }

    /**
     * What a page of ours says at a port's origin.
     *
     * @param waits whether it may be over soon: the page looks, and loads the port's own
     */
    private record Note(int status, String title, boolean waits, String... lines) {
    }

    /** Before all that the lab does with requests of its own. */
    void answer(@Observes Router router) {
        router.route().order(Integer.MIN_VALUE).handler(context -> {
            String host = context.request().getHeader(HttpHeaders.HOST);
            Optional<PortName> port = host == null || settings.isLocal() ? Optional.empty() : domain.name(host);
            if (port.isEmpty()) {
                context.next();
                return;
            }
            context.response().headers().clear();
            context.request().pause();
            answer(context.request(), host, port.get());
        });
    }

    private void answer(HttpServerRequest request, String host, PortName port) {
        if (request.uri().startsWith(ENTER)) {
            enter(request, host, port);
        } else if (!request.uri().startsWith("/")) {
            say(request, new Note(400, "This request cannot be read", false, "Open the page by its link in your lesson."));
        } else if (!isAdmitted(request, port)) {
            say(request, notAdmitted(host, port));
        } else if (isOfAnotherSite(request, host)) {
            say(request, new Note(403, "Another site asked for this", false, "Only pages of this port may."));
        } else {
            machines.address(port.machine())
                    .onFailure(failure -> say(request, away()))
                    .onSuccess(address -> address.ifPresentOrElse(
                            there -> {
                                proxy.pass(request, port, there, trouble -> say(request, note(trouble, port)));
                                if (asksForPage(request)) { // servers write into their logs who has asked, and tasks may wait for that
                                    loop.runOnContext(now -> watches.printed(port.machine()));
                                }
                            },
                            () -> machines.sleeps(port.machine()).otherwise(false).onSuccess(asleep -> say(request, asleep ? asleep(host) : away()))));
        }
    }

    private void enter(HttpServerRequest request, String host, PortName port) {
        Optional<String> pass = passes.redeem(request.uri().substring(ENTER.length()), port);
        if (pass.isEmpty() && !isAdmitted(request, port)) {
            say(request, notAdmitted(host, port));
            return;
        }
        pass.ifPresent(cookie -> request.response().putHeader(HttpHeaders.SET_COOKIE, PASS + "=" + cookie + "; Path=/; HttpOnly; SameSite=Lax"
                + (settings.address().filter(address -> address.startsWith("https:")).isPresent() ? "; Secure" : "")));
        request.response().setStatusCode(303).putHeader(HttpHeaders.LOCATION, "/").putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        end(request, "");
    }

    /** Another port's page under the same domain can add cookies of this name that are no pass; one that is counts. */
    private boolean isAdmitted(HttpServerRequest request, PortName port) {
        return request.headers().getAll(HttpHeaders.COOKIE).stream()
                .flatMap(line -> Arrays.stream(line.split(";")))
                .map(String::strip)
                .filter(cookie -> cookie.startsWith(PASS + "="))
                .anyMatch(cookie -> passes.admits(cookie.substring(PASS.length() + 1), port));
    }

    /** Whether a page of another origin asks, such as another student's that the instructor has open. Links may lead here. */
    private static boolean isOfAnotherSite(HttpServerRequest request, String host) {
        String site = request.getHeader("Sec-Fetch-Site");
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        boolean isLink = request.method() == HttpMethod.GET && origin == null && "navigate".equals(request.getHeader("Sec-Fetch-Mode"))
                && "document".equals(request.getHeader("Sec-Fetch-Dest"));
        boolean isNobodys = origin == null && (site == null || site.equals("none"));
        return !isLink && !isNobodys && !SameOrigin.holds(origin, site, host);
    }

    /** Not for what belongs to a page. Browsers that do not say which ask for all alike. */
    private static boolean asksForPage(HttpServerRequest request) {
        String asked = request.getHeader("Sec-Fetch-Dest");
        return asked == null || asked.equals("document");
    }

    private Note notAdmitted(String host, PortName port) {
        return new Note(403, "This page is somebody's own", false, "Only the student whose machine this is may open it, and the instructor.",
                lab(host).map(lab -> "If it is yours, open it here: <a href=\"" + lab + "/ports/" + port.machine().machine() + "/" + port.number() + "\">port " + port.number() + " of "
                        + port.machine().machine() + "</a>.").orElse("If it is yours, open it by its link in your lesson."));
    }

    private Note asleep(String host) {
        return new Note(503, "Your machine sleeps", true, "Nobody has used it for a while. "
                + lab(host).map(lab -> "<a href=\"" + lab + "/lessons\">Open your lesson</a>").orElse("Open your lesson") + ", and it wakes. What ran, runs again; then this page loads by itself.");
    }

    private static Note away() {
        return new Note(503, "Your machine is not there at the moment", true, "It is being started or made. As soon as it answers, this page loads by itself.");
    }

    private static Note note(Trouble trouble, PortName port) {
        int number = port.number();
        return switch (trouble) {
            case BUSY -> new Note(503, "Too many connections are open", true, "Close other tabs of your pages. This page tries again by itself.");
            case NOT_LISTENING -> new Note(502, "Nothing answers on port " + number + " yet", true, "As soon as something does, this page loads by itself. What to look at meanwhile:",
                    "Does the container run? <code>docker ps</code> lists it, <code>docker ps -a</code> also when it has ended, and <code>docker logs NAME</code> says why.",
                    "Is the port published? <code>docker run -p " + number + ":80 …</code> leads port " + number + " of the machine to port 80 of the container.",
                    "Does the server listen on all addresses, and not on <code>127.0.0.1</code> alone?");
            case NOT_HTTP -> new Note(502, "Port " + number + " answers, but not with a web page", false, "Something listens there, and it has hung up, or it speaks something else than HTTP, as a database does.",
                    "<code>curl -v localhost:" + number + "</code> in the terminal shows what it says.");
        };
    }

    /** Where the lab is, for a link; as safe as the settings and the names of hosts are. */
    private Optional<String> lab(String host) {
        return settings.address().map(address -> address.endsWith("/") ? address.substring(0, address.length() - 1) : address).or(() -> domain.lab(host).map(lab -> "//" + lab));
    }

    private void say(HttpServerRequest request, Note note) {
        if (request.response().headWritten() || request.response().closed()) {
            return;
        }
        request.response().setStatusCode(note.status()).putHeader("Berth-Note", note.waits() ? "waits" : "stays").putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .putHeader("X-Content-Type-Options", "nosniff");
        String accept = request.getHeader(HttpHeaders.ACCEPT);
        if (accept == null || !accept.contains("text/html")) {
            request.response().putHeader(HttpHeaders.CONTENT_TYPE, "text/plain;charset=UTF-8");
            end(request, Stream.concat(Stream.of(note.title()), Arrays.stream(note.lines()).map(line -> line.replaceAll("<[^>]*>", ""))).reduce((one, two) -> one + "\n" + two).get() + "\n");
            return;
        }
        String nonce = Token.random().text();
        request.response().putHeader(HttpHeaders.CONTENT_TYPE, MessagePage.TYPE)
                .putHeader("Content-Security-Policy", "default-src 'none'; style-src 'nonce-" + nonce + "'; script-src 'nonce-" + nonce + "'; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'");
        end(request, page.data("status", note.status()).data("title", note.title()).data("first", note.lines()[0])
                .data("others", Arrays.stream(note.lines()).skip(1).toList()).data("waits", note.waits() && request.method() == HttpMethod.GET).data("nonce", nonce).render());
    }

    /** A body that nobody reads is not read here either. */
    private static void end(HttpServerRequest request, String text) {
        if (PortProxy.hasBody(request)) {
            request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE).end(text).onComplete(sent -> request.connection().close());
        } else {
            request.resume();
            request.response().end(text);
        }
    }
}
