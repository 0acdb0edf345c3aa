package dev.berth.engine;

import static dev.berth.engine.fake.EngineOnFake.config;
import static dev.berth.engine.fake.EngineOnFake.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.engine.container.ContainerFiles.Target;
import dev.berth.engine.container.Containers.WaitCondition;
import dev.berth.engine.tar.TarBuilder;
import dev.berth.engine.work.PiecewiseOutput;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A container starts or goes while somebody has its files open who does not go on. */
class CopyBrokenOffKernelTest {
    private static final int LARGE = 3 << 20;

    @AutoClose
    private static final MachineOnKernel ALICE = new MachineOnKernel();

    private static String created() {
        return ALICE.create(config("busybox").command("ls", "/large"));
    }

    private static byte[] large() {
        return new TarBuilder().file("large", new byte[LARGE], entry -> { }).bytes();
    }

    /** Sends the first half, and then nothing until it is closed. */
    private static final class StalledUpload extends InputStream {
        private final ByteArrayInputStream half = new ByteArrayInputStream(large(), 0, LARGE / 2);
        private final CompletableFuture<Void> stalled = new CompletableFuture<>();
        private final CompletableFuture<Void> closed = new CompletableFuture<>();

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int count = half.read(bytes, offset, length);
            if (count >= 0) {
                return count;
            }
            stalled.complete(null);
            closed.join();
            throw new IOException("closed");
        }

        @Override
        public void close() {
            closed.complete(null);
        }
    }

    private static int start(String id) {
        done(ALICE.containers().start(id));
        return done(done(ALICE.containers().waitFor(id, WaitCondition.NOT_RUNNING)).code());
    }

    @Test
    void aStartBreaksOffACopyThatNobodyReads() throws IOException {
        String id = created();
        ALICE.extract(id, "/", new ByteArrayInputStream(large()));
        try (PiecewiseOutput tar = done(ALICE.files().archive(id, "/large")).tar()) {
            tar.writeNext(new ByteArrayOutputStream());

            int code = start(id);

            assertThat(code).isZero();
            assertThatThrownBy(() -> tar.writeNext(OutputStream.nullOutputStream())).hasMessageContaining("while it was copied from");
        }
    }

    @Test
    void aStartBreaksOffAnUploadThatDoesNotGoOn() {
        String id = created();
        StalledUpload upload = new StalledUpload();
        CompletableFuture<Void> copying = CompletableFuture.runAsync(() -> ALICE.extract(id, "/", upload));
        upload.stalled.join();

        int code = start(id);

        assertThat(code).isZero();
        assertThatThrownBy(copying::join).hasMessageContaining("Error processing tar file");
    }

    @Test
    void anUploadThatHasNotBegunDoesNotKeepTheContainerFromStarting() {
        String id = created();
        ALICE.extract(id, "/", new ByteArrayInputStream(large()));
        try (Target target = done(ALICE.files().target(id, "/", true, false))) {

            int code = start(id);

            assertThat(code).isZero();
            assertThatThrownBy(() -> target.extract(new ByteArrayInputStream(large()))).hasMessageContaining("before anything was copied");
        }
    }

    @Test
    void aRemovalBreaksOffACopyAtOnce() throws IOException {
        String id = created();
        ALICE.extract(id, "/", new ByteArrayInputStream(large()));
        try (PiecewiseOutput tar = done(ALICE.files().archive(id, "/large")).tar()) {
            tar.writeNext(new ByteArrayOutputStream());

            done(ALICE.containers().remove(id, false, false));

            assertThatThrownBy(() -> tar.writeNext(OutputStream.nullOutputStream())).hasMessageContaining("was removed");
        }
    }
}
