package dev.berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Containers that nobody looks after: output that nobody reads, children that nobody waits for. */
@ExtendWith(EngineUnderTest.class)
class UnattendedTest {
    private static final String IMAGE = SmallImage.NAME;
    private final Docker docker;

    UnattendedTest(Docker docker) {
        this.docker = docker;
    }

    /** Four times what the engine may have as memory. */
    @Test
    void outputThatNobodyReadsKeepsNoProgramFromItsEnd() {
        docker.succeed("run", "-d", "--name", "loud", "--log-opt", "max-size=1m", IMAGE, "sh", "-c", "yes 0123456789012345678901234567890123456789 | head -c 268435456");

        assertThat(docker.succeed("wait", "loud").line()).isEqualTo("0");
        assertThat(docker.succeed("logs", "--tail", "1", "loud").output()).startsWith("0123456789");
    }

    @Test
    void whatItsParentLeftIsWaitedForByInit() {
        docker.succeed("run", "-d", "--init", "--name", "parent", IMAGE, "sleep", "1000");

        docker.succeed("exec", "parent", "sh", "-c", "(sleep 0.1; :) & (sleep 0.2; :) & (sleep 0.3; :) &");
        docker.succeed("exec", "parent", "sleep", "0.6");

        assertThat(docker.succeed("exec", "parent", "sh", "-c", "grep -h '^State:' /proc/[0-9]*/status").output()).contains("State:").doesNotContain("Z (zombie)");
    }
}
