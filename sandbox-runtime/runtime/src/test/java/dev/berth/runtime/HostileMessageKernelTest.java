package dev.berth.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.runtime.kernel.SystemCallException;
import dev.berth.runtime.plan.LaunchPlanner;
import dev.berth.runtime.plan.Placement;
import dev.berth.runtime.plan.ProcessRights;
import dev.berth.runtime.plan.StepWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What does not fit is refused before anything is done, and the launcher lives on. */
class HostileMessageKernelTest {
    @AutoClose
    private final TestHost host = new TestHost();

    @Test
    void refusesEveryLaunchThatIsCutShort() {
        ByteBuffer whole = launch();

        for (int length = 1; length < whole.limit(); length++) {
            assertThat(isRefused(whole.duplicate().limit(length))).as("the first %d of %d bytes", length, whole.limit()).isTrue();
        }

        assertThat(host.launcher().isAlive()).isTrue();
    }

    @Test
    void refusesLengthsThatLeadOutOfTheMessage() {
        ByteBuffer whole = launch();

        for (int at = 8; at < whole.limit() - Integer.BYTES; at += Integer.BYTES) {
            ByteBuffer changed = ByteBuffer.allocate(whole.limit()).order(ByteOrder.nativeOrder());
            changed.put(whole.duplicate()).putInt(at, -1).flip();
            assertThat(isRefused(changed)).as("a length of 2^32-1 at %d", at).isTrue();
        }

        assertThat(host.launcher().isAlive()).isTrue();
    }

    @Test
    void refusesAnUnknownRequest() {
        assertThat(isRefused(new StepWriter().number(99).number(1).finish())).isTrue();
        assertThat(isRefused(new StepWriter().number(-1).number(1).finish())).isTrue();
    }

    /** A program in a machine that does not exist: also the whole message ends without a process. */
    private static ByteBuffer launch() {
        ExecSpec spec = new ExecSpec("nobody", Optional.empty(), "key", false, TestHost.program("true"));
        LaunchPlanner planner = new LaunchPlanner(Path.of("/nosuch"));
        return new StepWriter().number(LauncherClient.LAUNCH).number(7).text("key").text("").plan(planner.exec(spec, new ProcessRights(Set.of(), false), new Placement(Optional.empty(), List.of()))).finish();
    }

    private boolean isRefused(ByteBuffer message) {
        try (LauncherClient engine = new LauncherClient(host)) {
            engine.send(message);
            return engine.answer().getInt() == LauncherClient.FAILED;
        } catch (SystemCallException dropped) {
            return true;
        }
    }
}
