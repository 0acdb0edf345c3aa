package dev.berth.runtime;

import dev.berth.runtime.kernel.Descriptor;
import dev.berth.runtime.kernel.MessageSocket;
import dev.berth.runtime.plan.StepWriter;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** Says to the launcher what a test wants, as no engine would: whole messages, by their numbers in {@code protocol.h}. */
final class LauncherClient implements AutoCloseable {
    static final int LAUNCH = 1;
    static final int PROCEED = 2;
    static final int FAILED = 2;
    static final int ANNOUNCED = 3;

    private static final int LONGEST_ANSWER = 4096;

    private final MessageSocket socket;

    LauncherClient(TestHost host) {
        socket = MessageSocket.connect(host.socket(), LONGEST_ANSWER);
    }

    void send(ByteBuffer message) {
        socket.send(message);
    }

    /** Asks for a launch that fails at once. */
    void askInVain(int request, String key) {
        send(new StepWriter().number(LAUNCH).number(request).text(key).text("/nosuch").finish());
    }

    /** Waits for it; what comes along with it is closed. */
    ByteBuffer answer() {
        AtomicReference<Optional<MessageSocket.Message>> answer = new AtomicReference<>(Optional.empty());
        Waiting.until("the launcher answers", () -> {
            answer.set(socket.receive());
            return answer.get().isPresent();
        });
        answer.get().orElseThrow().descriptors().forEach(Descriptor::close);
        return answer.get().orElseThrow().bytes();
    }

    @Override
    public void close() {
        socket.close();
    }
}
