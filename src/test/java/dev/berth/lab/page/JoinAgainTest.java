package dev.berth.lab.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.lab.account.ClassSecrets;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URL;
import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The link of the class, opened in a browser that knows a student already. */
@QuarkusTest
@WithTestResource(LabFolder.class)
class JoinAgainTest {

    private static final String FORM = "application/x-www-form-urlencoded";

    @TestHTTPResource
    private URL address;

    @Inject
    private ClassSecrets secrets;

    private String classPath;
    private Browser browser;

    @BeforeEach
    void open() {
        classPath = secrets.classLink("");
        browser = Browser.of(address);
    }

    /** Their own name was refused, and with another they were somebody else, with a machine and progress of their own. */
    @Test
    void whoOpensTheLinkOfTheClassAgainGoesOnAsWhoTheyAre() throws Exception {
        String name = Browser.newName();
        String lesson = browser.join(classPath, name).headers().firstValue("Location").orElseThrow();

        String page = browser.get(classPath).body();
        HttpResponse<String> typed = browser.join(classPath, name.toUpperCase(Locale.ROOT));

        assertThat(page).containsSubsequence("href=\"" + lesson + "\"", "Go on as " + name, "<details>", "Somebody else at this computer", "name=\"name\"");
        assertThat(typed.statusCode()).isEqualTo(422);
        assertThat(typed.headers().firstValue("Set-Cookie")).isEmpty();
        assertThat(typed.body()).containsSubsequence("Go on as " + name, "<details open>", "You are &quot;" + name + "&quot; here already: go on above.");
    }

    @Test
    void somebodyElseJoinsInTheSameBrowser() throws Exception {
        browser.join(classPath, Browser.newName());
        String other = Browser.newName();

        assertThat(browser.join(classPath, other).statusCode()).isEqualTo(303);

        assertThat(browser.get(classPath).body()).contains("Go on as " + other);
    }

    /** It had the name of the first in its bar, and the terminal and ticks of the second. */
    @Test
    void aPageOfWhoWasThereBeforeReachesNothingOfWhoJoinedAfter() throws Exception {
        String first = browser.get(browser.join(classPath, Browser.newName()).headers().firstValue("Location").orElseThrow()).body();
        assertThat(closeCode(attribute(first, "data-socket"))).as("the engine is away").isEqualTo(4503);

        String second = browser.get(browser.join(classPath, Browser.newName()).headers().firstValue("Location").orElseThrow()).body();

        assertThat(closeCode(attribute(first, "data-socket"))).isEqualTo(4403);
        assertThat(browser.get(attribute(first, "data-live")).statusCode()).isEqualTo(403);
        assertThat(browser.post(attribute(first, "method=\"post\" action"), FORM, "").statusCode()).isEqualTo(403);
        assertThat(closeCode(attribute(second, "data-socket"))).isEqualTo(4503);
    }

    /** The answer of the one counted for the other. */
    @Test
    void anAnswerOnAPageOfWhoWasThereBeforeCountsForNobody() throws Exception {
        String lesson = "/lessons/first-container";
        browser.join(classPath, Browser.newName());
        String first = answerPath(browser.get(lesson).body());
        browser.join(classPath, Browser.newName());

        HttpResponse<String> refused = browser.post(first, "application/json", "{\"value\": \"0\"}");

        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(browser.post(first, FORM, "value=0").statusCode()).isEqualTo(403);
        String second = browser.get(lesson).body();
        assertThat(second).doesNotContain(" checked>");
        assertThat(browser.post(answerPath(second), "application/json", "{\"value\": \"0\"}").statusCode()).isEqualTo(200);
    }

    private static String answerPath(String page) {
        return page.replaceAll("(?s).*?action=\"([^\"]*/answers/recap[^\"]*)\".*", "$1");
    }

    @Test
    void onlyAStudentOfTheClassIsAskedToGoOn() throws Exception {
        Browser instructor = Browser.of(address);
        instructor.get(InstructorLink.path(secrets));

        assertThat(browser.get(classPath).body()).contains("What shall we call you?").doesNotContain("Go on as", "<details");
        assertThat(instructor.get(classPath).body()).contains("What shall we call you?").doesNotContain("Go on as", "<details");
        browser.join(classPath, Browser.newName());
        String id = browser.get("/lessons").body().replaceAll("(?s).*/resume/([a-z0-9]+)[.].*", "$1");

        instructor.post("/classroom/students/" + id + "/remove", FORM, "");

        assertThat(browser.get(classPath).body()).contains("What shall we call you?").doesNotContain("Go on as", "<details");
    }

    private int closeCode(String path) throws Exception {
        SocketEar ear = new SocketEar();
        browser.open(path + "&client=abcdefgh", browser.origin(), ear).get(60, TimeUnit.SECONDS);
        return ear.code.get(60, TimeUnit.SECONDS);
    }

    private static String attribute(String page, String name) {
        return page.replaceAll("(?s).*?" + name + "=\"([^\"]*[?]student=[^\"]*)\".*", "$1");
    }
}
