package dev.berth.lab.walk;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import org.junit.jupiter.api.Test;

/** A second terminal beside the first, and a shell that has ended. */
@Walk
class TerminalsWalkTest {

    private final RunningBerth berth = new RunningBerth();
    private final Accessibility accessibility = new Accessibility();
    private final Chromium chromium;

    TerminalsWalkTest(final Chromium chromium) {
        this.chromium = chromium;
    }

    /** They were told that this was beyond repair, and to have their machine made anew. */
    @Test
    void whoForgotToDetachGoesOnInASecondTerminal() {
        final LessonPage lesson = LessonPage.joinInside(chromium.window(), berth, "Mary");
        final LessonPage.InsideValues own = lesson.insideValues();
        lesson.terminal().type("clear; docker run --name " + own.vessel() + " debian " + own.sleep());
        lesson.task("sleeper").misses("your terminal waits for it").hints("open a second terminal with the + beside vm1").hints("docker rm -f " + own.vessel());
        lesson.terminal().press("Control+c");

        another(lesson).click();
        final TerminalView second = terminal(lesson, 2);
        second.showsPrompt();
        lesson.page().keyboard().type("docker rm -f " + own.vessel() + "\n");

        second.shows("\n" + own.vessel() + "\n");
        lesson.terminal().showsPrompt();
        assertThat(second.run("docker run -d --name " + own.vessel() + " debian " + own.sleep()).code()).isZero();
        lesson.task("sleeper").isPassed();
        second.run("docker rm -f " + own.vessel());
    }

    @Test
    void eachTerminalGoesOnAfterAReloadUntilItIsClosed() {
        final LessonPage lesson = LessonPage.join(chromium.window(), berth, "Dorothy");
        lesson.terminal().type("here=first");
        another(lesson).click();
        terminal(lesson, 2).showsPrompt();
        lesson.page().keyboard().type("here=second; echo \"<$here>\"\n");
        terminal(lesson, 2).shows("\n<second>\n");
        lesson.clickRun("docker ps");
        terminal(lesson, 2).shows("CONTAINER ID");

        lesson.page().reload();

        terminal(lesson, 2).shows("\n<second>\n");
        assertThat(tab(lesson, "vm1 (2)")).hasAttribute("aria-current", "true");
        lesson.page().keyboard().type("echo \"<again $here>\"\n");
        terminal(lesson, 2).shows("\n<again second>\n");
        tab(lesson, "vm1").click();
        lesson.page().keyboard().type("echo \"<again $here>\"\n");
        lesson.terminal().shows("\n<again first>\n");

        button(lesson, "Close terminal 2").click();

        assertThat(lesson.page().locator("#terminal-2")).hasCount(0);
        lesson.page().reload();
        lesson.terminal().shows("\n<again first>\n");
        assertThat(tab(lesson, "vm1 (2)")).hasCount(0);
        assertThat(lesson.terminal().run("ps -e --no-headers -o comm | grep -cx bash").text()).as("shells").isEqualTo("1");
    }

    @Test
    void fourTerminalsAreEnoughAndAKeyboardReachesThem() {
        final LessonPage lesson = LessonPage.join(chromium.window(), berth, "Evelyn");
        final Page page = lesson.page();
        for (int number = 2; number <= 4; number++) {
            page.keyboard().press("Shift+F6");
            while (!(boolean) page.evaluate("document.activeElement.matches('[data-terminal-add]')")) {
                page.keyboard().press("Tab");
            }
            page.keyboard().press("Enter");
            terminal(lesson, number).showsPrompt();
            page.keyboard().type("echo \"<" + number + " $((40 + " + number + "))>\"\n");
            terminal(lesson, number).shows("<" + number + " 4" + number + ">");
        }
        assertThat(another(lesson)).isDisabled();
        assertThat(accessibility.problems(page)).isEmpty();

        page.keyboard().press("Shift+F6");
        assertThat(tab(lesson, "vm1 (4)")).isFocused();
        page.keyboard().press("Tab");
        page.keyboard().press("Enter");

        assertThat(page.locator("#terminal-4")).hasCount(0);
        assertThat(page.locator("#terminal textarea")).isFocused();
        assertThat(another(lesson)).isEnabled();
    }

