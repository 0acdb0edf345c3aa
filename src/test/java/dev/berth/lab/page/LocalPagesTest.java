package dev.berth.lab.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.lab.account.ClassSecrets;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The lab of one learner, on their own computer: a real shell on a real pty. */
@QuarkusTest
@WithTestResource(value = LabFolder.class, initArgs = @ResourceArg(name = "mode", value = "local"))
class LocalPagesTest {

    @TestHTTPResource
    private URL address;

    @Inject
    private ClassSecrets secrets;

    @ConfigProperty(name = "quarkus.http.host")
    private String host;

    private Browser browser;

    @BeforeEach
    void enter() throws Exception {
        browser = Browser.of(address);
        if (browser.get(secrets.classLink("")).statusCode() == 200) {
            browser.join(secrets.classLink(""), "Ada");
        }
    }

    @Test
    void tellsThatHomeworkIsSubmittedElsewhere() throws Exception {
        String page = browser.get("/lessons/homework-1").body();
        String student = page.substring(page.indexOf("submissions?student=") + "submissions?student=".length()).split("[&\"]")[0];

        HttpResponse<String> answer = browser.post("/lessons/homework-1/submissions?student=" + student, "application/x-www-form-urlencoded", "");

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.body()).contains("Homework is submitted on a Berth server");
    }

    @Test
    void listensToThisComputerAlone() {
        assertThat(host).isEqualTo("127.0.0.1");
    }

    /** On a slow processor each start printed stacks above the links. */
    @Test
    void warnsButNotOfASlowProcessor() {
        assertThat(Logger.getLogger("dev.berth.lab").isLoggable(Level.WARNING)).isTrue();
        assertThat(Logger.getLogger("io.vertx.core.impl.BlockedThreadChecker").isLoggable(Level.WARNING)).isFalse();
    }

    @Test
    void knowsItsOneLearnerAgain() throws Exception {
        HttpResponse<String> again = new Browser(URI.create(browser.origin())).get(secrets.classLink(""));

        assertThat(again.statusCode()).isEqualTo(303);
    }

    @Test
    void theShellAnswers() throws Exception {
        SocketEar ear = new SocketEar();
        WebSocket socket = browser.open("/terminal/vm1?client=tab-shell-answers", browser.origin(), ear).get(60, TimeUnit.SECONDS);

        type(socket, "echo $((6 * 7))\r");

        ear.awaitOutput("42");
        socket.abort();
    }

    @Test
    void aSecondTabShowsTheSameShell() throws Exception {
        SocketEar first = new SocketEar();
        SocketEar second = new SocketEar();
        WebSocket one = browser.open("/terminal/vm1?client=tab-number-one", browser.origin(), first).get(60, TimeUnit.SECONDS);
        WebSocket two = browser.open("/terminal/vm1?client=tab-number-two", browser.origin(), second).get(60, TimeUnit.SECONDS);

        type(one, "echo $((1000 + 234))\r");

        first.awaitOutput("1234");
        second.awaitOutput("1234");
        one.abort();
        two.abort();
    }

    @Test
    void aSecondTerminalIsAShellOfItsOwnUntilItIsClosed() throws Exception {
        String address = "/terminal/vm1?client=tab-with-two-terminals";
        SocketEar ear = new SocketEar();
        WebSocket first = browser.open(address, browser.origin(), ear).get(60, TimeUnit.SECONDS);
        type(first, "here=first\r");
        SocketEar besideIt = new SocketEar();
        WebSocket second = browser.open(address + "&terminal=2", browser.origin(), besideIt).get(60, TimeUnit.SECONDS);
        type(second, "echo \"<$here>\"; here=second\r");
        besideIt.awaitOutput("<>");

        second.sendBinary(ByteBuffer.wrap(new byte[] {4}), true).get(60, TimeUnit.SECONDS);

        assertThat(besideIt.code.get(60, TimeUnit.SECONDS)).isEqualTo(4410);
        SocketEar anew = new SocketEar();
        WebSocket third = browser.open(address + "&terminal=2", browser.origin(), anew).get(60, TimeUnit.SECONDS);
        type(third, "echo \"<$here>\"\r");
        anew.awaitOutput("<>");
        third.abort();
        first.sendBinary(ByteBuffer.wrap(new byte[] {4}), true).get(60, TimeUnit.SECONDS);
        assertThat(ear.code.get(60, TimeUnit.SECONDS)).as("the first is always there").isEqualTo(1008);
    }

    @Test
    void aMachineHasAFewTerminalsAtMost() throws Exception {
        for (String number : new String[] {"0", "5", "-1", "2x", ""}) {
            SocketEar ear = new SocketEar();
            browser.open("/terminal/vm1?client=tab-of-many-terminals&terminal=" + number, browser.origin(), ear).get(60, TimeUnit.SECONDS);
            assertThat(ear.code.get(60, TimeUnit.SECONDS)).isEqualTo(1008);
        }
    }

    @Test
    void theShellTakesItsSizeFromTheView() throws Exception {
        SocketEar ear = new SocketEar();
        WebSocket socket = browser.open("/terminal/vm1?client=tab-with-a-size", browser.origin(), ear).get(60, TimeUnit.SECONDS);

        socket.sendBinary(ByteBuffer.allocate(5).put((byte) 2).putShort((short) 101).putShort((short) 31).flip(), true).get(60, TimeUnit.SECONDS);
        type(socket, "stty size\r");

        ear.awaitOutput("31 101");
        socket.abort();
    }

    @Test
    void nothingOfTheLearnersIsRemovedByAReset() throws Exception {
        HttpResponse<String> refused = browser.post("/lessons/first-container/reset", "application/x-www-form-urlencoded", "");

        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("your own computer");
    }

    private static void type(WebSocket socket, String text) throws Exception {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteBuffer frame = ByteBuffer.allocate(9 + bytes.length).put((byte) 1).putLong(0).put(bytes).flip();
        socket.sendBinary(frame, true).get(60, TimeUnit.SECONDS);
    }
}
