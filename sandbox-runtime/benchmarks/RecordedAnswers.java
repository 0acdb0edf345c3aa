import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * A server that does nothing but answer: what a docker command costs against it is the least that it costs against any engine. It stands between the command and
 * a real engine once; from then on each request (its first line) is answered with the bytes that the engine said, as soon as all of
 * it is there. Clients that send a second request
 * before the first is answered are not understood; the docker command does not.
 */
final class RecordedAnswers implements AutoCloseable {
    private static final int PIECE = 64 * 1024;

    /** How an answer begins that is not HTTP from there on: it lasts until the connection ends. */
    private static final byte[] UPGRADED = "HTTP/1.1 101 ".getBytes(StandardCharsets.US_ASCII);

    private static final byte[] NONE = {};

    private interface Work {
        void run() throws IOException;
    }

    private final Path socket;
    private final Path engine;
    private final ServerSocketChannel listener;
    private final List<Thread> recorders = new CopyOnWriteArrayList<>();
    private final Map<String, byte[]> answers = new ConcurrentHashMap<>();
    private volatile boolean recording = true;

    /** Listens at {@code socket}, and passes on to the engine at {@code engine} what it hears. */
    RecordedAnswers(Path socket, Path engine) throws IOException {
        this.socket = socket;
        this.engine = engine;
        listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listener.bind(UnixDomainSocketAddress.of(socket));
        begin(this::accept);
    }

    /** From now on it answers by itself. */
    void recorded() throws InterruptedException {
        for (Thread recorder : recorders) {
            recorder.join();
        }
        recording = false;
    }

    @Override
    public void close() throws IOException {
        listener.close();
        Files.deleteIfExists(socket);
    }

    private static Thread begin(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException gone) {
                // a client that breaks off has its end; whoever opened the channels closes them
            }
        });
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void accept() throws IOException {
        while (true) {
            SocketChannel client = listener.accept();
            if (recording) {
                recorders.add(begin(() -> new Recorder(client).run()));
            } else {
                begin(() -> replay(client));
            }
        }
    }

    private void replay(SocketChannel client) throws IOException {
        try (client) {
            ByteBuffer piece = ByteBuffer.allocate(PIECE);
            while (client.read(piece.clear()) >= 0) {
                byte[] answer = firstLine(piece.flip()).map(answers::get).orElse(NONE);
                RequestBody body = RequestBody.after(piece);
                while (!body.isComplete() && client.read(piece.clear()) >= 0) {
                    body.take(piece.flip());
                }
                write(client, ByteBuffer.wrap(answer));
                if (Arrays.mismatch(answer, UPGRADED) == UPGRADED.length) {
                    return;
                }
            }
        }
    }

    private static void write(SocketChannel to, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            // Java copies all that it is given out of the heap, also what the socket does not take.
            ByteBuffer piece = bytes.duplicate().limit(Math.min(bytes.limit(), bytes.position() + PIECE));
            to.write(piece);
            bytes.position(piece.position());
        }
    }

    /** Empty for a piece of a request's body. */
    private static Optional<String> firstLine(ByteBuffer piece) {
        String line = StandardCharsets.ISO_8859_1.decode(piece.duplicate()).toString().lines().findFirst().orElse("");
        return line.endsWith(" HTTP/1.1") ? Optional.of(line) : Optional.empty();
    }

    /** One connection that is passed on both ways, and written down. */
    private final class Recorder {
        private final SocketChannel client;
        private Optional<String> request = Optional.empty();
        private final ByteArrayOutputStream said = new ByteArrayOutputStream();

        Recorder(SocketChannel client) {
            this.client = client;
        }

        void run() throws IOException {
            try (client; SocketChannel server = SocketChannel.open(UnixDomainSocketAddress.of(engine))) {
                begin(() -> {
                    pass(client, server, this::asked);
                    server.shutdownOutput();
                });
                pass(server, client, this::answered);
            } finally {
                keep(); // also when the client has not waited for the last of it
            }
        }

        private void pass(SocketChannel from, SocketChannel to, Consumer<ByteBuffer> written) throws IOException {
            ByteBuffer piece = ByteBuffer.allocate(PIECE);
            while (from.read(piece.clear()) >= 0) {
                written.accept(piece.flip().duplicate());
                write(to, piece);
            }
        }

        private synchronized void asked(ByteBuffer piece) {
            Optional<String> line = firstLine(piece);
            if (line.isPresent()) {
                keep();
                request = line;
            }
        }

        private synchronized void answered(ByteBuffer piece) {
            said.write(piece.array(), piece.position(), piece.remaining());
        }

        private synchronized void keep() {
            request.ifPresent(line -> answers.put(line, said.toByteArray()));
            said.reset();
        }
    }
}
