package dev.berth.daemon.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.daemon.http.ClientConnection;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class GrpcClientTest {
    private static final int WINDOW = 64 * 1024;

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void messagesGoBothWays() throws IOException {
        ServingClient.Service echo = new ServingClient.Service() {
            @Override
            public void begun(Http2Headers headers, ServingClient.Answer answer) {
                answer.message(bytes(headers.path() + " " + headers.get("dir-name")));
            }

            @Override
            public void received(byte[] message, ServingClient.Answer answer) {
                answer.message(message);
                answer.end(0, "");
            }
        };
        try (ServingClient served = new ServingClient(echo); GrpcStream stream = served.client().stream("/service/method", List.of("dir-name", "context"), 100)) {
            assertThat(stream.next()).hasValue(bytes("/service/method context"));
            stream.send(bytes("hello"));
            assertThat(stream.next()).hasValue(bytes("hello"));
            assertThat(stream.next()).isEmpty();
        }
    }

    @Test
    void noMoreIsKeptThanTheWindowUntilItIsTaken() throws IOException {
        int count = 64;
        byte[] message = new byte[16 * 1024];
        ServingClient.Service generous = (headers, answer) -> {
            for (int each = 0; each < count; each++) {
                answer.message(message);
            }
            answer.end(0, "");
        };
        try (ServingClient served = new ServingClient(generous); GrpcStream stream = served.client().stream("/a/b", List.of(), message.length)) {
            served.settle();
            assertThat(served.sent()).isLessThan(2 * WINDOW);

            for (int each = 0; each < count; each++) {
                assertThat(stream.next()).hasValue(message);
            }
            assertThat(stream.next()).isEmpty();
        }
    }

    @Test
    void aMessageThatIsTooLongIsRefused() {
        try (ServingClient served = new ServingClient((headers, answer) -> answer.bytes(new byte[] {0, 127, 0, 0, 0}));
                GrpcStream stream = served.client().stream("/a/b", List.of(), 100)) {
            assertThatThrownBy(stream::next).isInstanceOf(IOException.class).hasMessage("the client's message is longer than 100 bytes");
        }
    }

    @Test
    void anAnswerThatIsTooLongIsRefused() {
        try (ServingClient served = new ServingClient((headers, answer) -> answer.message(new byte[1000]))) {
            assertThatThrownBy(() -> served.client().unary("/a/b", new byte[0], 100).toCompletableFuture().get(1, TimeUnit.MINUTES)).hasMessageContaining("longer than 100 bytes");
        }
    }

    @Test
    void aStatusIsAFailure() {
        try (ServingClient served = new ServingClient((headers, answer) -> answer.end(5, "no such%20secret %C3%A4"))) {
            assertThatThrownBy(() -> served.client().unary("/a/b", new byte[0], 100).toCompletableFuture().get(1, TimeUnit.MINUTES))
                    .hasCauseInstanceOf(GrpcException.class).cause().hasMessage("no such secret ä").matches(failure -> ((GrpcException) failure).isNotFound());
        }
    }

    @Test
    void whatIsNoHttp2EndsTheSession() {
        try (ServingClient served = new ServingClient((headers, answer) -> { })) {
            GrpcStream stream = served.client().stream("/a/b", List.of(), 100);
            served.settle();
            served.sendRaw(bytes("GET / HTTP/1.1\r\nHost: x\r\n\r\n"));

            assertThatThrownBy(stream::next).hasMessage("the client went away");
            assertThat(served.client().gone().toCompletableFuture()).succeedsWithin(1, TimeUnit.MINUTES);
        }
    }

    @Test
    void whoWaitsIsToldThatTheClientHasGone() {
        try (ServingClient served = new ServingClient((headers, answer) -> { })) {
            GrpcStream stream = served.client().stream("/a/b", List.of(), 100);
            served.goAway();

            assertThatThrownBy(stream::next).hasMessage("the client went away");
            assertThatThrownBy(() -> served.client().stream("/a/b", List.of(), 100).next()).hasMessage("the client went away");
        }
    }

    /** Sixteen of them took all memory of the engine: each answer of 17 bytes was a write of its own. */
    @Test
    void whoDoesNotReadAnswersIsNotRead() {
        List<byte[]> writes = new ArrayList<>();
        ClientConnection unread = new ClientConnection() {
            @Override
            public void receive(Receiver by) {}

            @Override
            public void write(byte[] bytes, Runnable written) {
                writes.add(bytes);
            }

            @Override
            public void end() {}
        };
        GrpcClient client = GrpcClient.over(unread, Runnable::run);
        byte[] ping = {0, 0, 8, 6, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8};
        ByteBuffer pings = ByteBuffer.allocate(1000 * ping.length);
        for (int count = 0; count < 1000; count++) {
            pings.put(ping);
        }
        client.received(ByteBuffer.wrap(new byte[] {0, 0, 0, 4, 0, 0, 0, 0, 0}));

        int read = 0;
        while (client.received(ByteBuffer.wrap(pings.array())).toCompletableFuture().isDone()) {
            read++;
        }

        assertThat(read).isLessThan(10);
        assertThat(writes).hasSizeLessThan(15);
    }
}
