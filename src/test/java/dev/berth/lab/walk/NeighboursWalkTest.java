package dev.berth.lab.walk;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Two students work at the same time, and nothing of the one is to be seen by the other. */
@Walk
class NeighboursWalkTest {

    private final RunningBerth berth = new RunningBerth();
    private final Chromium chromium;

    NeighboursWalkTest(final Chromium chromium) {
        this.chromium = chromium;
    }

    @Test
    void machinesDoNotSeeEachOther() {
        final TerminalView alice = LessonPage.join(chromium.window(), berth, "Alice").terminal();
        final TerminalView bob = LessonPage.join(chromium.window(), berth, "Bob").terminal();
        alice.run("echo hers > /root/letter; docker run -d --name hers debian sleep 4321; nc -dlk 7070 & sleep 0.2");
        final String address = alice.run("hostname -I").text().split(" ")[0];
        assertThat(alice.run("nc -z -w 2 " + address + " 7070").code()).as("it listens").isZero();

        assertThat(bob.run("ps ax").text()).doesNotContain("4321").doesNotContain("7070");
        assertThat(bob.run("ls /root").text()).doesNotContain("letter");
        assertThat(bob.run("docker ps -aq").text()).isEmpty();
        assertThat(bob.run("docker inspect hers").text()).contains("No such object: hers");
        assertThat(bob.run("nc -z -w 2 " + address + " 7070").code()).as("the neighbour's port").isNotZero();
        assertThat(bob.run("hostname -I").text()).doesNotContain(address);
    }

    @Test
    void aNeighboursCommandsDoNotPass() {
        final LessonPage alice = LessonPage.join(chromium.window(), berth, "Carol");
        final LessonPage bob = LessonPage.join(chromium.window(), berth, "Dave");

        assertThat(bob.values().all()).isNotEqualTo(alice.values().all());
        bob.terminal().run("docker run debian echo hello, " + alice.values().word());

        bob.task("greet").misses("your greeting is hello, " + bob.values().word());
        alice.task("greet").misses("no container from debian has said anything yet");
    }
}
