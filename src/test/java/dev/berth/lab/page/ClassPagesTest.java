package dev.berth.lab.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.lab.account.ClassSecrets;
import dev.berth.lab.check.Task;
import dev.berth.lab.lesson.Lesson;
import dev.berth.lab.lesson.LessonLibrary;
import dev.berth.lab.lesson.Question;
import dev.berth.lab.progress.Progress;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URL;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The lab of a class, with its engine away. */
@QuarkusTest
@WithTestResource(LabFolder.class)
class ClassPagesTest {

    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String JSON = "application/json";

    @TestHTTPResource
    private URL address;

    @Inject
    private ClassSecrets secrets;

    @Inject
    private LessonLibrary lessons;

    @Inject
    private Progress progress;

    private String classPath;
    private Browser browser;

    @BeforeEach
    void open() {
        classPath = secrets.classLink("");
        browser = Browser.of(address);
    }

    @Test
    void aStudentJoinsAndSeesTheLesson() throws Exception {
        HttpResponse<String> joined = browser.join(classPath, "Ada Lovelace");
        assertThat(joined.statusCode()).isEqualTo(303);

        HttpResponse<String> page = browser.get(joined.headers().firstValue("Location").orElseThrow());

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("Ada Lovelace", lessons.lessons().get(0).title(), "data-machine=\"vm1\"");
    }

    @Test
    void theCourseSaysWhereToBeginAndEachLessonWhereToGoOn() throws Exception {
        browser.join(classPath, Browser.newName());

        assertThat(browser.get("/lessons").body()).contains("Begin here", lesson().title(), "href=\"" + lessonPath() + "\"");
        assertThat(browser.get(lessonPath()).body()).contains("data-lesson-end=\"" + lessonPath() + "/end");
        assertThat(browser.get(lessonPath() + "/end").body()).contains("class=\"lesson-steps\"").doesNotContain("All tasks of this lesson are done", "<html");
    }

    @Test
    void theEndOfALessonNamesWhatWasAnsweredWrongAtFirst() throws Exception {
        browser.join(classPath, Browser.newName());
        String student = browser.get(lessonPath()).body().replaceAll("(?s).*/live\\?student=([A-Za-z0-9]+).*", "$1");
        int right = IntStream.range(0, quiz().options().size()).filter(option -> quiz().options().get(option).correct()).findFirst().orElseThrow();
        int wrong = right == 0 ? 1 : 0;
        browser.post(lessonPath() + "/answers/recap", JSON, "{\"value\": \"" + wrong + "\"}");
        browser.post(lessonPath() + "/answers/recap", JSON, "{\"value\": \"" + right + "\"}");
        progress.pass(student, lesson().id(), lesson().tasks().stream().map(Task::name).collect(Collectors.toSet()), 1);

        assertThat(browser.get(lessonPath() + "/end").body())
                .contains("All tasks of this lesson are done", "<a href=\"#question-recap\">");
    }

    @Test
    void theSessionCannotBeReadByScripts() throws Exception {
        HttpResponse<String> joined = browser.join(classPath, Browser.newName());

        assertThat(joined.headers().firstValue("Set-Cookie").orElseThrow()).contains("HttpOnly", "SameSite=Lax", "Path=/");
    }

    @Test
    void aNameIsShownAsItWasTyped() throws Exception {
        HttpResponse<String> joined = browser.join(classPath, "<img src=x onerror=1>");

        String page = browser.get(joined.headers().firstValue("Location").orElseThrow()).body();

        assertThat(page).contains("&lt;img src=x").doesNotContain("<img src=x");
    }

    @Test
    void aNameThatIsTakenIsAskedForAgain() throws Exception {
        browser.join(classPath, "Grace");

        HttpResponse<String> second = Browser.of(address).join(classPath, "grace");

        assertThat(second.statusCode()).isEqualTo(422);
        assertThat(second.body()).contains("Somebody called", "is here already", "value=\"grace\"").doesNotContain("Go on as", "go on above");
    }

    @Test
    void aNameThatIsNoneIsAskedForAgain() throws Exception {
        for (String name : new String[] {"", "   ", "a\u0000b", "x".repeat(41)}) {
            assertThat(browser.join(classPath, name).statusCode()).isEqualTo(422);
        }
    }

