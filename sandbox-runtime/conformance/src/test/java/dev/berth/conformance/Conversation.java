package dev.berth.conformance;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** One connection to the socket, byte by byte. An interrupt, as of a test's time limit, closes it. */
final class Conversation implements AutoCloseable {
    private final SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    private final InputStream input;

    Conversation(Path socket) throws IOException {
        channel.connect(UnixDomainSocketAddress.of(socket));
        input = Channels.newInputStream(channel);
    }

    void send(String text) throws IOException {
        send(text.getBytes(StandardCharsets.UTF_8));
    }

    void send(byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    /** Says that no more will be sent; answers can still come. */
    void finishSending() throws IOException {
        channel.shutdownOutput();
    }

    /** The next line, without its end; what there was if the server closed before. */
    String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = input.read(); next >= 0 && next != '\n'; next = input.read()) {
            if (next != '\r') {
                line.write(next);
            }
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    /** Reads lines until an empty one. */
    void skipHeaders() throws IOException {
        while (!line().isEmpty()) {
            // A header.
        }
    }

    byte[] bytes(int count) throws IOException {
        return input.readNBytes(count);
    }

    byte[] untilClosed() throws IOException {
        return input.readAllBytes();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
