package dev.berth.lab.walk;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.regex.Pattern;

/** The instructor's page. */
final class ClassroomPage {

    private final Page page;

    private ClassroomPage(final Page page) {
        this.page = page;
    }

    /** Enters by the instructor's link. */
    static ClassroomPage open(final Page page, final RunningBerth berth) {
        page.navigate(berth.instructorLink());
        assertThat(page.locator("header.bar [data-connection]")).hasText("live");
        return new ClassroomPage(page);
    }

    Page page() {
        return page;
    }

    StudentRow student(final String name) {
        return new StudentRow(page.getByRole(AriaRole.ROW).filter(new Locator.FilterOptions().setHas(
                page.getByRole(AriaRole.ROWHEADER, new Page.GetByRoleOptions().setName(RunningBerth.nameOf(name)).setExact(true)))));
    }

    /** Takes a student out of the class, and waits until the row is gone and the keyboard where it can go on. */
    void remove(final String name) {
        askToRemove(name);
        removalDialog().getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Remove")).click();
        assertThat(student(name).row).hasCount(0);
        assertThat(page.getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName("Students"))).isFocused();
    }

    /** Opens the question whether a student is to be removed. */
    void askToRemove(final String name) {
        student(name).row.getByRole(AriaRole.BUTTON).click();
        assertThat(removalDialog()).isVisible();
    }

    /** Answers it with no. */
    void keep() {
        removalDialog().getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Keep")).click();
        assertThat(removalDialog()).isHidden();
    }

    private Locator removalDialog() {
        return page.locator("dialog[data-remove]");
    }

    /** Shows what stands there when the class is full. */
    void pretendToBeFull() {
        page.locator("[data-class-full]").evaluate("notice => { notice.dataset.classFull = 1; notice.hidden = false; }");
    }

    /** Opens a student's terminal over the class. */
    TerminalView watch(final String name) {
        student(name).link().click();
        assertThat(page.locator("dialog [data-connection]")).hasText("read-only");
        return new TerminalView(page, "dialog .screen");
    }

    /** A student's line in the table. */
    static final class StudentRow {

        private final Locator row;

        private StudentRow(final Locator row) {
            this.row = row;
        }

        Locator link() {
            return row.getByRole(AriaRole.LINK);
        }

        /** The address of the student's terminal. */
        String address() {
            return link().getAttribute("href");
        }

        /** Waits until the student is at a task, in the words of its title. */
        StudentRow isAt(final String title) {
            assertThat(row.locator(".class-at")).containsText(title);
            return this;
        }

        /** Waits until the student is told what is missing. */
        StudentRow misses(final String fact) {
            assertThat(row.locator(".class-text")).containsText(fact);
            return this;
        }

        /** Waits until that many tasks are passed, each with its time. */
        StudentRow hasPassed(final int tasks) {
            final Locator passed = row.locator(".ticks li[data-state=passed]");
            assertThat(passed).hasCount(tasks);
            for (int task = 0; task < tasks; task++) {
                assertThat(passed.nth(task)).containsText(Pattern.compile("passed at \\d+:\\d\\d"));
            }
            return this;
        }

        StudentRow isHere() {
            assertThat(row.locator(".presence")).hasText("here");
            return this;
        }

        StudentRow isAway() {
            assertThat(row.locator(".presence")).hasText("away");
            return this;
        }
    }
}