    @Test
    void aWrongLinkOpensNothing() throws Exception {
        assertThat(browser.get("/join/AAAAAAAAAAAAAAAAAAAAAA").statusCode()).isEqualTo(404);
        assertThat(browser.get("/instructor/AAAAAAAAAAAAAAAAAAAAAA").statusCode()).isEqualTo(404);
        assertThat(browser.get("/resume/k3x9.AAAAAAAAAAAAAAAAAAAAAA").statusCode()).isEqualTo(404);
        assertThat(browser.get("/instructor/" + classPath.substring("/join/".length())).statusCode()).isEqualTo(404);
    }

    @Test
    void nobodySeesALessonWithoutJoining() throws Exception {
        assertThat(browser.get("/lessons").statusCode()).isEqualTo(401);
        assertThat(browser.get(lessonPath()).statusCode()).isEqualTo(401);
        assertThat(browser.get(lessonPath() + "/live").statusCode()).isEqualTo(401);
        assertThat(browser.get("/classroom").statusCode()).isEqualTo(401);
    }

    @Test
    void aStudentOpensNoPageOfTheInstructor() throws Exception {
        browser.join(classPath, Browser.newName());

        assertThat(browser.get("/classroom").statusCode()).isEqualTo(403);
        assertThat(browser.get("/classroom/live").statusCode()).isEqualTo(403);
        assertThat(browser.get("/classroom/students/k3x9/terminal").statusCode()).isEqualTo(403);
        assertThat(browser.post("/classroom/students/k3x9/remove", FORM, "").statusCode()).isEqualTo(403);
    }

    @Test
    void aStudentComesBackOnAnotherDevice() throws Exception {
        browser.join(classPath, "Alan");

        Browser other = Browser.of(address);
        HttpResponse<String> resumed = other.get(personalPath());

        assertThat(resumed.statusCode()).isEqualTo(303);
        assertThat(other.get("/lessons").body()).contains("Alan");
    }

    /** By the personal link they came back while the machine was being removed, and it was made again, for nobody; as it was when an instructor's view of it tried again. */
    @Test
    void nobodyComesBackWhileTheyAreBeingRemoved() throws Exception {
        browser.join(classPath, Browser.newName());
        String personal = personalPath();
        String id = personal.substring("/resume/".length(), personal.indexOf('.'));

        HttpResponse<String> removed = instructor().post("/classroom/students/" + id + "/remove", FORM, "");

        assertThat(removed.statusCode()).isEqualTo(503);
        assertThat(browser.get("/lessons").statusCode()).isEqualTo(401);
        assertThat(closeCode(browser, "/terminal/vm1?client=abcdefgh")).isEqualTo(4401);
        assertThat(Browser.of(address).get(personal).statusCode()).isEqualTo(404);
        assertThat(closeCode(instructor(), "/classroom/students/" + id + "/terminal/vm1?client=abcdefgh")).as("a look makes no machine").isEqualTo(4404);
        assertThat(instructor().post("/classroom/students/" + id + "/remove", FORM, "").statusCode()).as("asked for again").isEqualTo(503);
    }

    @Test
    void theInstructorSeesTheClassAndTheLinkForIt() throws Exception {
        Browser instructor = instructor();

        HttpResponse<String> page = instructor.get("/classroom");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains(browser.origin() + classPath);
    }

    /** A teacher who tried the student's link as well lost the terminal: one session had replaced the other. */
    @Test
    void anInstructorMayBeAStudentInTheSameBrowser() throws Exception {
        browser.join(classPath, Browser.newName());

        assertThat(browser.get(InstructorLink.path(secrets)).statusCode()).isEqualTo(303);

        assertThat(browser.get("/classroom").statusCode()).isEqualTo(200);
        assertThat(browser.get("/lessons").statusCode()).isEqualTo(200);
        assertThat(closeCode(browser, "/terminal/vm9?client=abcdefgh")).isEqualTo(4404);
    }

    @Test
    void otherSitesChangeNothing() throws Exception {
        assertThat(browser.post(classPath, FORM, "name=Eve", "http://evil.example").statusCode()).isEqualTo(403);
        browser.join(classPath, Browser.newName());
        assertThat(browser.post(lessonPath() + "/reset", FORM, "", "http://evil.example").statusCode()).isEqualTo(403);
    }

