package dev.berth.lab.walk;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import dev.berth.lab.walk.LessonPage.Values;
import org.junit.jupiter.api.Test;

/** A lesson is left in the evening, its machine sleeps, and the next day it is opened again: everything is where it was. */
@Walk
class NextDayWalkTest {

    private final RunningBerth berth = new RunningBerth();
    private final Chromium chromium;

    NextDayWalkTest(final Chromium chromium) {
        this.chromium = chromium;
    }

    @Test
    void filesContainersTasksAndHistoryAreWhereTheyWereLeft() {
        final BrowserContext person = chromium.person();
        final LessonPage evening = LessonPage.join(person.newPage(), berth, "Rosalind");
        final String address = evening.page().url();
        final TerminalView terminal = evening.terminal();
        final Values own = evening.values();
        terminal.run("docker run debian echo hello, " + own.word());
        evening.task("greet").isPassed();
        terminal.run("echo mine > note; docker run -d --name " + own.vessel() + " debian " + own.sleep() + "; docker exec " + own.vessel() + " touch /left");
        evening.task("sleeper").isPassed();
        final String containers = terminal.run("docker ps -aq --no-trunc | sort").unbroken();
        final String machine = terminal.run("hostname -I").text().split(" ")[0];
        final String finished = terminal.run("docker inspect -f '{{.State.ExitCode}} {{.State.FinishedAt}}' $(docker ps -aq --filter status=exited)").text();
        evening.page().close();

        berth.hibernate(machine);
        final Page page = person.newPage();
        page.navigate(address);
        final LessonPage morning = new LessonPage(page);

        opensANewShell(morning);
        morning.terminal().shows("this is a new one");
        morning.task("greet").isPassed();
        morning.task("sleeper").isPassed();
        assertThat(morning.terminal().run("cat note; hostname -I").text()).startsWith("mine\n" + machine);
        assertThat(morning.terminal().run("docker ps -aq --no-trunc | sort").unbroken()).isEqualTo(containers);
        assertThat(morning.terminal().run("docker ps --format '{{.Names}}'; docker exec " + own.vessel() + " ls /left").text()).isEqualTo(own.vessel() + "\n/left");
        assertThat(morning.terminal().run("docker inspect -f '{{.State.ExitCode}} {{.State.FinishedAt}}' $(docker ps -aq --filter status=exited)").text()).isEqualTo(finished);
        // The shell that was ended has kept its history.
        assertThat(morning.terminal().run("grep -c 'echo mine > note' ~/.bash_history").text()).isEqualTo("1");
        morning.terminal().run("docker start $(docker ps -aq --filter status=exited)");
        morning.task("again").isPassed();
    }

    @Test
    void aPageThatWasLeftOpenGoesOnWhenItIsUsedAgain() {
        final LessonPage lesson = LessonPage.join(chromium.window(), berth, "Lamarr");
        final String machine = lesson.terminal().run("touch here; hostname -I").text().split(" ")[0];

        berth.hibernate(machine);
        lesson.page().reload();

        opensANewShell(lesson);
        assertThat(lesson.terminal().run("ls").text()).contains("here");
    }

    /** The lab has not put the machine to sleep itself: for it the shell has ended, and the student says when there is to be another. */
    private static void opensANewShell(final LessonPage lesson) {
        assertThat(lesson.page().getByText("Press Enter for a new one")).isVisible();
        lesson.terminal().press("Enter").shows("This machine has slept since").showsPrompt();
    }
}
