package dev.berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;

/** Containers that take all that their machine may have: its own shell goes on, and can end them. */
@ExtendWith(EngineUnderTest.class)
@DisabledIfSystemProperty(named = "berth.sockets", matches = ".+", disabledReason = "a stock Docker has no machines")
class GreedyContainersTest {
    private static final String IMAGE = SmallImage.NAME;
    private static final String MACHINE = "besieged";
    private static final String FORKING = "(while :; do sleep 1000 & done) & exec sleep 1000";
    private static final String TWENTY_PROGRAMS = "i=0; while [ $i -lt 20 ]; do sleep 1000 & i=$((i + 1)); done; echo all run";
    /** Has read 36 MiB that nobody takes. */
    private static final String LARGE = "mkfifo /taken; sleep 1000 </taken & echo $$ >/large; exec dd if=/dev/zero of=/taken bs=36M count=1";
    private static final String SIZE_OF_LARGE = "grep VmRSS /proc/$(cat /large)/status | tr -dc 0-9";
    private static final String[] EATING = {"dd", "if=/dev/zero", "of=/dev/null", "bs=60M", "count=1"};

    private final Berth berth;
    private final Docker admin;

    GreedyContainersTest(Berth berth) {
        this.berth = berth;
        admin = berth.admin();
    }

    @AfterEach
    void remove() {
        admin.run("rm", "-f", MACHINE);
    }

    private Docker start(String... limits) {
        admin.succeed(Stream.of(Stream.of("run", "-d", "--runtime", "machine", "--name", MACHINE), Stream.of(limits), Stream.of(IMAGE))
                .flatMap(part -> part).toArray(String[]::new));
        return berth.machine(MACHINE);
    }

    private String inMachine(String script) {
        return admin.run("exec", MACHINE, "sh", "-c", script).line();
    }

    /** A machine whose containers have taken all its processes once could be helped only from outside: nothing could be started in it any more, no docker command either. */
    @Test
    void whatForksWithoutEndLeavesTheMachineRoomToEndIt() {
        Docker machine = start("--pids-limit", "100");
        machine.succeed("run", "-d", "--name", "forking", IMAGE, "sh", "-c", FORKING);
        machine.succeed("create", "--name", "other", IMAGE, "true");
        while (!machine.succeed("logs", "--tail", "1", "forking").errors().contains("can't fork")) {
            Thread.onSpinWait();
        }

        assertThat(inMachine(TWENTY_PROGRAMS)).isEqualTo("all run");
        assertThat(machine.run("start", "other").errors()).contains("resource temporarily unavailable");
        assertThat(machine.succeed("ps", "--format", "{{.Names}}").line()).isEqualTo("forking");
        assertThat(Integer.parseInt(machine.succeed("stats", "--no-stream", "--format", "{{.PIDs}}", "forking").line())).isBetween(60, 74);
        machine.succeed("kill", "forking");
        machine.succeed("start", "other");
        machine.succeed("rm", "-f", "forking", "other");
    }

    @Test
    void containersHaveMoreProcessesWhenTheirMachineGetsMore() {
        Docker machine = start("--pids-limit", "40");
        machine.succeed("run", "-d", "--name", "busy", IMAGE, "sleep", "1000");

        admin.succeed("update", "--pids-limit", "200", MACHINE);

        assertThat(machine.succeed("exec", "busy", "sh", "-c", TWENTY_PROGRAMS + "; " + TWENTY_PROGRAMS).output()).isEqualTo("all run\nall run\n");
    }

    @Test
    void whenTheMachinesMemoryIsUsedUpAContainersProgramIsKilledAndNoLargerOneOfTheMachinesOwn() {
        Docker machine = start("--memory", "64m", "--memory-swap", "64m");
        admin.succeed("exec", "-d", MACHINE, "sh", "-c", LARGE);
        while (!inMachine(SIZE_OF_LARGE).matches("3[6-9]\\d{3}")) {
            Thread.onSpinWait();
        }
        String size = inMachine(SIZE_OF_LARGE);

        int first = machine.run(Stream.concat(Stream.of("run", "--name", "eating", IMAGE), Stream.of(EATING)).toArray(String[]::new)).code();
        machine.succeed("run", "-d", "--name", "entered", IMAGE, "sleep", "1000");
        int executed = machine.run(Stream.concat(Stream.of("exec", "entered"), Stream.of(EATING)).toArray(String[]::new)).code();

        assertThat(first).isEqualTo(137);
        assertThat(machine.inspect("eating", "{{.State.OOMKilled}}")).isEqualTo("true");
        assertThat(executed).isEqualTo(137);
        assertThat(inMachine(SIZE_OF_LARGE)).isEqualTo(size);
    }
}
