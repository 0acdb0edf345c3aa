package dev.berth.lab.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.lab.account.ClassSecrets;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URL;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each of these was an internal error, told by a stack in the log. */
@QuarkusTest
@WithTestResource(LabFolder.class)
class BrokenRequestsTest {

    private static final String FORM = "application/x-www-form-urlencoded";

    @TestHTTPResource
    private URL address;

    @Inject
    private ClassSecrets secrets;

    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final Handler listener = new Handler() {
        @Override
        public void publish(LogRecord record) {
            if (record.getLevel().intValue() >= Level.SEVERE.intValue() || record.getThrown() != null) {
                complaints.add(record.getLevel() + " " + record.getMessage() + " " + record.getThrown());
            }
        }

        @Override
        public void flush() {
        }

        @Override
        public void close() {
        }
    };

    private RawClient client;

    @BeforeEach
    void listen() throws Exception {
        Logger.getLogger("").addHandler(listener);
        client = new RawClient(address);
    }

    @AfterEach
    void nothingIsComplainedOf() throws Exception {
        client.close();
        Logger.getLogger("").removeHandler(listener);
        assertThat(complaints).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"name=%zz%", "name=%", "%zz=1"})
    void aFormWithBrokenEscapesIsRefusedWithAPage(String form) throws Exception {
        isRefused(post(FORM, form));
    }

    @Test
    void aFormOfThousandsOfFieldsIsRefusedWithAPage() throws Exception {
        isRefused(post(FORM, "a=1&".repeat(1_500)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"garbage", "--b\r\nContent-Disposition: form-data; name=\"na", "--b\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\nEve\r\n--b--\r\n"})
    void whatNoPageSendsIsRefusedWithAPage(String body) throws Exception {
        isRefused(post("multipart/form-data; boundary=b", body));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "lab:999999", "[::1", "lab/x", "\"><script>"})
    void aHostThatIsNoneIsRefusedWithAPage(String host) throws Exception {
        isRefused(client.ask("GET /lessons HTTP/1.1\r\nHost: " + host + "\r\n\r\n"));
    }

    @Test
    void aRequestWithoutAHostIsRefusedWithAPage() throws Exception {
        isRefused(client.ask("GET /lessons HTTP/1.1\r\n\r\n"));
    }

    /** Reserved, without a mask, too long, a part of nothing, a ping that is none. */
    @ParameterizedTest
    @ValueSource(strings = {"83 80 00000000", "82 01 61", "82 fe ffff 00000000", "80 81 00000000 61", "89 fe 0100 00000000", "88 81 00000000 61", "82 ff ffffffffffffffff 00000000"})
    void aFrameThatIsNoneClosesTheTerminal(String frame) throws Exception {
        client.openWebSocket("/terminal/vm1?client=abcdefgh");

        client.send(frame);

        assertThat(client.awaitEnd()).as("the connection ends").isTrue();
    }

    private String post(String type, String body) throws Exception {
        return client.ask("POST " + secrets.classLink("") + " HTTP/1.1\r\nHost: " + address.getAuthority() + "\r\nOrigin: http://" + address.getAuthority()
                + "\r\nContent-Type: " + type + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
    }

    private static void isRefused(String answer) {
        assertThat(answer).startsWith("HTTP/1.1 400 ").contains("This request cannot be read", "</html>").doesNotContain("Error id");
    }
}
