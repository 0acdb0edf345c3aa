package dev.berth.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A machine and its containers on the real kernel. */
class MachineKernelTest {
    private TestHost host;

    @BeforeEach
    void open() {
        host = new TestHost();
    }

    @AfterEach
    void close() {
        host.close();
    }

    @Test
    void runsACommandInAMachine() {
        host.runtime().startMachine(host.machine("alice"));

        Outcome outcome = host.inMachine("alice", "hostname; id -u; ls /");

        assertThat(outcome.error()).isEmpty();
        assertThat(outcome.output()).startsWith("vm1\n0\n");
    }

    @Test
    void runsACommandInAContainer() {
        host.runtime().startMachine(host.machine("alice"));

        Outcome outcome = Outcome.of(host.runtime().startContainer(host.container("alice", "c0ffee", TestHost.program("echo", "hello world"))));

        assertThat(outcome.error()).isEmpty();
        assertThat(outcome.output()).isEqualTo("hello world");
        host.runtime().releaseContainer("alice", "c0ffee");
    }
}
