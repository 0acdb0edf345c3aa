package dev.berth.lab.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.HttpResponseStatus;
import org.junit.jupiter.api.Test;

class ConnectionsTest {

    private static final String REQUEST = "GET / HTTP/1.1\r\nHost: lab\r\n\r\n";

    private final Connections connections = new Connections(new Connections.Limits(4, 3, 20_000));

    @Test
    void theOneThatHasAskedNothingForLongestMakesRoom() throws Exception {
        TestChannel first = open("192.0.2.1");
        TestChannel second = open("192.0.2.2");
        open("192.0.2.3");
        open("192.0.2.4");
        ask(first);
        first.answer(HttpResponseStatus.OK);

        open("192.0.2.5");

        assertThat(first.isOpen()).isTrue();
        second.runPendingTasks();
        assertThat(second.isOpen()).isFalse();
    }

    @Test
    void whoWaitsForAnAnswerIsNotSentAway() throws Exception {
        for (int i = 1; i <= 4; i++) {
            ask(open("192.0.2." + i));
        }

        assertThat(new TestChannel(connections, "192.0.2.5").open(connections)).as("nobody is idle").isFalse();
    }

    @Test
    void oneAddressTakesNotAll() throws Exception {
        for (int i = 0; i < 3; i++) {
            ask(open("192.0.2.1"));
        }

        assertThat(new TestChannel(connections, "192.0.2.1").open(connections)).isFalse();
        open("192.0.2.2");
    }

    @Test
    void whoOpensManyLosesTheirOwn() throws Exception {
        TestChannel other = open("192.0.2.2");
        TestChannel first = open("192.0.2.1");
        for (int i = 0; i < 10; i++) {
            open("192.0.2.1");
        }

        first.runPendingTasks();
        assertThat(first.isOpen()).isFalse();
        assertThat(other.isOpen()).isTrue();
    }

    @Test
    void aConnectionThatIsClosedTakesNoRoom() throws Exception {
        for (int i = 0; i < 10; i++) {
            TestChannel each = open("192.0.2.1");
            ask(each);
            each.close();
        }
    }

    /** Large submissions go to a file: they are in memory no more. */
    @Test
    void whoSendsOnIsNotOneThatLetsUsWait() throws Exception {
        TestChannel sender = open("192.0.2.1");
        sender.send("POST / HTTP/1.1\r\nHost: lab\r\nContent-Length: 100000\r\n\r\n");
        TestChannel half = open("192.0.2.2");
        half.send("GET / HTTP/1.1\r\nHost: lab\r\nX: " + "x".repeat(6_000));
        for (int i = 0; i < 20; i++) {
            sender.send("x".repeat(4_000));
            sender.connection.taken(4_000);
        }
        assertThat(half.isOpen()).as("what was taken is forgotten").isTrue();

        TestChannel third = open("192.0.2.3");
        third.send("GET / HTTP/1.1\r\nHost: lab\r\nX: " + "x".repeat(7_900));
        TestChannel fourth = open("192.0.2.1");
        fourth.send("GET / HTTP/1.1\r\nHost: lab\r\nX: " + "x".repeat(7_000));

        half.runPendingTasks();
        assertThat(half.isOpen()).isFalse();
        assertThat(sender.isOpen()).isTrue();
    }

    @Test
    void whoLetsUsWaitForLongestGoesWhenMemoryIsShort() throws Exception {
        TestChannel half = open("192.0.2.1");
        half.send("GET / HTTP/1.1\r\nHost: lab\r\nX: " + "x".repeat(6_000));
        TestChannel whole = open("192.0.2.2");
        ask(whole);

        TestChannel third = open("192.0.2.3");
        third.send("GET / HTTP/1.1\r\nHost: lab\r\nX: " + "x".repeat(7_000));
        TestChannel fourth = open("192.0.2.4");
        fourth.send("GET / HTTP/1.1\r\nHost: lab\r\nX: " + "x".repeat(7_000));

        half.runPendingTasks();
        assertThat(half.isOpen()).isFalse();
        assertThat(whole.isOpen()).isTrue();
        assertThat(third.isOpen()).isTrue();
        assertThat(fourth.isOpen()).isTrue();
    }

    /** Who is refused a terminal could hold the connection for ten seconds more. */
    @Test
    void aWebSocketThatIsOverMakesRoom() throws Exception {
        TestChannel over = open("192.0.2.1");
        over.send(REQUEST);
        over.upgrade();
        for (int i = 2; i <= 4; i++) {
            ask(open("192.0.2." + i));
        }
        assertThat(new TestChannel(connections, "192.0.2.5").open(connections)).isFalse();

        over.closeWebSocket();

        open("192.0.2.5");
        over.runPendingTasks();
        assertThat(over.isOpen()).isFalse();
    }

    @Test
    void whatIsAnsweredAndReadTakesNoMemory() throws Exception {
        TestChannel client = open("192.0.2.1");

        for (int i = 0; i < 1_000; i++) {
            ask(client);
            client.answer(HttpResponseStatus.OK);
            client.sent().release();
        }

        assertThat(client.isOpen()).isTrue();
    }

    private TestChannel open(String address) throws Exception {
        TestChannel opened = new TestChannel(connections, address);
        assertThat(opened.open(connections)).isTrue();
        return opened;
    }

    private static void ask(TestChannel client) {
        client.send(REQUEST);
    }
}
