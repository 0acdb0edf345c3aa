package dev.berth.daemon.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.engine.stream.Session;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class PacedOutputTest {
    private static final int LARGE = 70_000;
    private final RecordingSession session = new RecordingSession();
    private final SlowSink sink = new SlowSink();

    /** Remembers whether it is paused. */
    private static final class RecordingSession implements Session {
        private final List<String> calls = new ArrayList<>();

        @Override
        public CompletionStage<Void> input(ByteBuffer bytes) {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void endInput() {}

        @Override
        public void pause() {
            calls.add("pause");
        }

        @Override
        public void resume() {
            calls.add("resume");
        }

        @Override
        public void close() {}
    }

    /** A client that reads when the test says so. */
    private static final class SlowSink implements OutputSink {
        private final StringBuilder written = new StringBuilder();
        private final Queue<Runnable> unread = new ArrayDeque<>();
        private int writes;
        private boolean ended;

        @Override
        public void write(byte[] bytes, Runnable whenWritten) {
            written.append(new String(bytes, StandardCharsets.ISO_8859_1));
            unread.add(whenWritten);
            writes++;
        }

        @Override
        public void end() {
            ended = true;
        }

        void readAll() {
            while (!unread.isEmpty()) {
                unread.remove().run();
            }
        }
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void framesOutputAndErrors() {
        PacedOutput output = new PacedOutput(Runnable::run, StreamFraming.MULTIPLEXED);
        output.connect(session, sink);

        output.output(false, bytes("out"));
        output.output(true, bytes("bad"));

        assertThat(sink.written).hasToString("\u0001\0\0\0\0\0\0\u0003out\u0002\0\0\0\0\0\0\u0003bad");
    }

    @Test
    void sendsTogetherWhatComesBeforeTheEventLoopIsThere() {
        Queue<Runnable> loop = new ArrayDeque<>();
        PacedOutput output = new PacedOutput(loop::add, StreamFraming.MULTIPLEXED);
        output.connect(session, sink);

        output.output(false, bytes("one"));
        output.output(true, bytes("two"));
        output.ended();
        loop.forEach(Runnable::run);

        assertThat(sink.written).hasToString("\u0001\0\0\0\0\0\0\u0003one\u0002\0\0\0\0\0\0\u0003two");
        assertThat(sink.writes).isOne();
        assertThat(sink.ended).isTrue();
    }

    @Test
    void keepsWhatComesBeforeTheConnection() {
        PacedOutput output = new PacedOutput(Runnable::run, StreamFraming.RAW);
        output.output(false, bytes("early "));
        output.ended();

        output.connect(session, sink);

        assertThat(sink.written).hasToString("early ");
        assertThat(sink.ended).isTrue();
    }

    @Test
    void callsTheEventLoopForNothingThatCannotBeSentYet() {
        Queue<Runnable> loop = new ArrayDeque<>();
        PacedOutput output = new PacedOutput(loop::add, StreamFraming.RAW);

        output.output(false, bytes("a line "));
        output.output(false, bytes("and another"));
        assertThat(loop).isEmpty();

        output.connect(session, sink);
        assertThat(sink.written).hasToString("a line and another");
        assertThat(sink.writes).isOne();
    }

    @Test
    void pausesTheProcessWhileTheClientDoesNotRead() {
        PacedOutput output = new PacedOutput(Runnable::run, StreamFraming.RAW);
        output.connect(session, sink);

        output.output(false, ByteBuffer.allocate(LARGE));
        assertThat(session.calls).containsExactly("pause");

        sink.readAll();
        assertThat(session.calls).containsExactly("pause", "resume");
    }

    /** A log was read into memory as long as nobody was there to take it. */
    @Test
    void wantsNothingBeforeTheConnection() {
        PacedOutput output = new PacedOutput(Runnable::run, StreamFraming.RAW);

        output.opened(session);
        assertThat(session.calls).containsExactly("pause");

        output.connect(session, sink);
        assertThat(session.calls).endsWith("resume");
    }

    @Test
    void pausesAlsoWhatWasTooMuchBeforeTheConnection() {
        PacedOutput output = new PacedOutput(Runnable::run, StreamFraming.RAW);
        output.output(false, ByteBuffer.allocate(LARGE));

        output.connect(session, sink);

        assertThat(session.calls).containsExactly("pause");
    }
}
