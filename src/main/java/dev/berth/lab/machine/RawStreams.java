package dev.berth.lab.machine;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * HTTP connections of one socket that are turned into raw streams, Docker's "hijack". By hand, since Vert.x upgrades GET alone and
 * Docker asks by POST.
 */
public final class RawStreams {

    private static final int HEAD_LIMIT = 16 << 10;
    private static final int CONNECT_MILLIS = 2_000;
    private static final Pattern HEAD = Pattern.compile("(?s)HTTP/1\\.1 (\\d{3})[^\r]*\r\n(.*?\r\n)?\r\n");

    private final NetClient client;
    private final SocketAddress address;

    public RawStreams(NetClient client, Path socket) {
        this.client = client;
        this.address = SocketAddress.domainSocketAddress(socket.toString());
    }

    /** A client for any number of sockets; the Vert.x must have the native transport. */
    public static NetClient newNetClient(Vertx vertx) {
        return vertx.createNetClient(new NetClientOptions().setConnectTimeout(CONNECT_MILLIS));
    }

    /** @return a stream, paused; or a failure with the daemon's message */
    Future<RawStream> open(String uri) {
        return client.connect(address)
                .recover(failure -> Future.failedFuture(DockerException.unreachable(address.path(), failure)))
                .compose(socket -> upgrade(socket, uri));
    }

    private Future<RawStream> upgrade(NetSocket socket, String uri) {
        Promise<RawStream> opened = Promise.promise();
        Buffer received = Buffer.buffer();
        socket.handler(bytes -> {
            received.appendBuffer(bytes);
            Matcher head = HEAD.matcher(received.toString(StandardCharsets.ISO_8859_1));
            if (!head.lookingAt()) {
                if (received.length() > HEAD_LIMIT) {
                    socket.close();
                }
            } else if (head.group(1).equals("101")) {
                socket.pause();
                opened.tryComplete(new RawStream(socket, received.getBuffer(head.end(), received.length())));
            } else {
                refusal(head, received).ifPresent(refused -> {
                    opened.tryFail(refused);
                    socket.close();
                });
            }
        });
        socket.closeHandler(closed -> opened.tryFail(
                DockerException.unreachable(address.path(), new IllegalStateException("closed before an answer came"))));
        socket.write("POST " + uri + " HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: tcp\r\nContent-Length: 0\r\n\r\n");
        return opened.future();
    }

    /** Empty until the message is there as a whole. */
    private static Optional<DockerException> refusal(Matcher head, Buffer received) {
        String body = received.getString(head.end(), received.length());
        try {
            String message = Buffer.buffer(body).toJsonObject().getString("message", "");
            return Optional.of(DockerException.refused(Integer.parseInt(head.group(1)), message));
        } catch (DecodeException notYetWhole) {
            return received.length() < HEAD_LIMIT ? Optional.empty()
                    : Optional.of(DockerException.refused(Integer.parseInt(head.group(1)), "a refusal without a message"));
        }
    }
}
