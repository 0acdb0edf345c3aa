package dev.berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What containers of a machine publish answers the machine's host, whose engine may end meanwhile. */
class PublishedByMachinesTest {
    private static final String IMAGE = SmallImage.NAME;

    private static String[] web(String name) {
        return new String[] {"run", "-d", "--name", name, "--restart", "always", "-p", "8080:80", IMAGE, "sh", "-c", "echo hello > /tmp/index.html; exec httpd -f -p 80 -h /tmp"};
    }

    /** As the lab does, by what the admin socket says of the machine. */
    private static String answer(Berth berth, String machine) throws InterruptedException {
        String address = berth.admin().inspect(machine, "{{.NetworkSettings.IPAddress}}");
        while (true) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(address, 8080), 1000);
                socket.setSoTimeout(1000);
                socket.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).replaceFirst("(?s).*\r\n\r\n", "").strip();
            } catch (IOException notYet) {
                Thread.sleep(50); // the server has just been started; the test's time limit ends it
            }
        }
    }

    @Test
    @Timeout(90)
    void answersTheHostWhateverEndsTheEngine() throws Exception {
        try (Berth berth = new Berth()) {
            Docker machine = berth.startMachine("alice");
            machine.succeed(web("web"));
            assertThat(answer(berth, "alice")).isEqualTo("hello");

            berth.killEngine();
            berth.reviveEngine();

            assertThat(answer(berth, "alice")).isEqualTo("hello");
            assertThat(machine.succeed("port", "web").line()).isEqualTo("80/tcp -> 0.0.0.0:8080");
            assertThat(machine.run(web("second")).errors()).contains("Bind for 0.0.0.0:8080 failed: port is already allocated");
            machine.succeed("rm", "-f", "web");
            machine.succeed("rm", "-f", "second");
            machine.succeed(web("third"));
            assertThat(answer(berth, "alice")).isEqualTo("hello");

            berth.admin().succeed("restart", "alice");
            assertThat(answer(berth, "alice")).isEqualTo("hello");
        }
    }
}
