package dev.berth.lab.page;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** A client that sends what no browser does. */
final class RawClient implements AutoCloseable {

    private final String host;
    private final Socket socket;

    /** @param address of the lab under test, as Quarkus tells it */
    RawClient(URL address) throws IOException {
        host = address.getAuthority();
        socket = new Socket(address.getHost(), address.getPort());
        socket.setSoTimeout(20_000);
    }

    /** @return the answer, to the end of its page, or all that came before the lab hung up */
    String ask(String request) throws IOException {
        socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
        return readTo("</html>");
    }

    void openWebSocket(String path) throws IOException {
        socket.getOutputStream().write(("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        readTo("\r\n\r\n");
    }

    /** @param hex bytes; blanks are for whoever reads them */
    void send(String hex) throws IOException {
        socket.getOutputStream().write(HexFormat.of().parseHex(hex.replace(" ", "")));
    }

    /** @return whether the lab has hung up, in time */
    boolean awaitEnd() throws IOException {
        try {
            readTo("never");
            return true;
        } catch (SocketException reset) {
            return true;
        }
    }

    private String readTo(String end) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        InputStream input = socket.getInputStream();
        for (int next = input.read(); next >= 0; next = input.read()) {
            bytes.write(next);
            if (bytes.toString(StandardCharsets.ISO_8859_1).endsWith(end)) {
                break;
            }
        }
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
