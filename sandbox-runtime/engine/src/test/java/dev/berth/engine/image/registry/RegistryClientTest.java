package dev.berth.engine.image.registry;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.engine.image.registry.RegistryClient.Body;
import dev.berth.engine.image.registry.RegistryClient.Request;
import dev.berth.runtime.kernel.InternetSocket;
import dev.berth.runtime.kernel.InternetSocket.Kind;
import io.netty.handler.codec.http.HttpMethod;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Asks servers that take their time. */
@Timeout(60)
class RegistryClientTest {
    private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n";

    private ServerSocket server;
    private RegistryClient client;

    @BeforeEach
    void open() throws IOException {
        server = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
        client = new RegistryClient((host, port) -> InternetSocket.connecting(Kind.TCP, (Inet4Address) InetAddress.getByName(host), port), Duration.ofMillis(500));
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        server.close();
    }

    /** @param text sent at once; a byte now and then follows */
    private void dribble(String text) {
        Thread thread = new Thread(() -> {
            try (Socket taken = server.accept(); OutputStream target = taken.getOutputStream()) {
                target.write(text.getBytes(US_ASCII));
                while (true) {
                    TimeUnit.MILLISECONDS.sleep(20);
                    target.write('x');
                }
            } catch (IOException | InterruptedException gone) {
                // the client has had enough
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private RegistryClient.Response ask() throws IOException {
        return client.send(new Request(HttpMethod.GET, URI.create("http://127.0.0.1:" + server.getLocalPort() + "/"), Map.of(), Body.NONE, true));
    }

    @Test
    void waitsNotForEverForBytesThatComeNowAndThen() throws IOException {
        dribble(HEAD);

        RegistryClient.Response response = ask();

        assertThat(response.status()).isEqualTo(200);
        assertThatThrownBy(() -> response.content().readAllBytes()).isInstanceOf(IOException.class).hasMessage("i/o timeout");
    }

    @Test
    void waitsNotForEverForAHead() {
        dribble("HTTP/1.1 200 OK\r\nX-Long: ");

        assertThatThrownBy(this::ask).isInstanceOf(RegistryException.class).hasMessageEndingWith("i/o timeout");
    }
}
