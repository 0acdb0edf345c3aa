package dev.berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Other clients than the docker command, each with the ordinary life of a container. */
@ExtendWith(EngineUnderTest.class)
class ClientsTest {
    private final Docker docker;

    ClientsTest(Docker docker) {
        this.docker = docker;
    }

    @Test
    void dockerPy() throws Exception {
        Process client = new ProcessBuilder("python3", "src/test/clients/life.py", docker.socket().toString(), SmallImage.NAME).redirectErrorStream(true).start();

        String said = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(client.waitFor()).as(said).isZero();
    }
}
