package dev.berth.lab.walk;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.WebSocket;
import com.microsoft.playwright.WebSocketFrame;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What happened in a window, for the message of a test that failed: where pictures are not kept, its text is all there is. An empty terminal has many causes: a machine that does not start,
 * a WebSocket that does not open, output that does not come, a screen that is not drawn.
 */
final class PageLog {

    private static final int LINES = 80;
    private static final int LETTERS = 200;
    private static final double PATIENCE_MILLISECONDS = 2_000;

    private final Page page;
    private final long opened = System.nanoTime();
    private final Deque<String> lines = new ArrayDeque<>();

    PageLog(final Page page) {
        this.page = page;
        page.onFrameNavigated(frame -> add("shows " + frame.url()));
        page.onConsoleMessage(message -> add("console " + message.type() + ": " + message.text()));
        page.onPageError(error -> add("script failed: " + error));
        page.onCrash(crashed -> add("crashed"));
        page.onRequestFailed(request -> add(request.method() + " " + request.url() + " failed: " + request.failure()));
        page.onResponse(response -> {
            if (response.status() >= 400) {
                add(response.request().method() + " " + response.url() + " was answered " + response.status());
            }
        });
        page.onWebSocket(this::listen);
    }

    private void listen(final WebSocket socket) {
        add("WebSocket opened: " + socket.url());
        socket.onFrameReceived(frame -> add("got " + describe(frame)));
        socket.onFrameSent(frame -> describeSize(frame).ifPresent(size -> add("sent " + size)));
        socket.onSocketError(error -> add("WebSocket failed: " + error));
        socket.onClose(closed -> add("WebSocket closed"));
    }

    /** See docs/terminal-protocol.md. */
    private static String describe(final WebSocketFrame frame) {
        final ByteBuffer bytes = ByteBuffer.wrap(Optional.ofNullable(frame.binary()).orElse(new byte[0]));
        if (!bytes.hasRemaining()) {
            return "a frame that is not binary: " + frame.text();
        }
        final int type = bytes.get();
        return switch (type) {
            case 0x11 -> "output at " + bytes.getLong() + ": " + StandardCharsets.UTF_8.decode(bytes).toString().replaceAll("\\p{Cntrl}", "·");
            case 0x12 -> "taken " + bytes.getLong();
            case 0x13 -> "state " + StandardCharsets.UTF_8.decode(bytes);
            case 0x14 -> "session " + StandardCharsets.UTF_8.decode(bytes);
            default -> "a frame of type " + type;
        };
    }

    /** What is typed shows in its echo. */
    private static Optional<String> describeSize(final WebSocketFrame frame) {
        return Optional.ofNullable(frame.binary()).filter(bytes -> bytes.length == 5 && bytes[0] == 0x02).map(ByteBuffer::wrap)
                .map(bytes -> "size " + bytes.getShort(1) + "x" + bytes.getShort(3));
    }

    private void add(final String line) {
        if (lines.size() == LINES) {
            lines.remove();
        }
        final long milliseconds = (System.nanoTime() - opened) / 1_000_000;
        lines.add("%6.1f s  %s".formatted(milliseconds / 1000.0, line.length() > LETTERS ? line.substring(0, LETTERS) + "…" : line));
    }

    /** Its newest events, and what it says and draws now. */
    String tell() {
        final StringBuilder told = new StringBuilder("a window, from its opening to now (" + (System.nanoTime() - opened) / 1_000_000_000 + " s):\n");
        lines.forEach(line -> told.append(line).append('\n'));
        told.append("    now  ").append(ask(() -> "connection: " + text("[data-connection]") + "; message: " + text(".machine-message"))).append('\n');
        told.append("    now  ").append(ask(this::drawing)).append('\n');
        return told.toString();
    }

    private List<String> text(final String selector) {
        return page.locator(selector).allTextContents();
    }

    /** The function is called for each frame that is drawn. */
    private String drawing() {
        page.waitForFunction("() => true", null, new Page.WaitForFunctionOptions().setTimeout(PATIENCE_MILLISECONDS));
        final Locator rows = page.locator(".xterm-rows > div");
        return "the window is drawn; the terminal has " + rows.count() + " rows"
                + (rows.count() == 0 ? "" : ", the first one at " + rows.first().evaluate("row => JSON.stringify(row.getBoundingClientRect())"));
    }

    private static String ask(final Supplier<String> question) {
        try {
            return question.get();
        } catch (final PlaywrightException unanswered) {
            return "no answer: " + unanswered.getMessage();
        }
    }
}
