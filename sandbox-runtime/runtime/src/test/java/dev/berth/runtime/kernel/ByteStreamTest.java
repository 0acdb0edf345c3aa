package dev.berth.runtime.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ByteStreamTest {
    private static final int MORE_THAN_A_PIPE_HOLDS = 1 << 20;

    private final EventLoop loop = new EventLoop("test-loop");
    private final Pipe pipe = Pipe.open();
    private final ByteStream reader = new ByteStream(loop, pipe.reader());
    private final ByteStream writer = new ByteStream(loop, pipe.writer());
    private final Collector collector = new Collector();

    private static final class Collector implements ByteStream.Reader {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final CompletableFuture<byte[]> end = new CompletableFuture<>();

        @Override
        public void bytes(ByteBuffer some) {
            byte[] copy = new byte[some.remaining()];
            some.get(copy);
            bytes.writeBytes(copy);
        }

        @Override
        public void ended() {
            end.complete(bytes.toByteArray());
        }

        byte[] all() throws Exception {
            return end.get(60, TimeUnit.SECONDS);
        }
    }

    @AfterEach
    void close() {
        reader.close();
        writer.close();
        loop.close();
    }

    @Test
    void bringsWhatWasWrittenAndThenTheEnd() throws Exception {
        reader.read(collector);

        writer.write(bytes("hello")).toCompletableFuture().get(60, TimeUnit.SECONDS);
        writer.close();

        assertThat(collector.all()).asString(StandardCharsets.UTF_8).isEqualTo("hello");
    }

    @Test
    void makesTheWriterWaitUntilSomebodyReads() throws Exception {
        CompletableFuture<Void> written = writer.write(ByteBuffer.allocate(MORE_THAN_A_PIPE_HOLDS)).toCompletableFuture();
        assertThat(written).isNotDone();

        reader.read(collector);

        written.get(60, TimeUnit.SECONDS);
        writer.close();
        assertThat(collector.all()).hasSize(MORE_THAN_A_PIPE_HOLDS);
    }

    @Test
    void bringsNothingWhilePaused() throws Exception {
        reader.pause();
        reader.read(collector);
        CompletableFuture<Void> written = writer.write(ByteBuffer.allocate(MORE_THAN_A_PIPE_HOLDS)).toCompletableFuture();
        onLoop();
        assertThat(written).isNotDone();

        reader.resume();

        written.get(60, TimeUnit.SECONDS);
    }

    @Test
    void failsAWriteThatNobodyWillRead() {
        reader.close();
        CompletableFuture<Void> written = writer.write(bytes("lost")).toCompletableFuture();

        assertThatThrownBy(() -> written.get(60, TimeUnit.SECONDS)).hasCauseInstanceOf(SystemCallException.class)
                .hasRootCauseMessage("write: Broken pipe");
    }

    @Test
    void givesItsReaderTheEndWhenItIsClosed() throws Exception {
        reader.read(collector);

        reader.close();
        reader.close();

        assertThat(collector.all()).isEmpty();
    }

    /** Waits until the loop has done what it was given before. */
    private void onLoop() throws Exception {
        CompletableFuture<Void> done = new CompletableFuture<>();
        loop.execute(() -> done.complete(null));
        done.get(60, TimeUnit.SECONDS);
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
