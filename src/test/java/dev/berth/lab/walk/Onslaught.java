package dev.berth.lab.walk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** Clients that send to the lab as fast as it lets them and read nothing. One that is let go comes back. */
final class Onslaught implements AutoCloseable {

    private final InetSocketAddress lab;
    private final IntFunction<Speech> speeches;
    private final List<Client> clients = new ArrayList<>();
    private final Thread thread = new Thread(this::run, "onslaught");
    private volatile boolean over;
    private volatile long connections;

    /**
     * What a client sends.
     *
     * @param first    once, after it has connected
     * @param answered whether it waits for the beginning of an answer to that
     * @param endless  again and again; nothing, if it is empty
     */
    record Speech(byte[] first, boolean answered, byte[] endless) {

        static Speech once(final byte[] first) {
            return new Speech(first, false, new byte[0]);
        }

        static Speech onAndOn(final byte[] endless) {
            return new Speech(new byte[0], false, endless);
        }
    }

    /** @param address of the lab; @param clients how many at a time; @param speeches what each of them says, by its number */
    Onslaught(final String address, final int clients, final IntFunction<Speech> speeches) {
        final URI uri = URI.create(address);
        this.lab = new InetSocketAddress(uri.getHost(), uri.getPort());
        this.speeches = speeches;
        for (int number = 0; number < clients; number++) {
            this.clients.add(new Client(number));
        }
        thread.setDaemon(true);
        thread.start();
    }

    /** How often a client has connected. */
    long connections() {
        return connections;
    }

    @Override
    public void close() {
        over = true;
        try {
            thread.join();
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        clients.forEach(Client::hangUp);
    }

    private void run() {
        while (!over) {
            boolean idle = true;
            for (final Client client : clients) {
                idle &= !client.speak();
            }
            if (idle) {
                Thread.onSpinWait();
            }
        }
    }

    private final class Client {

        private final int number;
        private SocketChannel channel;
        private ByteBuffer first;
        private ByteBuffer endless;
        private boolean awaiting;

        private Client(final int number) {
            this.number = number;
        }

        /** @return whether anything was taken */
        private boolean speak() {
            try {
                if (channel == null) {
                    connect();
                }
                if (first.hasRemaining()) {
                    return channel.write(first) > 0;
                }
                if (awaiting) {
                    final int count = channel.read(ByteBuffer.allocate(16));
                    awaiting = count == 0;
                    if (count < 0) {
                        hangUp();
                    }
                    return !awaiting;
                }
                if (endless.capacity() == 0) {
                    return false;
                }
                if (!endless.hasRemaining()) {
                    endless.rewind();
                }
                return channel.write(endless) > 0;
            } catch (final IOException e) {
                hangUp(); // it was let go, and comes back
                return false;
            }
        }

        private void connect() throws IOException {
            channel = SocketChannel.open();
            channel.setOption(StandardSocketOptions.SO_RCVBUF, 4096);
            channel.socket().connect(lab, 5_000);
            channel.configureBlocking(false);
            connections++;
            final Speech speech = speeches.apply(number);
            first = ByteBuffer.wrap(speech.first());
            awaiting = speech.answered();
            endless = ByteBuffer.wrap(speech.endless());
        }

        private void hangUp() {
            try {
                if (channel != null) {
                    channel.close();
                }
            } catch (final IOException e) {
                throw new UncheckedIOException(e);
            } finally {
                channel = null;
            }
        }
    }
}
