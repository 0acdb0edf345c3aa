package dev.berth.lab.walk;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import dev.berth.lab.walk.LessonPage.Values;
import dev.berth.lab.walk.TerminalView.Outcome;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A student walks through the lesson "Your first container". */
@Walk
class FirstContainerWalkTest {

    private final RunningBerth berth = new RunningBerth();
    private final Chromium chromium;

    FirstContainerWalkTest(final Chromium chromium) {
        this.chromium = chromium;
    }

    @Test
    void theTerminalIsARootShellOnAMachineOfOnesOwn() {
        final LessonPage lesson = LessonPage.join(chromium.window(), berth, "Grace");
        final TerminalView terminal = lesson.terminal();

        assertThat(terminal.run("hostname; id -un; pwd").text()).isEqualTo("vm1\nroot\n/root");
        assertThat(terminal.run("ps ax").text()).contains(" 1 ?").doesNotContain("java").doesNotContain("launcher");
        assertThat(terminal.run("ip -br addr").text()).contains("eth0").contains("docker0");
        assertThat(terminal.run("docker version --format '{{.Client.Version}}'").text()).startsWith("20.10.");
    }

    /** In local mode as well, on a stock Docker. */
    @Test
    @Tag("local-mode")
    void everyTaskTurnsGreenByTheCommandsOfTheText() {
        final LessonPage lesson = LessonPage.join(chromium.window(), berth, "Ada");
        final TerminalView terminal = lesson.terminal();
        final Values own = lesson.values();

        lesson.task("greet").misses("no container from debian has said anything yet");
        lesson.clickRun("docker run debian echo \"hello, " + own.word() + "\"");
        lesson.task("greet").isPassed();
        terminal.shows("\nhello, " + own.word() + "\n");

        assertThat(lesson.choose("still-there", "One container, running")).hasText("Noted. Now run it, and compare.");
        assertThat(lesson.compare("still-there")).containsText("You guessed “One container, running”; it is “Nothing”. A container runs as long as its first process does");
        lesson.clickRun("docker ps");
        lesson.clickRun("docker ps -a");
        terminal.shows("Exited (0)");
        lesson.clickRun("docker ps -as");
        terminal.shows("(virtual ");

        lesson.task("again").misses("has been started once");
        terminal.run("docker start $(docker ps -lq)");
        lesson.task("again").isPassed();
        assertThat(terminal.run("docker logs $(docker ps -lq)").text()).isEqualTo("hello, " + own.word() + "\nhello, " + own.word());

        lesson.clickRun("docker run -d --name dice debian shuf -i 1000-9999 -n 1");
        lesson.task("listen").misses("dice has rolled, and nobody has told us the number");
        lesson.write("rolled", "no number");
        lesson.task("listen").misses("no number is not a line in the log of dice");
        lesson.write("rolled", terminal.run("docker logs dice").text());
        lesson.task("listen").isPassed();

        final Outcome refused = terminal.run("docker image rm debian");
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.unbroken()).contains("conflict: unable to remove repository reference \"debian\" (must force) - container");

        terminal.type("clear; docker run -it debian bash").shows(":/#").type("hostname; ps aux").shows("0:00 ps aux");
        lesson.task("shell").misses("is still open").hints("exit " + own.exit());
        terminal.type("exit " + own.exit()).showsPrompt();
        lesson.task("shell").isPassed();
        assertThat(terminal.run("true").code()).isZero();

        final Outcome noProgram = terminal.run("docker run debian " + own.word());
        assertThat(noProgram.code()).isEqualTo(127);
        assertThat(noProgram.unbroken()).contains("\"" + own.word() + "\": executable file not found in $PATH");
        lesson.task("nosuch").isPassed();
        final Outcome noImage = terminal.run("docker run " + own.word());
        assertThat(noImage.code()).isEqualTo(125);
        assertThat(noImage.unbroken()).contains("Unable to find image '" + own.word() + ":latest' locally");

        assertThat(terminal.run("docker run -d --name " + own.vessel() + " debian " + own.sleep()).code()).isZero();
        lesson.task("sleeper").isPassed();
        final Outcome taken = terminal.run("docker run -d --name " + own.vessel() + " debian true");
        assertThat(taken.code()).isEqualTo(125);
        assertThat(taken.unbroken()).contains("Conflict. The container name \"/" + own.vessel() + "\" is already in use by container");

