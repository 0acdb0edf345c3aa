package dev.berth.lab.walk;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whatever interrupts a student: the terminal goes on, with nothing lost and nothing doubled. */
@Walk
class InterruptionWalkTest {

    private static final int LAST = 250;

    /** Prints numbers for some seconds, and hides what is typed meanwhile, which would stand among them. */
    private static final String COUNT = "clear; stty -echo; for n in $(seq -f %04.0f " + LAST + "); do printf $n,; sleep 0.02; done; stty echo; echo";
    private static final String COUNTED = IntStream.rangeClosed(1, LAST).mapToObj("%04d,"::formatted).collect(Collectors.joining());

    private final RunningBerth berth = new RunningBerth();
    private final Chromium chromium;

    InterruptionWalkTest(final Chromium chromium) {
        this.chromium = chromium;
    }

    @Test
    void aReloadGoesOnWhereItWas() {
        final LessonPage lesson = LessonPage.join(chromium.window(), berth, "Frances");
        lesson.page().evaluate("document.querySelector('#task-replaced').scrollIntoView({ behavior: 'instant' })");
        lesson.terminal().type("here=remembered").type(COUNT).shows("0020,");

        lesson.page().reload();

        assertThat(lesson.page().locator("#terminal textarea")).isFocused();
        assertThat(lesson.page().locator("#task-replaced")).isInViewport();
        lesson.terminal().shows("0250,").showsPrompt();
        assertThat(lesson.terminal().unbroken()).contains(COUNTED);
        assertThat(lesson.terminal().run("echo $here").text()).isEqualTo("remembered");
    }

    @Test
    void aSecondTabIsTheSameTerminal() {
        final BrowserContext grace = chromium.person();
        final LessonPage first = LessonPage.join(grace.newPage(), berth, "Jean");
        first.terminal().type("in_the_first=yes");

        final Page tab = grace.newPage();
        tab.navigate(first.page().url());
        final LessonPage second = new LessonPage(tab);
        second.terminal().shows("in_the_first=yes").type("echo $in_the_first, from the second");

        first.terminal().shows("yes, from the second").showsPrompt();
        second.terminal().showsPrompt();
        assertThat(first.terminal().text()).isEqualTo(second.terminal().text());
        assertThat(first.terminal().text().split("from the second", -1)).hasSize(3);
    }

    /**
     * Chromium breaks off what it asks for while the host's addresses change, as they do when a machine is made on the same host: once the terminal's script did not come, and the
     * terminal stayed empty without a word.
     */
    @Test
    void aPageOfWhichAPartDidNotComeIsLoadedAgain() {
        final Page page = chromium.window();
        final AtomicBoolean broken = new AtomicBoolean();
        page.route("**/assets/chunks/*", route -> {
            if (route.request().frame().url().contains("/lessons/") && broken.compareAndSet(false, true)) {
                route.abort("failed");
            } else {
                route.resume();
            }
        });

        final LessonPage lesson = LessonPage.join(page, berth, "Karen");

        assertThat(broken).isTrue();
        assertThat(lesson.connection()).hasText("connected");
    }

    @Test
    void aCutNetworkLosesAndDoublesNothing() {
        try (Wire wire = new Wire(berth.address())) {
            final LessonPage lesson = LessonPage.join(chromium.window(), wire.through(berth.studentLink()), "Adele");
            final TerminalView terminal = lesson.terminal();
            terminal.type(COUNT).shows("0020,");

            wire.cut();
            assertThat(lesson.connection()).hasText("reconnecting");
            terminal.type("echo $((41 + 1)) typed while away");
            wire.mend();

            terminal.shows("42 typed while away").showsPrompt();
            assertThat(terminal.unbroken()).contains(COUNTED);
            assertThat(terminal.text().split("42 typed while away", -1)).hasSize(2);
            assertThat(lesson.connection()).hasText("connected");
        }
    }

    @Test
    void aBrowserThatIsOfflineKeepsWhatIsTyped() {
        try (Wire wire = new Wire(berth.address())) {
            final LessonPage lesson = LessonPage.join(chromium.window(), wire.through(berth.studentLink()), "Radia");

            // In this order: a browser that is told to be offline may not hear any more that a connection has ended.
            wire.cut();
            assertThat(lesson.connection()).hasText("reconnecting");
            lesson.page().context().setOffline(true);
            assertThat(lesson.connection()).hasText("offline");
            lesson.terminal().type("docker run debian echo hello, " + lesson.values().word());
            wire.mend();
            lesson.page().context().setOffline(false);

            lesson.terminal().shows("\nhello, " + lesson.values().word() + "\n");
            lesson.task("greet").isPassed();
        }
    }

    @Test
    void theLabIsKilledAndTheShellGoesOn() {
        final LessonPage lesson = LessonPage.join(chromium.window(), berth, "Tim");
        lesson.terminal().run("docker run debian echo hello, " + lesson.values().word());
        lesson.task("greet").isPassed();
        lesson.terminal().type("here=remembered").type(COUNT).shows("0020,");

        berth.killLab();
        berth.awaitLab();

        lesson.terminal().shows("0250,").showsPrompt();
        assertThat(lesson.terminal().unbroken()).contains(COUNTED);
        assertThat(lesson.terminal().run("echo $here").text()).isEqualTo("remembered");
        lesson.terminal().run("docker run --name " + lesson.values().box() + " busybox echo bye, " + lesson.values().word());
        lesson.task("replaced").isPassed();
        lesson.page().reload();
        lesson.task("greet").isPassed();
        assertThat(lesson.progress()).hasText("2 of 5");
    }

    /** The page went on with a new machine, as if files and containers had vanished by themselves. */
    @Test
    void anAdministratorRemovesTheMachineAndThePageSaysThatThereIsANewOne() {
        final LessonPage lesson = LessonPage.join(chromium.window(), berth, "Joan");
        lesson.terminal().run("docker run debian echo hello, " + lesson.values().word());
        lesson.task("greet").isPassed();
        final String machine = berth.machineAt(lesson.terminal().run("hostname -I").text().split(" ")[0]);

        berth.remove(machine);

        final Locator words = lesson.page().getByText("the one before was removed");
        assertThat(words).isVisible();
        lesson.terminal().showsFreshPrompt();
        lesson.task("greet").isPassed();
        lesson.page().reload();
        assertThat(words).isVisible();
        lesson.terminal().type("ls");
        assertThat(words).isHidden();
    }

    @Test
    void theEngineIsKilledAndShellContainersAndLogsGoOn() {
        final LessonPage lesson = LessonPage.join(chromium.window(), berth, "Leslie");
        final TerminalView terminal = lesson.terminal();
        final String counter = "docker run -d --name counter debian bash -c 'for n in $(seq 100000); do echo $n; sleep 0.05; done'";
        final String id = terminal.run(counter).unbroken();
        terminal.type("here=remembered").type(COUNT).shows("0020,");

        berth.killEngine();

        terminal.shows("0250,").showsPrompt();
        assertThat(terminal.unbroken()).contains(COUNTED);
        assertThat(terminal.run("echo $here").text()).isEqualTo("remembered");
        assertThat(terminal.run("docker ps -q --no-trunc").unbroken()).isEqualTo(id);
        assertThat(terminal.run("docker logs counter > log; seq $(wc -l < log) | cmp - log && [ $(wc -l < log) -gt 50 ]").code()).isZero();
        terminal.run("docker run debian echo hello, " + lesson.values().word());
        lesson.task("greet").isPassed();
    }
}
