package dev.berth.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.engine.fake.Waiting;
import dev.berth.engine.image.ImageReference;
import dev.berth.engine.tar.TarBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that ask for the archive of an image and do not read it. */
@Timeout(30)
class StalledSavesTest {
    private static final String PATH = "/images/large/get";
    private static final int MOST = 4;
    private static final int LARGE = 8 << 20;

    @AutoClose
    private final ServedEngine served = new ServedEngine();

    @BeforeEach
    void importImage() {
        byte[] tar = new TarBuilder().file("large", new byte[LARGE], entry -> {}).bytes();
        served.machine().images().importRootFileSystem(new ByteArrayInputStream(tar), Optional.of(ImageReference.parse("large")), "", List.of());
    }

    @Test
    void areBoundedInNumberUntilTheirClientsGo() throws Exception {
        List<RawClient> clients = new ArrayList<>();
        for (int number = 0; number < MOST; number++) {
            clients.add(new RawClient(served.machineSocket()).get(PATH));
            assertThat(clients.get(number).readUntil("\r\n")).contains("200 OK");
        }

        assertThat(asked()).contains("503 ");
        clients.get(0).close();
        Waiting.until("another may ask", () -> asked().contains("200 OK"));
        for (RawClient client : clients) {
            client.close();
        }
    }

    private String asked() {
        try (RawClient client = new RawClient(served.machineSocket())) {
            return client.get(PATH).readUntil("\r\n");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
