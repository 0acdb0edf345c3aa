package dev.berth.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.daemon.fake.FakeImages;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that ask for the archive of an image and do not read it. */
@Timeout(30)
class StalledSavesTest {
    private static final String PATH = "/images/" + FakeImages.ENDLESS + "/get";
    private static final int MOST = 4;

    @AutoClose
    private final ServedEngine served = new ServedEngine();

    @Test
    void areBoundedInNumberUntilTheirClientsGo() throws Exception {
        List<RawClient> clients = new ArrayList<>();
        for (int number = 0; number < MOST; number++) {
            clients.add(new RawClient(served.machineSocket()).get(PATH));
            assertThat(clients.get(number).readUntil("\r\n")).contains("200 OK");
        }

        assertThat(asked()).contains("503 ");
        clients.get(0).close();
        while (!asked().contains("200 OK")) {
            Thread.onSpinWait();
        }
        for (RawClient client : clients) {
            client.close();
        }
    }

    private String asked() throws IOException {
        try (RawClient client = new RawClient(served.machineSocket())) {
            return client.get(PATH).readUntil("\r\n");
        }
    }
}