    @Test
    void anAnswerIsJudgedAndOneFromAScriptlessPageComesBackToIt() throws Exception {
        browser.join(classPath, Browser.newName());
        String path = lessonPath() + "/answers/" + quiz().name();

        HttpResponse<String> scripted = browser.post(path, JSON, "{\"value\": \"0\"}");
        HttpResponse<String> plain = browser.post(path, FORM, "value=0");

        assertThat(scripted.statusCode()).isEqualTo(200);
        assertThat(scripted.body()).contains(quiz().options().get(0).correct() ? "\"result\":\"right\"" : "\"result\":\"wrong\"");
        assertThat(plain.statusCode()).isEqualTo(303);
        assertThat(plain.headers().firstValue("Location")).contains(lessonPath());
    }

    /** They were gone after a reload, and a page without scripts never showed what was said to them. */
    @Test
    void theLastAnswerAndWhatWasSaidToItComeBackOnEveryDevice() throws Exception {
        browser.join(classPath, Browser.newName());
        String path = lessonPath() + "/answers/" + quiz().name();
        browser.post(path, JSON, "{\"value\": \"1\"}");
        browser.post(path, FORM, "value=0");
        Browser other = Browser.of(address);
        other.get(personalPath());

        String page = other.get(lessonPath()).body();

        assertThat(page).containsSubsequence("data-block=\"recap\" data-kind=\"quiz\" data-result=\"wrong\"", "value=\"0\" checked>",
                "value=\"1\">", "<output class=\"answer\">No. Docker did what it was told.");
    }

    /** A guess is worth nothing when the page says what happens before it is seen. */
    @Test
    void aPredictionIsExplainedWhenItIsComparedAndThenStaysWhatItWas() throws Exception {
        browser.join(classPath, Browser.newName());
        String path = lessonPath() + "/answers/" + prediction().name();

        String early = browser.post(path, JSON, "{\"value\": \"\", \"compare\": true}").body();
        String noted = browser.post(path, JSON, "{\"value\": \"1\"}").body();
        HttpResponse<String> plain = browser.post(path, FORM, "value=1&compare=true");
        String again = browser.post(path, JSON, "{\"value\": \"0\"}").body();

        assertThat(early).contains("Choose one of the answers.");
        assertThat(noted).contains("\"result\":\"guessed\"").doesNotContain("You guessed");
        assertThat(plain.statusCode()).isEqualTo(303);
        assertThat(again).contains("You guessed", prediction().options().get(1).correct() ? "\"result\":\"right\"" : "\"result\":\"wrong\"");
        assertThat(browser.get(lessonPath()).body()).containsSubsequence("data-block=\"" + prediction().name() + "\"", "<fieldset disabled>", "You guessed");
    }

    @Test
    void aStudentDoesALessonAgain() throws Exception {
        browser.join(classPath, Browser.newName());
        String answered = "value=\"0\" checked>";
        browser.post(lessonPath() + "/answers/" + quiz().name(), FORM, "value=0");
        assertThat(browser.get(lessonPath()).body()).contains(answered);

        HttpResponse<String> forgotten = browser.post(lessonPath() + "/forget", FORM, "");

        assertThat(forgotten.statusCode()).isEqualTo(303);
        assertThat(browser.get(lessonPath()).body()).doesNotContain(answered);
    }

    @Test
    void brokenAndUnknownAnswersAreRefusedClearly() throws Exception {
        browser.join(classPath, Browser.newName());
        String path = lessonPath() + "/answers/" + quiz().name();

        assertThat(browser.post(path, JSON, "{\"value\": ").statusCode()).isEqualTo(400);
        assertThat(browser.post(path, JSON, "{\"value\": \"" + "x".repeat(300) + "\"}").statusCode()).isEqualTo(400);
        assertThat(browser.post(lessonPath() + "/answers/nosuch", JSON, "{\"value\": \"0\"}").statusCode()).isEqualTo(404);
        assertThat(browser.post("/lessons/nosuch/answers/recap", JSON, "{\"value\": \"0\"}").statusCode()).isEqualTo(404);
    }

    /** A client that sends it all the same may find the connection closed before it has read the answer. */
    @Test
    void aBodyThatIsTooLargeIsNotRead() throws Exception {
        browser.join(classPath, Browser.newName());

        assertThat(browser.announce(lessonPath() + "/answers/" + quiz().name(), JSON, 20_000)).startsWith("HTTP/1.1 413 ");
    }

