package dev.berth.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Machines that are put to sleep, woken and stopped, as docs/machine-api.md has it; what the engine does then has tests of its own. */
@Timeout(30)
class MachineRoutesTest {
    private static final String ID = "[0-9a-f]{64}";
    private static final String SLEEPS = "\\{\"Name\":\"alice\",\"Id\":\"" + ID
            + "\",\"State\":\"hibernated\",\"HibernatedAt\":\"20\\d\\d-[-:0-9T.]*Z\",\"Containers\":\\[\"" + ID + "\"]}\n$";
    private static final String RUNS = "\\{\"Name\":\"alice\",\"Id\":\"" + ID + "\",\"State\":\"running\",\"HibernatedAt\":null,\"Containers\":\\[]}\n$";

    @AutoClose
    private final ServedEngine served = new ServedEngine();

    private String send(String method, String path) throws IOException {
        try (RawClient client = new RawClient(served.adminSocket())) {
            return client.send(method + " " + path + " HTTP/1.1\r\nHost: docker\r\nConnection: close\r\nContent-Length: 0\r\n\r\n").readAll();
        }
    }

    @Test
    void aMachineSaysWhetherItSleeps() throws Exception {
        served.docker("run", "-d", "debian", "sleep", "60");
        assertThat(send("GET", "/berth/machines/alice")).startsWith("HTTP/1.1 200 ").containsPattern(RUNS);

        assertThat(send("POST", "/berth/machines/alice/hibernate")).startsWith("HTTP/1.1 204 ");
        assertThat(send("GET", "/berth/machines/alice")).startsWith("HTTP/1.1 200 ").containsPattern(SLEEPS);

        assertThat(send("POST", "/berth/machines/alice/wake")).startsWith("HTTP/1.1 204 ");
        assertThat(send("GET", "/berth/machines/alice")).containsPattern(RUNS);
    }

    @Test
    void whatIsSoAlreadyIsNotModified() throws Exception {
        assertThat(send("POST", "/berth/machines/alice/wake")).startsWith("HTTP/1.1 304 ");
        send("POST", "/berth/machines/alice/hibernate");

        assertThat(send("POST", "/berth/machines/alice/hibernate")).startsWith("HTTP/1.1 304 ");
    }

    @Test
    void aMachineTellsWhatRuns() throws Exception {
        assertThat(send("GET", "/berth/machines/alice/processes")).startsWith("HTTP/1.1 200 ").contains("[]");
        assertThat(send("GET", "/berth/machines/bob/processes")).startsWith("HTTP/1.1 404 ").contains("{\"message\":\"No such container: bob\"}");
    }

    @Test
    void aMachineWithoutTheImageHasNoFileOfIt() throws Exception {
        assertThat(send("GET", "/berth/machines/alice/images/archive?image=nobody&path=/etc/passwd")).startsWith("HTTP/1.1 404 ").contains("No such image: nobody");
        assertThat(send("GET", "/berth/machines/bob/images/archive?image=debian&path=/")).startsWith("HTTP/1.1 404 ").contains("{\"message\":\"No such container: bob\"}");
        assertThat(send("GET", "/berth/machines/alice/images/archive?image=debian")).startsWith("HTTP/1.1 400 ");
    }

    @Test
    void anUnknownMachineIsNotFound() throws Exception {
        for (String path : new String[] {"/berth/machines/bob/hibernate", "/berth/machines/bob/wake"}) {
            assertThat(send("POST", path)).startsWith("HTTP/1.1 404 ").contains("{\"message\":\"No such container: bob\"}");
        }
        assertThat(send("GET", "/berth/machines/bob")).startsWith("HTTP/1.1 404 ").contains("{\"message\":\"No such container: bob\"}");
    }

    @Test
    void allMachinesAreStoppedBeforeTheAnswer() throws Exception {
        assertThat(send("POST", "/berth/stop")).startsWith("HTTP/1.1 204 ");

        assertThat(served.machineSocket()).doesNotExist();
    }

    @Test
    void onlyTheAdministratorMaySendToSleepAndStop() throws Exception {
        try (RawClient client = new RawClient(served.machineSocket())) {
            assertThat(client.send("POST /berth/stop HTTP/1.1\r\nHost: docker\r\nConnection: close\r\n\r\n").readAll()).startsWith("HTTP/1.1 404 ");
        }
        try (RawClient client = new RawClient(served.machineSocket())) {
            assertThat(client.send("POST /berth/machines/alice/hibernate HTTP/1.1\r\nHost: docker\r\nConnection: close\r\n\r\n").readAll()).startsWith("HTTP/1.1 404 ");
        }
    }
}
