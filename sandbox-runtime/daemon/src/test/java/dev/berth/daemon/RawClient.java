package dev.berth.daemon;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A client that writes and reads bytes, for what no well-behaved client does. */
final class RawClient implements AutoCloseable {
    private final SocketChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(65536).flip();

    RawClient(Path socket) throws IOException {
        channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(UnixDomainSocketAddress.of(socket));
    }

    RawClient send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    RawClient send(byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        return this;
    }

    RawClient post(String path, String body) throws IOException {
        return send("POST " + path + " HTTP/1.1\r\nHost: docker\r\nContent-Type: application/json\r\nContent-Length: "
                + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body);
    }

    RawClient get(String path) throws IOException {
        return send("GET " + path + " HTTP/1.1\r\nHost: docker\r\n\r\n");
    }

    RawClient upgrade(String path, String body) throws IOException {
        return send("POST " + path + " HTTP/1.1\r\nHost: docker\r\nConnection: Upgrade\r\nUpgrade: tcp\r\nContent-Type: application/json\r\nContent-Length: "
                + body.length() + "\r\n\r\n" + body);
    }

    void endInput() throws IOException {
        channel.shutdownOutput();
    }

    /** Reads until what came ends with the text, or the server has closed. */
    String readUntil(String text) throws IOException {
        StringBuilder read = new StringBuilder();
        while (fill()) {
            read.append((char) (buffer.get() & 0xff));
            int start = read.length() - text.length();
            if (start >= 0 && read.indexOf(text, start) == start) {
                break;
            }
        }
        return read.toString();
    }

    /** All that one read of the socket brings. */
    String readOnce() throws IOException {
        return fill() ? StandardCharsets.ISO_8859_1.decode(buffer).toString() : "";
    }

    String readAll() throws IOException {
        StringBuilder read = new StringBuilder();
        while (fill()) {
            read.append(StandardCharsets.ISO_8859_1.decode(buffer));
        }
        return read.toString();
    }

    /** False when the server has closed; what it has sent before is kept. */
    boolean isOpen() throws IOException {
        channel.configureBlocking(false);
        int count = channel.read(buffer.compact());
        buffer.flip();
        channel.configureBlocking(true);
        return count >= 0;
    }

    private boolean fill() throws IOException {
        if (buffer.hasRemaining()) {
            return true;
        }
        int count = channel.read(buffer.clear());
        buffer.flip();
        return count >= 0;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
