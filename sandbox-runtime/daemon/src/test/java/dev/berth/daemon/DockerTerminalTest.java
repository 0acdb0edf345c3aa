package dev.berth.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The real docker CLI on a terminal: what a student types and sees. */
class DockerTerminalTest {
    private static final String DETACH = "\u0010\u0011";
    @AutoClose
    private static final ServedEngine SERVED = new ServedEngine();

    @Test
    void givesAShellThatEndsWithItsExitCode() throws Exception {
        try (TypedCommand shell = SERVED.type("run", "-it", "debian", "sh")) {
            shell.await("$ ");
            shell.type("echo $((6*7))\n");
            shell.await("42");
            shell.type("exit 5\n");

            assertThat(shell.exitCode()).isEqualTo(5);
        }
    }

    @Test
    void followsTheWindowsSize() throws Exception {
        try (TypedCommand shell = SERVED.type("run", "-it", "debian", "sh")) {
            shell.await("$ ");
            shell.type("while [ \"$(stty size)\" != '33 111' ]; do :; done; echo as' 'wide\n");

            // The CLI prints before it listens for changes of its window.
            shell.await("as wide", () -> {
                shell.resize(110, 33);
                shell.resize(111, 33);
            });
        }
    }

    @Test
    void leavesAContainerRunningAndComesBack() throws Exception {
        try (TypedCommand shell = SERVED.type("run", "-it", "--name", "left", "debian", "sh")) {
            shell.await("$ ");
            shell.type(DETACH);
            assertThat(shell.exitCode()).isZero();
        }
        assertThat(SERVED.docker("inspect", "--format", "{{.State.Running}}", "left").output()).isEqualTo("true\n");

        try (TypedCommand again = SERVED.type("attach", "left")) {
            again.type("echo ba''ck\n");
            again.await("back");
        }
    }

    @Test
    void executesAShell() throws Exception {
        SERVED.docker("run", "-d", "--name", "with-shell", "debian", "sleep", "60");

        try (TypedCommand shell = SERVED.type("exec", "-it", "with-shell", "sh")) {
            shell.await("$ ");
            shell.type("echo in''side; exit 4\n");
            shell.await("inside");

            assertThat(shell.exitCode()).isEqualTo(4);
        }
    }
}
