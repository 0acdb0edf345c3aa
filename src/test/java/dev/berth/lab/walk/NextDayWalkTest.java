package dev.berth.lab.walk;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import dev.berth.lab.walk.LessonPage.InsideValues;
import org.junit.jupiter.api.Test;

/** A lesson is left in the evening, its machine sleeps, and the next day it is opened again: everything is where it was. */
@Walk
class NextDayWalkTest {

    private static final String SLEEPS = "Press a key, or click here, to wake it";

    private final RunningBerth berth = new RunningBerth();
    private final Chromium chromium;

    NextDayWalkTest(final Chromium chromium) {
        this.chromium = chromium;
    }

    @Test
    void filesContainersTasksAndHistoryAreWhereTheyWereLeft() {
        final BrowserContext person = chromium.person();
        final LessonPage evening = LessonPage.joinInside(person.newPage(), berth, "Rosalind");
        final String address = evening.page().url();
        final TerminalView terminal = evening.terminal();
        final InsideValues own = evening.insideValues();
        terminal.run("docker run --rm --label trip=" + own.trip() + " busybox sleep 1");
        evening.task("vanish").isPassed();
        terminal.run("docker run debian bash; echo mine > note; docker run -d --name " + own.vessel() + " debian " + own.sleep() + "; docker exec " + own.vessel() + " touch /left");
        evening.task("sleeper").isPassed();
        final String containers = terminal.run("docker ps -aq --no-trunc | sort").unbroken();
        final String machine = terminal.run("hostname -I").text().split(" ")[0];
        final String finished = terminal.run("docker inspect -f '{{.State.ExitCode}} {{.State.FinishedAt}}' $(docker ps -aq --filter status=exited)").text();
        evening.page().close();

        berth.hibernate(berth.machineAt(machine));
        final Page page = person.newPage();
        page.navigate(address);
        final LessonPage morning = new LessonPage(page);

        morning.terminal().shows("This machine has slept since").showsPrompt();
        morning.task("vanish").isPassed();
        morning.task("sleeper").isPassed();
        assertThat(morning.terminal().run("cat note; hostname -I").text()).startsWith("mine\n" + machine);
        assertThat(morning.terminal().run("docker ps -aq --no-trunc | sort").unbroken()).isEqualTo(containers);
        assertThat(morning.terminal().run("docker ps --format '{{.Names}}'; docker exec " + own.vessel() + " ls /left").text()).isEqualTo(own.vessel() + "\n/left");
        assertThat(morning.terminal().run("docker inspect -f '{{.State.ExitCode}} {{.State.FinishedAt}}' $(docker ps -aq --filter status=exited)").text()).isEqualTo(finished);
        // The shell that was ended has kept its history.
        assertThat(morning.terminal().run("grep -c 'echo mine > note' ~/.bash_history").text()).isEqualTo("1");
        morning.terminal().run("docker kill " + own.vessel());
        morning.write("code", "137");
        morning.task("stop").isPassed();
    }

    /** It once said that the shell had ended, as if the student had typed exit, and the machine ran again a second later. */
    @Test
    void aPageThatIsOpenSaysThatItsMachineSleepsAndWakesItWithAKeyAClickOrAReload() {
        final LessonPage lesson = LessonPage.joinInside(chromium.window(), berth, "Lamarr");
        final String machine = berth.machineAt(lesson.terminal().run("touch here; hostname -I").text().split(" ")[0]);
        // What runs makes the sleep long, and tells of itself while it ends.
        lesson.terminal().run("docker run -d --name " + lesson.insideValues().vessel() + " debian " + lesson.insideValues().sleep());
        lesson.task("sleeper").isPassed();

        putToSleep(lesson, machine);
        lesson.terminal().press("x").shows("This machine has slept since").showsPrompt();
        assertThat(lesson.connection()).hasText("connected");
        assertThat(lesson.terminal().run("ls").text()).contains("here");

        putToSleep(lesson, machine);
        lesson.page().getByText(SLEEPS).click();
        lesson.terminal().shows("This machine has slept since").showsPrompt();

        putToSleep(lesson, machine);
        lesson.page().reload();
        lesson.terminal().shows("This machine has slept since").showsPrompt();
        assertThat(lesson.connection()).hasText("connected");
    }

    private void putToSleep(final LessonPage lesson, final String machine) {
        berth.hibernate(machine);
        assertThat(lesson.page().getByText(SLEEPS)).isVisible();
        assertThat(lesson.connection()).hasText("machine sleeps");
        lesson.task("sleeper").isPassed();
        assertThat(lesson.page().locator(".task[data-state=our-fault]")).hasCount(0);
        assertThat(berth.isAsleep(machine)).as("the machine sleeps as long as nobody comes back to it").isTrue();
    }
}
