package dev.berth.lab.walk;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Keyboard;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import org.junit.jupiter.api.Test;

/** The pages for people who use no mouse, who see little, or nothing. */
@Walk
class AccessibilityWalkTest {

    /** More stops than any page has. */
    private static final int STOPS = 200;

    private final RunningBerth berth = new RunningBerth();
    private final Accessibility accessibility = new Accessibility();
    private final Chromium chromium;

    AccessibilityWalkTest(final Chromium chromium) {
        this.chromium = chromium;
    }

    @Test
    void axeFindsNothingSeriousOnTheStudentsPages() {
        final Page page = chromium.window();
        page.navigate(berth.studentLink());
        assertThat(accessibility.problems(page)).isEmpty();

        final LessonPage lesson = LessonPage.join(page, berth, "Hedy");
        lesson.terminal().run("docker run debian echo hello, " + lesson.values().word());
        lesson.task("greet").isPassed();
        lesson.choose("still-there", "Nothing");
        lesson.choose("same-name", "It runs, and replaces the old container");
        assertThat(accessibility.problems(page)).isEmpty();
        lesson.terminal().run("docker rm $(docker ps -aq); docker image rm debian; docker pull nothing");
        lesson.task("lasting").isBeyondRepair();
        assertThat(accessibility.problems(page)).isEmpty();

        page.navigate(berth.address() + "/lessons");
        assertThat(accessibility.problems(page)).isEmpty();
        page.navigate(berth.address() + "/lessons/nosuch");
        assertThat(accessibility.problems(page)).isEmpty();

        page.navigate(berth.studentLink());
        page.getByText("Somebody else at this computer").click();
        assertThat(accessibility.problems(page)).isEmpty();
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Go on as " + RunningBerth.nameOf("Hedy"))).click();
        page.waitForURL("**/lessons/*");
        LessonPage.open(page).task("greet").isPassed();
    }

    @Test
    void axeFindsNothingSeriousOnTheInstructorsPages() {
        LessonPage.join(chromium.window(), berth, "Katherine").terminal().run("ls --color=always /");
        final ClassroomPage classroom = ClassroomPage.open(chromium.window(), berth);
        classroom.student("Katherine").isHere();
        final String terminal = classroom.student("Katherine").address();
        classroom.pretendToBeFull();
        assertThat(accessibility.problems(classroom.page())).isEmpty();

        classroom.askToRemove("Katherine");
        assertThat(accessibility.problems(classroom.page())).isEmpty();
        classroom.keep();
        classroom.watch("Katherine").showsPrompt();
        assertThat(accessibility.problems(classroom.page())).isEmpty();

        classroom.page().navigate(berth.address() + terminal);
        assertThat(classroom.page().locator("[data-connection]")).hasText("read-only");
        assertThat(accessibility.problems(classroom.page())).isEmpty();
    }

    @Test
    void aKeyboardIsEnough() {
        final Page page = chromium.window();
        final Keyboard keyboard = page.keyboard();
        page.navigate(berth.studentLink());
        keyboard.type(RunningBerth.nameOf("Annie"));
        keyboard.press("Enter");
        page.waitForURL("**/lessons/*");
        final LessonPage lesson = LessonPage.open(page);

        tabTo(page, "button[aria-label^='Run docker run debian echo']");
        keyboard.press("Enter");
        lesson.task("greet").isPassed();
        keyboard.type("docker ps -aq | wc -l");
        keyboard.press("Enter");
        lesson.terminal().shows("\n1\n");

        keyboard.press("F6");
        tabTo(page, "form[data-block=still-there] input");
        keyboard.press("ArrowDown");
        tabTo(page, "form[data-block=still-there] button");
        keyboard.press("Enter");
        final Locator said = page.locator("form[data-block=still-there] output");
        assertThat(said).hasText("Noted. Now run it, and compare.");
        tabTo(page, "form[data-block=still-there] .compare-button");
        keyboard.press("Enter");
        assertThat(said).containsText("docker ps lists only running containers");

        keyboard.press("F6");
        keyboard.type("echo back in the terminal");
        keyboard.press("Enter");
        lesson.terminal().shows("\nback in the terminal\n");
    }

    /** Presses Tab until an element has the focus. */
    private static void tabTo(final Page page, final String selector) {
        for (int stop = 0; stop < STOPS; stop++) {
            page.keyboard().press("Tab");
            if ((boolean) page.evaluate("selector => document.activeElement.matches(selector)", selector)) {
                return;
            }
        }
        throw new AssertionError("Tab does not reach \"" + selector + "\"");
    }
}
