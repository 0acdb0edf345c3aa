package dev.berth.lab.walk;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import org.junit.jupiter.api.Test;

/** An instructor sees two students work. */
@Walk
class ClassroomWalkTest {

    private final RunningBerth berth = new RunningBerth();
    private final TerminalDoor door = new TerminalDoor(berth.address());
    private final Chromium chromium;

    ClassroomWalkTest(final Chromium chromium) {
        this.chromium = chromium;
    }

    @Test
    void theInstructorSeesEachStudentsTaskLive() {
        final ClassroomPage classroom = ClassroomPage.open(chromium.window(), berth);
        final LessonPage barbara = LessonPage.join(chromium.window(), berth, "Barbara");
        final LessonPage john = LessonPage.join(chromium.window(), berth, "John");
        classroom.student("Barbara").isHere().isAt("has said hello").hasPassed(0);
        classroom.student("John").isHere().hasPassed(0);

        barbara.terminal().run("docker run debian echo hello, " + barbara.values().word());
        john.terminal().run("docker run debian echo hello, " + barbara.values().word());

        classroom.student("Barbara").hasPassed(1).isAt("You know the name of the container").misses("the name is not known here yet");
        classroom.student("John").hasPassed(0).isAt("has said hello").misses("said hello, " + barbara.values().word());
        john.page().close();
        classroom.student("John").isAway();
    }

    @Test
    void theInstructorReadsATerminalAndCannotTypeIntoIt() {
        final LessonPage lesson = LessonPage.join(chromium.window(), berth, "Edsger");
        lesson.terminal().run("echo before the visit");
        final ClassroomPage classroom = ClassroomPage.open(chromium.window(), berth);

        final TerminalView watched = classroom.watch("Edsger").shows("before the visit");
        watched.type("echo typed by the instructor");
        lesson.terminal().run("echo after the visit");

        assertThat(watched.shows("after the visit").text()).doesNotContain("typed by");
        assertThat(lesson.terminal().text()).doesNotContain("typed by");
    }

    /** Whoever has the link of the class can join it. */
    @Test
    void theInstructorRemovesSomebodyWhoIsNotOfTheClass() {
        final LessonPage stranger = LessonPage.join(chromium.window(), berth, "Stranger");
        final ClassroomPage classroom = ClassroomPage.open(chromium.window(), berth);
        classroom.student("Stranger").isHere();

        classroom.remove("Stranger");

        assertThat(stranger.connection()).hasText("not connected");
        assertThat(stranger.page().reload().status()).isEqualTo(401);
        LessonPage.join(chromium.window(), berth, "Stranger");
        classroom.student("Stranger").isHere().hasPassed(0);
    }

    @Test
    void aStudentOpensNoPageOfTheInstructor() {
        LessonPage.join(chromium.window(), berth, "Donald");
        final String terminalOfDonald = ClassroomPage.open(chromium.window(), berth).student("Donald").address();
        final Page mallory = LessonPage.join(chromium.window(), berth, "Mallory").page();

        assertThat(mallory.navigate(berth.address() + "/classroom").status()).isEqualTo(403);
        assertThat(mallory.getByText("Donald")).hasCount(0);
        assertThat(mallory.navigate(berth.address() + terminalOfDonald).status()).isEqualTo(403);
        assertThat(mallory.request().get(berth.address() + "/classroom/live").status()).isEqualTo(403);
        assertThat(door.opens(terminalOfDonald + "/vm1", berth.address(), mallory)).isFalse();
    }

    @Test
    void aPageOfAnotherSiteOpensNoTerminal() {
        final Page student = LessonPage.join(chromium.window(), berth, "Ken").page();

        assertThat(door.opens("/terminal/vm1", berth.address(), student)).isTrue();
        assertThat(door.opens("/terminal/vm1", "https://elsewhere.example", student)).isFalse();
        assertThat(door.opens("/terminal/vm1", "null", student)).isFalse();
    }
}
