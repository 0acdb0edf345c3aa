package dev.berth.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.runtime.kernel.ErrorNumber;
import dev.berth.runtime.plan.LaunchPlan;
import dev.berth.runtime.plan.LaunchStep;
import dev.berth.runtime.plan.Operation;
import dev.berth.runtime.plan.StepWriter;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** An engine is gone in the middle of a launch, and its successor has its place. */
class AbandonedLaunchKernelTest {
    private static final int ABANDONED = 7;
    private static final int TRIES = 20;

    @AutoClose
    private final TestHost host = new TestHost();

    /** Numbers of requests begin again with each engine: the successor took the failure of another's launch for that of its own. */
    @Test
    void isUndoneAndTheSuccessorHearsNothingOfIt() {
        for (int number = 0; number < TRIES; number++) {
            try (LauncherClient first = new LauncherClient(host)) {
                first.send(waiting(ABANDONED));
                assertThat(first.answer().getInt()).isEqualTo(LauncherClient.ANNOUNCED);
            }
            try (LauncherClient successor = new LauncherClient(host)) {
                int request = ABANDONED;
                int error;
                do {
                    request++;
                    successor.askInVain(request, "key");
                    ByteBuffer answer = successor.answer();
                    assertThat(answer.getInt()).isEqualTo(LauncherClient.FAILED);
                    assertThat(answer.getInt()).isEqualTo(request);
                    answer.getInt();
                    error = answer.getInt();
                } while (error == ErrorNumber.EEXIST);
            }
        }
    }

    /** A process that waits to be connected to a network. */
    private static ByteBuffer waiting(int request) {
        LaunchPlan plan = new LaunchPlan(
                List.of(new LaunchStep.Clone(Set.of()), new LaunchStep.Plain(Operation.ANNOUNCE), new LaunchStep.Plain(Operation.AWAIT)));
        return new StepWriter().number(LauncherClient.LAUNCH).number(request).text("key").text("").plan(plan).finish();
    }
}
