package dev.berth.lab.walk;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.Cookie;
import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A student looks at the page of a server in their machine, with their own browser; a neighbour gets nothing of it. */
@Walk
class PortWalkTest {

    private static final String LINK = "/ports/vm1/8080";

    private final RunningBerth berth = new RunningBerth();
    private final Chromium chromium;

    PortWalkTest(final Chromium chromium) {
        this.chromium = chromium;
    }

    @Test
    void aServerInTheMachineIsForItsStudentAlone() throws Exception {
        final LessonPage hers = LessonPage.join(chromium.window(), berth, "Paula");
        final Page port = hers.page().context().newPage();
        port.navigate(berth.address() + LINK);
        assertThat(port.locator("h1")).hasText("Nothing answers on port 8080 yet");

        hers.terminal().run("echo " + server() + " | base64 -d >server.pl; perl server.pl & sleep 0.2");

        assertThat(port.locator("h1")).hasText("hello from the machine"); // the page has loaded by itself
        assertThat(port.locator("#upload")).hasText("3000000");
        assertThat(port.locator("#echo")).hasText("over the socket");
        assertThat(port.url()).startsWith("http://p8080-vm1-").contains(".localhost:").doesNotContain("ticket");
        port.reload();
        assertThat(port.locator("#server-saw")).hasText("mine=1");
        seesNoCookieOfTheLabChanged(hers);
        readsNothingOfTheLab(port);

        final LessonPage his = LessonPage.join(chromium.window(), berth, "Peter");
        final Page neighbours = his.page().context().newPage();
        neighbours.navigate(berth.address() + LINK); // a pass, to a port of his own
        final Response refused = neighbours.navigate(port.url());
        assertThat(refused.status()).isEqualTo(403);
        assertThat(neighbours.locator("h1")).hasText("This page is somebody's own");
    }

    /** Browsers keep "localhost" as they keep top-level domains: nobody sets a cookie for all of it. */
    private void seesNoCookieOfTheLabChanged(final LessonPage page) {
        final List<Cookie> cookies = page.page().context().cookies(berth.address() + "/lessons");
        assertThat(cookies).extracting(cookie -> cookie.name).containsExactly("berth-session");
        assertThat(cookies.get(0).value).isNotEqualTo("tossed");
    }

    private void readsNothingOfTheLab(final Page port) {
        assertThat(port.evaluate("async lab => { try { await fetch(lab + '/lessons', {credentials: 'include'}); return 'read'; } catch { return 'refused'; } }", berth.address())).isEqualTo("refused");
        assertThat(port.evaluate("() => document.cookie")).isEqualTo("mine=1");
    }

    private static String server() throws IOException {
        try (InputStream program = PortWalkTest.class.getResourceAsStream("/port-server.pl")) {
            return Base64.getEncoder().encodeToString(program.readAllBytes());
        }
    }
}
