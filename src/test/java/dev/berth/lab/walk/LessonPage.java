package dev.berth.lab.walk;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.net.URI;
import java.util.List;

/** The page of a lesson, as its student uses it. */
final class LessonPage {

    private static final String FIRST_CONTAINER = "first-container";

    private final Page page;
    private final TerminalView terminal;

    LessonPage(final Page page) {
        this.page = page;
        this.terminal = new TerminalView(page, "#terminal");
    }

    /** Enters by the link of the class, opens the lesson "Your first container", and waits for the prompt. */
    static LessonPage join(final Page page, final RunningBerth berth, final String name) {
        return join(page, berth.studentLink(), name);
    }

    /** Enters by a link of the class, opens the lesson "Your first container", and waits for the prompt. */
    static LessonPage join(final Page page, final String link, final String name) {
        return join(page, link, name, FIRST_CONTAINER);
    }

    /** Enters by the link of the class, opens the lesson "Inside a container", and waits for the prompt. */
    static LessonPage joinInside(final Page page, final RunningBerth berth, final String name) {
        return join(page, berth.studentLink(), name, "inside");
    }

    /** Enters by the link of the class, opens homework 1, and waits for the prompt. */
    static LessonPage joinHomework(final Page page, final RunningBerth berth, final String name) {
        return join(page, berth.studentLink(), name, "homework-1");
    }

    /** Enters by the link of the class, opens homework 2, and waits for the prompt of its first machine. */
    static LessonPage joinHomework2(final Page page, final RunningBerth berth, final String name) {
        return join(page, berth.studentLink(), name, "homework-2");
    }

    /** Enters by the link of the class, opens the lesson "Two machines" of the course for tests, and waits for the prompt of the first. */
    static LessonPage joinMachines(final Page page, final RunningBerth berth, final String name) {
        return join(page, berth.studentLink(), name, "two-machines");
    }

    private static LessonPage join(final Page page, final String link, final String name, final String lesson) {
        page.navigate(link);
        final Locator field = page.getByLabel("Your name");
        // A lab on the learner's own computer asks for the name once.
        if (field.isVisible()) {
            field.fill(RunningBerth.nameOf(name));
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Start")).click();
        }
        page.waitForURL("**/lessons/*");
        return open(page, lesson);
    }

    /** Opens the lesson "Your first container" for somebody who has joined, and waits for the prompt. */
    static LessonPage open(final Page page) {
        return open(page, FIRST_CONTAINER);
    }

    private static LessonPage open(final Page page, final String lesson) {
        final URI address = URI.create(page.url()).resolve("/lessons/" + lesson);
        if (!page.url().equals(address.toString())) {
            page.navigate(address.toString());
        }
        final LessonPage opened = new LessonPage(page);
        opened.terminal.showsPrompt();
        return opened;
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

    /** How many tasks are passed, in the words of the top bar: "3 of 5". */
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
        page.waitForResponse(response -> response.url().contains("/answers/" + question + "?"), () -> form.getByRole(AriaRole.BUTTON).click());
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

    /** The values of this student's own in the lesson "Your first container", as the page names them. */
    Values values() {
        return new Values(task("greet").value(1).substring("hello, ".length()), task("lasting").value(1), task("replaced").value(0));
    }

    /** What differs from student to student in the lesson "Your first container". */
    record Values(String word, String seconds, String box) {

        List<String> all() {
            return List.of(word, seconds, box);
        }
    }

    /** The values of this student's own in the lesson "Inside a container", as the page names them. */
    InsideValues insideValues() {
        return new InsideValues(
                task("speak").value(2).replace(" was here", ""),
                task("shell").value(1).substring("exit ".length()),
                task("inside").value(2).substring("exit ".length()),
                task("sleeper").value(0),
                task("sleeper").value(2),
                task("come-back").value(0),
                task("vanish").value(1).substring("trip=".length()));
    }

    /**
     * What differs from student to student in the lesson "Inside a container".
     *
     * @param sleep the whole command "sleep 1234"
     */
    record InsideValues(String word, String exit, String leave, String sleep, String vessel, String desk, String trip) {}
}
