package dev.berth.lab.walk;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;

/** The page of the lesson "Your first container", as its student uses it. */
final class LessonPage {

    private final Page page;
    private final TerminalView terminal;

    LessonPage(final Page page) {
        this.page = page;
        this.terminal = new TerminalView(page, "#terminal");
    }

    /** Enters by the link of the class, and waits for the prompt. */
    static LessonPage join(final Page page, final RunningBerth berth, final String name) {
        return join(page, berth.studentLink(), name);
    }

    /** Enters by a link of the class, and waits for the prompt. */
    static LessonPage join(final Page page, final String link, final String name) {
        page.navigate(link);
        page.getByLabel("Your name").fill(RunningBerth.nameOf(name));
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Start")).click();
        page.waitForURL("**/lessons/first-container");
        final LessonPage lesson = new LessonPage(page);
        lesson.terminal.showsPrompt();
        return lesson;
    }

    Page page() {
        return page;
    }

    TerminalView terminal() {
        return terminal;
    }

    TaskCard task(final String name) {
        return new TaskCard(page.locator("#task-" + name));
    }

    /** How many tasks are passed, in the words of the top bar: "3 of 13". */
    Locator progress() {
        return page.locator("[data-progress-count]");
    }

    /** Clicks on "Run" beside a command. */
    void clickRun(final String command) {
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Run " + command).setExact(true)).first().click();
    }

    /** Chooses an answer of a quiz or prediction, and gives what the page says to it. */
    Locator choose(final String question, final String answer) {
        final Locator form = question(question);
        form.getByLabel(answer, new Locator.GetByLabelOptions().setExact(true)).check();
        form.locator("fieldset").getByRole(AriaRole.BUTTON).click();
        return form.locator("output");
    }

    /** Compares a prediction with what happened, and gives what the page says to it. */
    Locator compare(final String question) {
        final Locator form = question(question);
        form.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Compare")).click();
        return form.locator("output");
    }

    /** Writes an answer, and gives what the page says to it. */
    Locator write(final String question, final String answer) {
        final Locator form = question(question);
        form.getByRole(AriaRole.TEXTBOX).fill(answer);
        form.getByRole(AriaRole.BUTTON).click();
        return form.locator("output");
    }

    /** Asks for a new machine and says yes. */
    void startTheMachineAnew(final Locator button) {
        button.click();
        page.getByRole(AriaRole.DIALOG).getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Make a new machine")).click();
    }

    /** The word or two about the connection beside the machine's name. */
    Locator connection() {
        return page.locator("#machine [data-connection]");
    }

    private Locator question(final String name) {
        return page.locator("form.question[data-block=" + name + "]");
    }

    /** A task's card in the text. */
    static final class TaskCard {

        private final Locator card;

        private TaskCard(final Locator card) {
            this.card = card;
        }

        /** The values of the student's own, in the order in which the task names them. */
        String value(final int index) {
            return card.locator(".task-text code").nth(index).textContent();
        }

        /** Waits until it is green. */
        TaskCard isPassed() {
            assertThat(card).hasAttribute("data-state", "passed");
            return this;
        }

        /** Waits until it says what is missing. */
        TaskCard misses(final String fact) {
            assertThat(card.locator(".task-status")).containsText(fact);
            assertThat(card).hasAttribute("data-verdict", "not-yet");
            return this;
        }

        TaskCard hints(final String words) {
            assertThat(card.locator(".task-hint")).containsText(words);
            return this;
        }

        TaskCard isBeyondRepair() {
            assertThat(card).hasAttribute("data-state", "beyond-repair");
            return this;
        }

        Locator resetButton() {
            return card.getByRole(AriaRole.BUTTON);
        }
    }

    /** The values of this student's own, as the page names them. */
    Values values() {
        return new Values(
                task("greet").value(1).substring("hello, ".length()),
                task("shell").value(1).substring("exit ".length()),
                task("sleeper").value(0),
                task("sleeper").value(2),
                task("come-back").value(0),
                task("vanish").value(1).substring("trip=".length()));
    }

    /**
     * What differs from student to student.
     *
     * @param sleep the whole command "sleep 1234"
     */
    record Values(String word, String exit, String sleep, String vessel, String desk, String trip) {

        List<String> all() {
            return List.of(word, exit, sleep, vessel, desk, trip);
        }
    }
}
