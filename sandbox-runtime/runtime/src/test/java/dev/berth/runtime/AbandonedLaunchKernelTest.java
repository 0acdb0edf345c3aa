package dev.berth.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.runtime.kernel.Descriptor;
import dev.berth.runtime.kernel.ErrorNumber;
import dev.berth.runtime.kernel.MessageSocket;
import dev.berth.runtime.plan.LaunchPlan;
import dev.berth.runtime.plan.LaunchStep;
import dev.berth.runtime.plan.Operation;
import dev.berth.runtime.plan.StepWriter;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** An engine is gone in the middle of a launch, and its successor has its place. */
class AbandonedLaunchKernelTest {
    private static final int LAUNCH = 1;
    private static final int FAILED = 2;
    private static final int ANNOUNCED = 3;
    private static final int ABANDONED = 7;
    private static final int TRIES = 20;

    @AutoClose
    private final TestHost host = new TestHost();

    /** Numbers of requests begin again with each engine: the successor took the failure of another's launch for that of its own. */
    @Test
    void isUndoneAndTheSuccessorHearsNothingOfIt() {
        for (int number = 0; number < TRIES; number++) {
            try (MessageSocket first = MessageSocket.connect(host.socket(), 4096)) {
                first.send(waiting(ABANDONED));
                assertThat(next(first).getInt()).isEqualTo(ANNOUNCED);
            }
            try (MessageSocket successor = MessageSocket.connect(host.socket(), 4096)) {
                int request = ABANDONED;
                int error;
                do {
                    request++;
                    successor.send(new StepWriter().number(LAUNCH).number(request).text("key").text("/nosuch").finish());
                    ByteBuffer answer = next(successor);
                    assertThat(answer.getInt()).isEqualTo(FAILED);
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
        return new StepWriter().number(LAUNCH).number(request).text("key").text("").plan(plan).finish();
    }

    private static ByteBuffer next(MessageSocket socket) {
        AtomicReference<Optional<MessageSocket.Message>> answer = new AtomicReference<>(Optional.empty());
        Waiting.until("the launcher answers", () -> {
            answer.set(socket.receive());
            return answer.get().isPresent();
        });
        answer.get().orElseThrow().descriptors().forEach(Descriptor::close);
        return answer.get().orElseThrow().bytes();
    }
}
