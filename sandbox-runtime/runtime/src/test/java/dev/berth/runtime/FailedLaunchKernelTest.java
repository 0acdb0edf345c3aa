package dev.berth.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.runtime.kernel.ErrorNumber;
import dev.berth.runtime.plan.LaunchPlan;
import dev.berth.runtime.plan.LaunchStep;
import dev.berth.runtime.plan.Operation;
import dev.berth.runtime.plan.StepWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A launch that fails while the launcher does something else. */
class FailedLaunchKernelTest {
    private static final int FAILING = 7;
    private static final int OTHER = 8;

    @AutoClose
    private final TestHost host = new TestHost();

    /** Of a socket whose other end was closed with a word unread, the kernel tells that first, before what was sent there: a container whose user is unknown ran and ended, instead of not starting. */
    @Test
    void saysWhyEvenIfItsLastWordWasNotRead() throws Exception {
        LaunchPlan plan = new LaunchPlan(List.of(new LaunchStep.Plain(Operation.AWAIT), new LaunchStep.Named(Operation.IDENTITY, "nobody-of-that-name")));
        try (LauncherClient engine = new LauncherClient(host)) {
            engine.send(new StepWriter().number(LauncherClient.LAUNCH).number(FAILING).text("key").text("").plan(plan).finish());
            Waiting.until("the plan is carried out", () -> host.launcher().children().findAny().isPresent());
            long helper = host.launcher().children().findAny().orElseThrow().pid();
            signal("STOP", helper);
            engine.send(new StepWriter().number(LauncherClient.PROCEED).number(FAILING).finish());
            engine.send(new StepWriter().number(LauncherClient.PROCEED).number(FAILING).finish());
            engine.askInVain(OTHER, "other");
            assertThat(engine.answer().getInt(Integer.BYTES)).as("the launcher has said both words").isEqualTo(OTHER);
            signal("STOP", host.launcher().pid());
            signal("CONT", helper);
            Waiting.until("the plan has failed", () -> isZombie(helper));
            signal("CONT", host.launcher().pid());

            ByteBuffer answer = engine.answer();

            assertThat(List.of(answer.getInt(), answer.getInt(), answer.getInt(), answer.getInt())).containsExactly(LauncherClient.FAILED, FAILING, 1, ErrorNumber.ENOENT);
        }
    }

    private static void signal(String name, long process) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-" + name, String.valueOf(process)).start().waitFor()).isZero();
    }

    private static boolean isZombie(long process) {
        try {
            return Files.readString(Path.of("/proc", String.valueOf(process), "status")).contains("State:\tZ");
        } catch (IOException gone) {
            return false;
        }
    }
}
