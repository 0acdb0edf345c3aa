package dev.berth.lab.walk;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.lab.walk.LessonPage.InsideValues;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A student walks through the lesson "Inside a container". In local mode as well, on a stock Docker. */
@Walk
@Tag("local-mode")
class InsideWalkTest {

    private final RunningBerth berth = new RunningBerth();
    private final Chromium chromium;

    InsideWalkTest(final Chromium chromium) {
        this.chromium = chromium;
    }

    @Test
    void aStudentGoesInSendsSignalsLeavesAndComesBack() {
        final LessonPage lesson = LessonPage.joinInside(chromium.window(), berth, "Lise");
        final TerminalView terminal = lesson.terminal();
        final InsideValues own = lesson.insideValues();

        lesson.clickRun("docker run debian bash");
        lesson.task("shell").misses("your keyboard was not connected with it");
        terminal.type("clear; docker run -it debian bash").shows(":/#").type("hostname; ps aux").shows("0:00 ps aux");
        lesson.task("shell").misses("is still open").hints("exit " + own.exit());
        terminal.type("docker ps").shows("docker: command not found");
        terminal.type("hostname my-own-name").shows("you must be root to change the host name");
        terminal.type("exit " + own.exit()).showsPrompt();
        lesson.task("shell").isPassed();

        assertThat(terminal.run("docker run -d --name " + own.vessel() + " debian " + own.sleep()).code()).isZero();
        lesson.task("sleeper").isPassed();
        terminal.type("clear; docker exec -it " + own.vessel() + " bash").shows(":/#").type("kill 1; kill -9 1; ps aux").shows("0:00 sleep");
        lesson.task("inside").misses("it counts when you leave it by exit " + own.leave());
        terminal.type("exit " + own.leave()).showsPrompt();
        lesson.task("inside").isPassed();

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
        lesson.task("stop").misses("its exit code is not known yet");
        lesson.write("code", "137");
        lesson.task("stop").isPassed();

        lesson.task("vanish").misses("has run yet");
        assertThat(terminal.run("docker run --rm --label trip=" + own.trip() + " busybox sh -c 'sleep 1; echo gone'").text()).isEqualTo("gone");
        lesson.task("vanish").isPassed();

        lesson.task("tidy").misses("is still running");
        assertThat(terminal.run("docker rm $(docker ps -aq)").unbroken()).contains("You cannot remove a running container");
        terminal.run("docker rm -f " + own.desk());
        lesson.task("tidy").isPassed();
        assertThat(lesson.progress()).hasText("9 of 9");
    }
}
