package dev.berth.lab.walk;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The network between a browser and the lab, which can be cut. */
final class Wire implements AutoCloseable {

    private final ServerSocket entrance;
    private final InetSocketAddress lab;
    private final Set<Socket> ends = ConcurrentHashMap.newKeySet();
    private volatile boolean whole = true;

    /** @param lab an address of the lab */
    Wire(final String lab) {
        final URI uri = URI.create(lab);
        this.lab = new InetSocketAddress(uri.getHost(), uri.getPort());
        try {
            entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        thread(this::accept);
    }

    /** The same address, at this end of the wire. */
    String through(final String address) {
        return address.replaceFirst("//[^/]*", "//127.0.0.1:" + entrance.getLocalPort());
    }

    /** Ends what is connected, and lets nothing pass until {@link #mend()}. */
    void cut() {
        whole = false;
        ends.forEach(Wire::hangUp);
    }

    void mend() {
        whole = true;
    }

    @Override
    public void close() {
        try {
            entrance.close();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        cut();
    }

    private void accept() {
        while (!entrance.isClosed()) {
            try {
                final Socket browser = entrance.accept();
                if (whole) {
                    join(browser);
                } else {
                    browser.close();
                }
            } catch (final IOException e) {
                // The browser, the lab or this wire has gone meanwhile; the next connection shows.
                continue;
            }
        }
    }

    private void join(final Socket browser) throws IOException {
        final Socket server = new Socket();
        ends.add(browser);
        ends.add(server);
        try {
            server.connect(lab);
        } catch (final IOException e) {
            hangUp(browser);
            throw e;
        }
        thread(() -> carry(browser, server));
        thread(() -> carry(server, browser));
        if (!whole) {
            hangUp(browser);
            hangUp(server);
        }
    }

    private void carry(final Socket from, final Socket to) {
        try (InputStream source = from.getInputStream(); OutputStream target = to.getOutputStream()) {
            source.transferTo(target);
        } catch (final IOException e) {
            // One end has hung up: so does the other.
        } finally {
            hangUp(from);
            hangUp(to);
            ends.remove(from);
            ends.remove(to);
        }
    }

    private static void hangUp(final Socket socket) {
        try {
            socket.close();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void thread(final Runnable work) {
        final Thread thread = new Thread(work, "wire");
        thread.setDaemon(true);
        thread.start();
    }
}