        terminal.type("clear; docker exec -it " + own.vessel() + " bash").shows(":/#").type("kill 1; kill -9 1; ps aux").shows("0:00 sleep");
        lesson.task("inside").isPassed();
        terminal.type("exit").showsPrompt();

        assertThat(terminal.run("ps -ax --forest").text()).contains(own.sleep());
        lesson.write("outside", "1");
        lesson.task("outside").misses("1 is its number inside");
        lesson.write("outside", terminal.run("docker top " + own.vessel() + " | awk 'NR == 2 { print $2 }'").text());
        lesson.task("outside").isPassed();

        terminal.run("docker exec " + own.vessel() + " bash -c 'echo " + own.word() + " was here > /proc/1/fd/1'");
        lesson.task("speak").isPassed();

        terminal.type("clear; docker run -it --name " + own.desk() + " debian bash").shows(":/#").type("seen=tomorrow; echo left at $seen").shows("left at tomorrow");
        terminal.press("Control+p").press("Control+q").showsPrompt();
        lesson.task("come-back").misses("nobody has come back to it yet");
        terminal.type("clear; docker attach " + own.desk()).type("echo back at $seen").shows("back at tomorrow");
        lesson.task("come-back").isPassed();
        terminal.press("Control+p").press("Control+q").showsPrompt();

        assertThat(terminal.run("docker kill " + own.vessel() + "; docker wait " + own.vessel()).text()).endsWith("137");
        lesson.task("stop").isPassed();

        lesson.task("vanish").misses("has been here yet");
        assertThat(terminal.run("docker run --rm --label trip=" + own.trip() + " busybox sh -c 'sleep 1; echo gone'").text()).isEqualTo("gone");
        lesson.task("vanish").isPassed();

        lesson.task("tidy").misses("still running");
        assertThat(terminal.run("docker rm $(docker ps -aq)").unbroken()).contains("You cannot remove a running container");
        terminal.run("docker rm -f " + own.desk());
        lesson.task("tidy").isPassed();
        assertThat(lesson.progress()).hasText("13 of 13");
        assertThat(lesson.page().getByText("All tasks of this lesson are done.")).isVisible();
    }

    @Test
    void whatIsBeyondRepairIsHealedByANewMachineAndPassedTasksStayPassed() {
        final LessonPage lesson = LessonPage.join(chromium.window(), berth, "Linus");
        final TerminalView terminal = lesson.terminal();
        terminal.run("docker run debian echo hello, " + lesson.values().word());
        lesson.task("greet").isPassed();

        terminal.run("docker rm $(docker ps -aq); docker image rm debian");
        lesson.task("shell").isBeyondRepair();
        final Locator button = lesson.task("shell").resetButton();
        lesson.startTheMachineAnew(button);

        lesson.task("shell").misses("no bash has been opened");
        lesson.task("greet").isPassed();
        terminal.showsFreshPrompt();
        assertThat(terminal.run("docker image ls -q debian").text()).isNotEmpty();
    }

    @Test
    void mistakesAreToldApart() {
        final LessonPage lesson = LessonPage.join(chromium.window(), berth, "Dennis");
        final TerminalView terminal = lesson.terminal();
        final Values own = lesson.values();

        terminal.run("docker run debian echo hello, somebody else");
        lesson.task("greet").misses("said hello, somebody else; your greeting is hello, " + own.word()).hints("arrow up");

        terminal.run("docker run -d --name " + own.vessel() + " debian sleep 5");
        lesson.task("sleeper").misses("runs sleep 5 from debian; it is to be " + own.sleep());

        terminal.run("docker run --rm busybox true");
        lesson.task("vanish").misses("did not have the label trip=" + own.trip());
    }

    @Test
    void theShellsSizeFollowsTheWindows() {
        final LessonPage lesson = LessonPage.join(chromium.window(), berth, "Margaret");
        final TerminalView terminal = lesson.terminal();
        final String before = terminal.run("stty size").text();
        terminal.type("clear; docker run -it --rm --name sized debian bash").shows(":/#").type("trap 'stty size; echo changed' WINCH");

        lesson.page().setViewportSize(1000, 560);
        // bash runs a trap when its next command ends.
        terminal.type("sleep 0.3").shows("changed").isWhole();
        terminal.type("exit").showsPrompt();
        assertThat(terminal.run("stty size").text()).isNotEqualTo(before);
    }
}
