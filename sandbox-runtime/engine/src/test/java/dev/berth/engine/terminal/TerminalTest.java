package dev.berth.engine.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.engine.stream.SessionListener;
import dev.berth.engine.work.SerialQueue;
import dev.berth.runtime.OutputListener;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TerminalTest {
    private static final int PIECES = 20_000;

    private final ExecutorService pool = Executors.newSingleThreadExecutor();

    @TempDir
    private Path place;

    private Terminal terminal;

    @BeforeEach
    void makeTerminal() throws IOException {
        Path folder = Files.createDirectory(place.resolve("t1"));
        terminal = new Terminal(record(), folder, new SerialQueue(pool));
    }

    private static TerminalRecord record() {
        return new TerminalRecord("t1", "alice", new Terminals.TerminalConfig("", List.of("sh"), List.of(), "", "/", 24, 80), 24, 80, OptionalInt.empty());
    }

    @AfterEach
    void close() throws Exception {
        terminal.close().toCompletableFuture().get(60, TimeUnit.SECONDS);
        pool.shutdown();
    }

    /** One drain went on as long as anything came: whoever resized or joined the terminal waited for the program. */
    @Test
    void isResizedWhileAProgramFloodsIt() throws Exception {
        AtomicInteger pieces = new AtomicInteger();
        terminal.attach(0, start -> new SessionListener() {
            @Override
            public void output(boolean error, ByteBuffer bytes) {
                if (pieces.incrementAndGet() < PIECES) {
                    terminal.output(OutputListener.Source.OUTPUT, ByteBuffer.allocate(bytes.remaining()));
                }
            }

            @Override
            public void ended() {
                // nothing more comes
            }
        }).toCompletableFuture().get(60, TimeUnit.SECONDS);

        terminal.greet("the first of the flood");
        terminal.resize(50, 100).toCompletableFuture().get(60, TimeUnit.SECONDS);

        assertThat(terminal.view().rows()).isEqualTo(50);
        assertThat(pieces.getAndSet(PIECES)).isLessThan(PIECES);
    }
}
