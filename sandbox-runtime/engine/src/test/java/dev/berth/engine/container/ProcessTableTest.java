package dev.berth.engine.container;

import static dev.berth.engine.fake.EngineOnFake.done;
import static dev.berth.engine.fake.EngineOnFake.program;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.engine.container.Containers.Top;
import dev.berth.engine.fake.EngineOnFake;
import java.nio.file.Path;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The container's one process is the test's own: it has no process id in a machine, which is shown as 0. */
class ProcessTableTest {
    @TempDir
    private Path folder;

    private EngineOnFake host;
    private Containers containers;

    @BeforeEach
    void runContainer() {
        host = new EngineOnFake(folder);
        host.startMachine("alice");
        containers = host.containers("alice");
        done(containers.create(Optional.of("web"), program("serve")));
        done(containers.start("web"));
    }

    @AfterEach
    void close() {
        host.close();
    }

    private Top top(String... options) {
        return done(containers.top("web", List.of(options)));
    }

    @Test
    void theFullFormatIsTheDefault() {
        Top top = top();

        assertThat(top.titles()).containsExactly("UID", "PID", "PPID", "C", "STIME", "TTY", "TIME", "CMD");
        assertThat(top.processes()).hasSize(1);
        assertThat(top.processes().get(0)).hasSize(8).contains("root", "0").last().asString().contains("java");
    }

    @Test
    void theUserFormatHasMemoryAndStart() {
        assertThat(top("aux").titles())
                .containsExactly("USER", "PID", "%CPU", "%MEM", "VSZ", "RSS", "TTY", "STAT", "START", "TIME", "COMMAND");
        assertThat(top("ax").titles()).containsExactly("PID", "TTY", "STAT", "TIME", "COMMAND");
    }

    /** The test's own process has many threads. */
    @Test
    void theFormatsOfBsdHaveMarksOfStatesAndMinutes() {
        List<String> process = top("aux").processes().get(0);

        assertThat(process.get(7)).matches("[A-Z][<N]?s?l\\+?");
        assertThat(process.get(9)).matches("\\d+:\\d\\d");
        assertThat(top("-o", "pid,s").processes().get(0).get(1)).hasSize(1);
    }

    @Test
    void aStartIsShownByItsTimeOfTodayItsDayOrItsYear() {
        ZonedDateTime now = ZonedDateTime.parse("2026-11-26T12:00:00Z");

        assertThat(ProcessFacts.startedAt(now.minusHours(3), now)).isEqualTo("09:00");
        assertThat(ProcessFacts.startedAt(now.minusHours(13), now)).isEqualTo("Nov25");
        assertThat(ProcessFacts.startedAt(now.minusDays(365), now)).isEqualTo("2025");
    }

    @Test
    void columnsCanBeChosen() {
        assertThat(top("-o", "pid,comm").titles()).containsExactly("PID", "COMMAND");
        assertThat(top("-eo pid,user,args").titles()).containsExactly("PID", "USER", "COMMAND");
        assertThat(top("-opid").titles()).containsExactly("PID");
        assertThat(top("-e").titles()).containsExactly("PID", "TTY", "TIME", "CMD");
        assertThat(top("axo", "pid,start").titles()).containsExactly("PID", "STARTED");
    }

    @Test
    void aColumnThatIsNotKnownIsRefused() {
        assertThatThrownBy(() -> top("-o", "pid,nonsense")).hasMessageStartingWith("ps: error: unknown user-defined format specifier \"nonsense\"");
    }

    @Test
    void aWordThatIsNoOptionIsRefused() {
        assertThatThrownBy(() -> top("bogus")).hasMessage("ps: error: unsupported option (BSD syntax)");
    }

    @Test
    void aContainerThatDoesNotRunHasNoProcesses() {
        host.runtime().process("container/alice").end(0);
        done(done(containers.waitFor("web", Containers.WaitCondition.NOT_RUNNING)).code());

        assertThatThrownBy(() -> top()).hasMessageEndingWith(" is not running");
    }
}
