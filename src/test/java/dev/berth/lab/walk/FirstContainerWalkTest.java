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

        final Locator guess = lesson.choose("still-there", "One container, running");
        assertThat(guess).hasText("Noted. Now run it, and compare.");
        lesson.clickRun("docker ps");
        lesson.clickRun("docker ps -a");
        terminal.shows("Exited (0)");
        assertThat(guess).containsText("You guessed “One container, running”; it is “Nothing”. docker ps lists only running containers. A container runs as long as its program runs");
        lesson.task("given").misses("the name is not known here yet");
        lesson.write("given", "no-name");
        lesson.task("given").misses("none of your containers has the name no-name");
        lesson.write("given", terminal.run("docker ps -lq --format '{{.Names}}'").text());
        lesson.task("given").isPassed();

        terminal.run("docker run debian sleep 3");
        lesson.task("lasting").misses("lived for three seconds; you need one that lives for " + own.seconds());
        terminal.type("docker run debian sleep " + own.seconds());
        lesson.task("lasting").misses("is still sleeping").isPassed();
        terminal.showsPrompt();

        lesson.clickRun("docker run debian cp /bin/bash /" + own.word());
        assertThat(terminal.showsPrompt().run("ls /" + own.word()).text()).contains("No such file or directory");
        assertThat(terminal.run("docker run debian ls /" + own.word()).text()).contains("No such file or directory");
        lesson.clickRun("docker ps -as");
        terminal.shows("(virtual ");

        lesson.clickRun("docker run --name " + own.box() + " debian echo \"first try\"");
        terminal.shows("\nfirst try\n");
        final Outcome taken = terminal.run("docker run --name " + own.box() + " debian echo second try");
        assertThat(taken.code()).isEqualTo(125);
        assertThat(taken.unbroken()).contains("Conflict. The container name \"/" + own.box() + "\" is already in use by container");
        lesson.task("replaced").misses("is a container from debian; you need a new one from busybox").hints("docker rm " + own.box());
        lesson.clickRun("docker rm " + own.box());
        terminal.shows("\n" + own.box() + "\n").showsPrompt();
        terminal.run("docker run --name " + own.box() + " busybox echo bye, " + own.word());
        lesson.task("replaced").isPassed();

        lesson.task("tidy").misses("containers that are left: 6");
        terminal.run("docker rm $(docker ps -aq)");
        lesson.task("tidy").isPassed();
        assertThat(lesson.progress()).hasText("5 of 5");
        assertThat(lesson.page().getByText("All tasks of this lesson are done")).isVisible();
    }

    @Test
    void whatIsBeyondRepairIsHealedByANewMachineAndPassedTasksStayPassed() {
        final LessonPage lesson = LessonPage.join(chromium.window(), berth, "Linus");
        final TerminalView terminal = lesson.terminal();
        terminal.run("docker run debian echo hello, " + lesson.values().word());
        lesson.task("greet").isPassed();

        terminal.run("docker rm $(docker ps -aq); docker image rm debian");
        lesson.task("lasting").isBeyondRepair();
        final Locator button = lesson.task("lasting").resetButton();
        lesson.startTheMachineAnew(button);

        lesson.task("lasting").misses("no container from debian has run");
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

        terminal.run("docker run busybox sleep " + own.seconds());
        lesson.task("lasting").misses("was made from busybox, not from debian");

        terminal.run("docker run --name " + own.box() + " busybox echo hello");
        lesson.task("replaced").misses("that did not print the line bye, " + own.word()).hints("the name is taken now");
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
