package dev.berth.lab.walk;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.berth.lab.walk.TerminalView.Outcome;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A student at a lesson with two machines, of the course in {@code src/test/resources/machines-course}, with which {@code ./test} starts a Berth for this alone. */
@Tag("several-machines")
@Timeout(value = 3, unit = TimeUnit.MINUTES)
@ExtendWith(SharedChromium.class)
class SeveralMachinesWalkTest {

    private static final String ASK = "curl --silent --max-time 10 vm2:8080";

    private final RunningBerth berth = new RunningBerth();
    private final Chromium chromium;

    SeveralMachinesWalkTest(final Chromium chromium) {
        this.chromium = chromium;
    }

    @Test
    void eachHasATerminalFactsAndPortsOfItsOwn() {
        final LessonPage lesson = LessonPage.joinMachines(chromium.window(), berth, "Mona");
        final Page page = lesson.page();
        final String student = page.locator("[data-live]").getAttribute("data-live").replaceAll(".*student=", "");
        final String word = lesson.task("serve").value(2);
        lesson.task("serve").misses("on vm2: there is no container called web");

        final TerminalView second = show(page, "vm2");
        second.shows("root@vm2:");
        assertThat(second.run("hostname").text()).isEqualTo("vm2");

        show(page, "vm1");
        lesson.clickRun("docker run -d --name web -p 8080:80 busybox sh -c 'mkdir /www; echo " + word + " >/www/index.html; httpd -f -h /www' on vm2");
        lesson.task("serve").isPassed();
        assertThat(page.locator("[data-terminals] [aria-current=true]")).hasText("vm2");
        final Locator chip = page.locator("[data-ports] a");
        assertThat(chip).hasText("vm2:8080 ↗");
        assertThat(chip).hasAttribute("href", "/ports/vm2/8080?student=" + student);

        lesson.clickRun("docker run --name ask busybox wget -qO- http://vm2:8080/ on vm1");
        lesson.task("ask").isPassed();
        assertThat(page.locator("[data-terminals] [aria-current=true]")).hasText("vm1");
        final TerminalView first = lesson.terminal();
        assertThat(first.run("ping -c 1 -W 5 vm2").code()).isZero();
        assertThat(first.run(ASK).text()).isEqualTo(word);

        berth.killEngine();
        assertThat(first.run(ASK).text()).as("while there is no engine, or just another one").isEqualTo(word);

        seesBoth(student);
        isAlone();
        page.bringToFront();
        startsAllAnew(lesson);
    }

    private static TerminalView show(final Page page, final String machine) {
        page.locator("[data-terminals]").getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(machine).setExact(true)).click();
        return new TerminalView(page, machine.equals("vm1") ? "#terminal" : "#terminal-" + machine);
    }

    private void seesBoth(final String student) {
        final Page instructors = ClassroomPage.open(chromium.window(), berth).page();
        instructors.navigate(berth.address() + "/classroom/students/" + student + "/terminal");
        new TerminalView(instructors, "#terminal").shows("root@vm1:");

        instructors.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("vm2").setExact(true)).click();

        new TerminalView(instructors, "#terminal").shows("root@vm2:");
        assertThat(instructors.locator("[data-ports] a")).hasText("8080 ↗");
    }

    /** The addresses are the same for everybody, and lead everybody to their own. */
    private void isAlone() {
        final LessonPage other = LessonPage.joinMachines(chromium.window(), berth, "Max");
        show(other.page(), "vm2").shows("root@vm2:");
        show(other.page(), "vm1");

        final Outcome asked = other.terminal().run(ASK);

        assertThat(asked.code()).isEqualTo(7); // nothing listens on this student's own vm2
        assertThat(asked.text()).isEmpty();
    }

    private static void startsAllAnew(final LessonPage lesson) {
        final Page page = lesson.page();
        page.getByText("Start the machines anew").first().click();
        page.locator("[data-reset-form] button").click();
        assertThat(page.locator("[data-reset-dialog]")).containsText("Everything on vm1, vm2 is lost");
        page.locator("[data-reset-dialog] button[value=reset]").click();

        assertThat(page.locator("[data-ports]")).isHidden();
        lesson.terminal().showsFreshPrompt();
        final TerminalView second = show(page, "vm2");
        second.shows("root@vm2:");
        assertThat(second.run("docker ps --all --quiet").text()).isEmpty();
        assertThat(second.run("ping -c 1 -W 5 vm1").code()).isZero();
    }
}
