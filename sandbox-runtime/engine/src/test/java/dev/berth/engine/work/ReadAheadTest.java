package dev.berth.engine.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ReadAheadTest {
    private final ExecutorService threads = Executors.newSingleThreadExecutor();

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    private static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        new Random(count).nextBytes(bytes);
        return bytes;
    }

    @Test
    void givesTheBytesOfItsSource() throws IOException {
        for (int count : new int[] {0, 1, 64 * 1024 - 1, 64 * 1024, 64 * 1024 + 1, 5_000_000}) {
            byte[] bytes = bytes(count);

            try (ReadAhead ahead = new ReadAhead(new ByteArrayInputStream(bytes), threads)) {
                assertThat(ahead.readAllBytes()).isEqualTo(bytes);
                assertThat(ahead.read()).isEqualTo(-1);
            }
        }
    }

    @Test
    void failsAsItsSourceDoesAfterWhatCameBefore() throws IOException {
        byte[] before = bytes(1_000_000);
        InputStream breaking = new BlockInput() {
            private final InputStream whole = new ByteArrayInputStream(before);

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                int read = whole.read(bytes, offset, length);
                if (read < 0) {
                    throw new IOException("broken");
                }
                return read;
            }
        };

        try (ReadAhead ahead = new ReadAhead(breaking, threads)) {
            assertThat(ahead.readNBytes(900_000)).startsWith(before[0]).hasSize(900_000);
            assertThatThrownBy(ahead::readAllBytes).isInstanceOf(IOException.class).hasMessage("broken");
        }
    }

    /** Who closes it may close the source next: a descriptor must not be closed under whoever reads it. */
    @Test
    void theSourceIsLetGoOfWhenItIsClosed() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        AtomicBoolean letGo = new AtomicBoolean();
        InputStream endless = new BlockInput() {
            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                begun.countDown();
                try {
                    new CountDownLatch(1).await();
                    return -1;
                } catch (InterruptedException interrupted) {
                    letGo.set(true);
                    throw new IOException(interrupted);
                }
            }
        };
        ReadAhead ahead = new ReadAhead(endless, threads);
        begun.await();

        ahead.close();

        assertThat(letGo).isTrue();
    }

    @Test
    void whatIsClosedBeforeItBeginsIsNeverRead() throws Exception {
        CountDownLatch free = new CountDownLatch(1);
        threads.execute(() -> {
            try {
                free.await();
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            }
        });
        AtomicBoolean read = new AtomicBoolean();
        ReadAhead ahead = new ReadAhead(new BlockInput() {
            @Override
            public int read(byte[] bytes, int offset, int length) {
                read.set(true);
                return -1;
            }
        }, threads);

        ahead.close();

        free.countDown();
        threads.shutdown();
        assertThat(threads.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
        assertThat(read).isFalse();
    }
}