    /** Run opened a new shell, and the command was gone. */
    @Test
    void runTypesIntoTheNewShellThatItOpens() {
        final LessonPage lesson = LessonPage.join(chromium.window(), berth, "Hopper");
        lesson.terminal().type("exit");
        assertThat(lesson.connection()).hasText("shell ended");

        lesson.clickRun("docker ps");
        lesson.clickRun("docker ps -a");

        lesson.terminal().shows("# docker ps -a\nCONTAINER ID").showsPrompt();
        assertThat(lesson.terminal().rows().get(0)).as("typed at the prompt").matches("root@vm1:\\S+# docker ps");
        assertThat(lesson.terminal().text().split("# docker ps", -1)).hasSize(3);
        assertThat(lesson.connection()).hasText("connected");
    }

    @Test
    void runWakesAMachineThatSleepsAndTypesThere() {
        final LessonPage lesson = LessonPage.join(chromium.window(), berth, "Edith");
        berth.hibernate(berth.machineAt(lesson.terminal().run("hostname -I").text().split(" ")[0]));
        assertThat(lesson.connection()).hasText("machine sleeps");

        lesson.clickRun("docker ps -a");

        lesson.terminal().shows("This machine has slept since").shows("# docker ps -a\nCONTAINER ID").showsPrompt();
    }

    /** The shell knew no command of that name, and said nothing else. */
    @Test
    void aLineWithThePromptOfATextGetsAHint() {
        final LessonPage lesson = LessonPage.join(chromium.window(), berth, "Ida");
        final TerminalView terminal = lesson.terminal();

        final TerminalView.Outcome copied = terminal.run("$ docker ps");

        assertThat(copied.unbroken()).isEqualTo("bash: $: command not foundThe $ is a prompt, not a part of the command: type what comes after it.");
        assertThat(copied.code()).isEqualTo(127);
        final TerminalView.Outcome unknown = terminal.run("no-such-program -x '$ '");
        assertThat(unknown.unbroken()).isEqualTo("bash: no-such-program: command not found");
        assertThat(unknown.code()).isEqualTo(127);
    }

    @Test
    void anAnswerIsThereAgainAfterAReload() {
        final LessonPage lesson = LessonPage.join(chromium.window(), berth, "Gladys");
        lesson.choose("still-there", "Nothing");
        lesson.choose("same-name", "It runs, and replaces the old container");
        lesson.compare("same-name");
        lesson.write("given", "no-name");
        final Locator wrong = lesson.page().locator("form[data-block=same-name]");
        final String explanation = "You guessed “It runs, and replaces the old container”; it is “Docker refuses: the name is taken”. The old container has ended, but it still exists, with its name, its files and everything that it printed. It stays until somebody removes it. Docker does not replace";
        assertThat(wrong.locator("output")).containsText(explanation);
        assertThat(lesson.page().locator("form[data-block=given] output")).containsText("Noted.");

        lesson.page().reload();

        assertThat(wrong.locator("output")).containsText(explanation);
        assertThat(wrong.getByLabel("It runs, and replaces the old container")).isChecked();
        assertThat(lesson.page().locator("form[data-block=still-there]")).hasAttribute("data-result", "guessed");
        assertThat(lesson.page().locator("form[data-block=given] input")).hasValue("no-name");
    }

    @Test
    void theTerminalHasAHundredColumnsInTheWindowOfASmallLaptop() {
        final LessonPage lesson = LessonPage.join(chromium.window(), berth, "Irmgard");

        for (final int width : new int[] {1280, 1366, 1440, 1920}) {
            lesson.page().setViewportSize(width, 800);
            lesson.terminal().isWhole();
            assertThat(Integer.parseInt(lesson.terminal().run("stty size | cut -d' ' -f2").text())).as("columns at " + width).isGreaterThanOrEqualTo(100);
        }
    }

    private static Locator another(final LessonPage lesson) {
        return button(lesson, "Another terminal");
    }

    private static Locator tab(final LessonPage lesson, final String name) {
        return button(lesson, name);
    }

    private static Locator button(final LessonPage lesson, final String name) {
        return lesson.page().locator("[data-machine-bar]").getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name).setExact(true));
    }

    private static TerminalView terminal(final LessonPage lesson, final int number) {
        return new TerminalView(lesson.page(), "#terminal-" + number);
    }
}