    @Test
    void everyPageSaysWhatItMayDo() throws Exception {
        HttpResponse<String> page = browser.get(classPath);

        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'");
        assertThat(page.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(page.headers().firstValue("Referrer-Policy")).contains("same-origin");
    }

    @Test
    void everyPageLeadsToTheGlossary() throws Exception {
        assertThat(browser.get(classPath).body()).contains("<a class=\"bar-link\" href=\"/glossary\">Glossary</a>");
        assertThat(browser.get("/glossary").body()).contains("<h1>Glossary</h1>");
    }

    @Test
    void anUnknownPageIsExplained() throws Exception {
        HttpResponse<String> page = browser.get("/no/such/page");

        assertThat(page.statusCode()).isEqualTo(404);
    }

    @Test
    void theLabAnswersThatItIsReady() throws Exception {
        assertThat(browser.get("/q/health/ready").statusCode()).isEqualTo(200);
    }

    @Test
    void aTerminalThatAnotherSiteOpensIsRefused() throws Exception {
        browser.join(classPath, Browser.newName());

        assertThatThrownBy(() -> browser.open("/terminal/vm1?client=abcdefgh", "http://evil.example", new SocketEar()).get(60, TimeUnit.SECONDS))
                .hasCauseInstanceOf(WebSocketHandshakeException.class)
                .cause().satisfies(refused -> assertThat(((WebSocketHandshakeException) refused).getResponse().statusCode()).isEqualTo(403));
    }

    @Test
    void aTerminalIsClosedWithTheReason() throws Exception {
        assertThat(closeCode(browser, "/terminal/vm1?client=abcdefgh")).isEqualTo(4401);
        browser.join(classPath, Browser.newName());
        assertThat(closeCode(browser, "/terminal/vm9?client=abcdefgh")).isEqualTo(4404);
        assertThat(closeCode(browser, "/terminal/vm1?client=short")).isEqualTo(1008);
        assertThat(closeCode(browser, "/terminal/vm1?client=abcdefgh&output=-1")).isEqualTo(1008);
        assertThat(closeCode(browser, "/classroom/students/k3x9/terminal/vm1?client=abcdefgh")).isEqualTo(4403);
        assertThat(closeCode(instructor(), "/terminal/vm1?client=abcdefgh")).isEqualTo(4403);
    }

    @Test
    void aTerminalComesBackLaterWhenTheEngineIsAway() throws Exception {
        browser.join(classPath, Browser.newName());

        assertThat(closeCode(browser, "/terminal/vm1?client=abcdefgh")).isEqualTo(4503);
    }

    @Test
    void aFrameThatIsTooLargeClosesTheTerminal() throws Exception {
        SocketEar ear = new SocketEar();
        WebSocket socket = browser.open("/terminal/vm1?client=abcdefgh", browser.origin(), ear).get(60, TimeUnit.SECONDS);

        socket.sendBinary(ByteBuffer.allocate(100_000), true);

        assertThat(ear.code.get(60, TimeUnit.SECONDS)).isNotNull();
    }

    private static int closeCode(Browser browser, String path) throws Exception {
        SocketEar ear = new SocketEar();
        browser.open(path, browser.origin(), ear).get(60, TimeUnit.SECONDS);
        return ear.code.get(60, TimeUnit.SECONDS);
    }

    private Browser instructor() throws Exception {
        Browser instructor = Browser.of(address);
        String token = InstructorLink.path(secrets);
        assertThat(instructor.get(token).statusCode()).isEqualTo(303);
        return instructor;
    }

    private String personalPath() throws Exception {
        return browser.get("/lessons").body().replaceAll("(?s).*(/resume/[A-Za-z0-9._-]+).*", "$1");
    }

    private Lesson lesson() {
        return lessons.lesson("first-container").orElseThrow();
    }

    private String lessonPath() {
        return "/lessons/" + lesson().id();
    }

    private Question prediction() {
        return lesson().questions().stream().filter(question -> question.kind() == Question.Kind.PREDICT).findFirst().orElseThrow();
    }

    private Question quiz() {
        return lesson().question("recap").orElseThrow();
    }
}
