package dev.berth.daemon;

import static dev.berth.engine.fake.EngineOnFake.done;
import static dev.berth.engine.fake.EngineOnFake.program;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.engine.container.ContainerState;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that ask for launches while the host has no memory left. */
@Timeout(30)
class ShortMemoryWireTest {
    @AutoClose
    private final ServedEngine served = new ServedEngine();

    private ContainerState state(String name) {
        return done(served.machine().containers().inspect(name)).state();
    }

    private void create(String name) {
        done(served.machine().containers().create(Optional.of(name), program("true")));
    }

    /** When this is answered, so is what came before on the one thread of all connections; asked twice, since what comes at once is taken in any order. */
    private void ask() throws IOException {
        try (RawClient client = new RawClient(served.machineSocket())) {
            client.get("/_ping").readUntil("OK");
            client.get("/_ping").readUntil("OK");
        }
    }

    /** One in line would have been launched for nobody, and would have kept its place from somebody. */
    @Test
    void whoGoesAwayWhileAStartWaitsHasNothingStarted() throws IOException, InterruptedException {
        create("left");
        create("kept");
        served.host.runtime().availableMemory(0);
        RawClient leaving = new RawClient(served.machineSocket()).post("/containers/left/start", "");
        RawClient staying = new RawClient(served.machineSocket()).post("/containers/kept/start", "");
        ask();

        leaving.close();
        ask();
        served.host.runtime().availableMemory(Long.MAX_VALUE);

        assertThat(staying.readUntil("\r\n\r\n")).contains("204");
        assertThat(state("left")).isInstanceOf(ContainerState.Created.class);
        staying.close();
    }

    @Test
    void theDockerCommandIsToldWhyNothingRuns() throws IOException, InterruptedException {
        served.host.runtime().availableMemory(0);

        ServedEngine.Result refused = served.docker("run", "--rm", "--name", "late", "debian", "true");

        assertThat(refused.code()).isEqualTo(125);
        assertThat(refused.errors()).contains("docker: Error response from daemon: failed to create shim task: ").contains("cannot allocate memory: no room for one more program");
        assertThat(done(served.machine().containers().list())).isEmpty();
    }
}
