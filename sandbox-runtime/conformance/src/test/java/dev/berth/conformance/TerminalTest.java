package dev.berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.daemon.TypedCommand;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The docker CLI on a terminal. */
@ExtendWith(EngineUnderTest.class)
class TerminalTest {
    private static final String IMAGE = SmallImage.NAME;
    private static final String DETACH = "\u0010\u0011";
    private final Docker docker;

    TerminalTest(Docker docker) {
        this.docker = docker;
    }

    @Test
    void runGivesAShellOnATerminal() throws Exception {
        try (TypedCommand shell = docker.type("run", "-it", IMAGE, "sh")) {
            shell.await("# ");
            shell.type("tty; echo $((6*7))\n");
            shell.await("/dev/");
            shell.await("42");
            shell.type("exit 5\n");

            assertThat(shell.exitCode()).isEqualTo(5);
        }
    }

    @Test
    void interruptReachesTheProgram() throws Exception {
        try (TypedCommand shell = docker.type("run", "-it", IMAGE, "sh")) {
            shell.await("# ");
            shell.type("echo sleep''ing; sleep 1000; echo \"code $?\"\n");
            shell.await("sleeping");

            // The shell may overlook one that comes just when it starts the program.
            shell.await("# ", () -> shell.type("\u0003"));
            shell.type("echo al''ive\n");

            shell.await("alive");
        }
    }

    @Test
    void theWindowsSizeIsFollowed() throws Exception {
        try (TypedCommand shell = docker.type("run", "-it", IMAGE, "sh")) {
            shell.await("# ");
            shell.type("while [ \"$(stty size)\" != '33 111' ]; do :; done; echo as' 'wide\n");

            // The CLI prints before it listens for changes of its window.
            shell.await("as wide", () -> {
                shell.resize(110, 33);
                shell.resize(111, 33);
            });
        }
    }

    @Test
    void detachLeavesItRunningAndAttachComesBack() throws Exception {
        try (TypedCommand shell = docker.type("run", "-it", "--name", "left", IMAGE, "sh")) {
            shell.await("# ");
            shell.type(DETACH);
            assertThat(shell.exitCode()).isZero();
        }
        assertThat(docker.inspect("left", "{{.State.Running}}")).isEqualTo("true");

        try (TypedCommand again = docker.type("attach", "left")) {
            again.type("echo ba''ck; exit 3\n");
            again.await("back");
            assertThat(again.exitCode()).isEqualTo(3);
        }
    }

    @Test
    void attachDetachesByKeysOfItsOwnAndNeedsNoInput() throws Exception {
        docker.succeed("run", "-dit", "--name", "held", IMAGE, "sh", "-c", "while :; do echo tick; sleep 0.1; done");

        try (TypedCommand watching = docker.type("attach", "--detach-keys=ctrl-x,x", "held")) {
            watching.await("tick");
            watching.type("\u0018x");
            watching.await("read escape sequence");
            assertThat(watching.exitCode()).isEqualTo(1);
        }
        try (TypedCommand watching = docker.type("attach", "--no-stdin", "held")) {
            watching.await("tick");
        }
        assertThat(docker.inspect("held", "{{.State.Running}}")).isEqualTo("true");
    }

    /**
     * One is typed, and once: at each of them the kernel's terminal drops what is on its way to the screen (isig in n_tty.c, without NOFLSH). A test that typed them until the answer was
     * there missed it in one run of ten, with a stock Docker as well, though the docker command had written it.
     */
    @Test
    void interruptsReachTheProgramUnlessHeldBack() throws Exception {
        docker.succeed("run", "-d", "--name", "deaf", IMAGE, "sh", "-c", "trap 'echo heard; exit 9' INT; while :; do echo tick; sleep 0.1; done");

        try (TypedCommand watching = docker.type("attach", "--no-stdin", "--sig-proxy=false", "deaf")) {
            watching.await("tick");
            watching.type("\u0003");
            assertThat(watching.exitCode()).isNotZero();
        }
        assertThat(docker.inspect("deaf", "{{.State.Running}}")).isEqualTo("true");
        try (TypedCommand watching = docker.type("attach", "--no-stdin", "deaf")) {
            watching.await("tick");
            watching.type("\u0003");
            watching.await("heard");
            assertThat(watching.exitCode()).isEqualTo(9);
        }
    }

    @Test
    void execGivesAnotherShell() throws Exception {
        docker.succeed("run", "-d", "--name", "host", IMAGE, "sleep", "1000");

        try (TypedCommand shell = docker.type("exec", "-it", "host", "sh")) {
            shell.await("# ");
            shell.type("ps\n");
            shell.await("sleep 1000");
            shell.type("exit 4\n");

            assertThat(shell.exitCode()).isEqualTo(4);
        }
        assertThat(docker.inspect("host", "{{.State.Running}}")).isEqualTo("true");
    }
}
