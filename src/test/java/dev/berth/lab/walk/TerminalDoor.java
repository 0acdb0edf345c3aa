package dev.berth.lab.walk;

import com.microsoft.playwright.Page;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** Tries terminals' WebSockets as a program does that is no browser, and so may lie about the page it comes from. */
final class TerminalDoor {

    private final HttpClient client = HttpClient.newHttpClient();
    private final String address;

    /** @param address what the lab's addresses begin with */
    TerminalDoor(final String address) {
        this.address = address;
    }

    /**
     * Whether a terminal lets somebody in, which is when its first frame comes.
     *
     * @param origin of the page that is said to ask
     * @param person whose cookies go along
     */
    boolean opens(final String path, final String origin, final Page person) {
        final CompletableFuture<Boolean> opened = new CompletableFuture<>();
        final URI uri = URI.create(address.replaceFirst("^http", "ws") + path + "?client=knocking-at-the-door&output=0");
        try {
            final WebSocket socket = client.newWebSocketBuilder()
                    .header("Origin", origin)
                    .header("Cookie", cookies(person))
                    .subprotocols("berth-terminal-1")
                    .buildAsync(uri, new FirstFrame(opened))
                    .orTimeout(60, TimeUnit.SECONDS)
                    .join();
            try {
                return opened.orTimeout(60, TimeUnit.SECONDS).join();
            } finally {
                socket.abort();
            }
        } catch (final CompletionException e) {
            if (e.getCause() instanceof WebSocketHandshakeException) {
                return false;
            }
            throw e;
        }
    }

    private String cookies(final Page person) {
        final StringBuilder cookies = new StringBuilder();
        person.context().cookies(address).forEach(cookie -> cookies.append(cookie.name).append('=').append(cookie.value).append("; "));
        return cookies.toString();
    }

    /** Hears whether a frame comes, or the end. */
    private record FirstFrame(CompletableFuture<Boolean> opened) implements WebSocket.Listener {

        @Override
        public CompletionStage<?> onBinary(final WebSocket socket, final ByteBuffer frame, final boolean last) {
            opened.complete(true);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(final WebSocket socket, final int code, final String reason) {
            opened.complete(false);
            return null;
        }

        @Override
        public void onError(final WebSocket socket, final Throwable error) {
            opened.completeExceptionally(error);
        }
    }
}
