package dev.berth.engine.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.engine.file.OpenRoots.Lease;
import dev.berth.runtime.kernel.FolderDescriptor;
import dev.berth.runtime.kernel.OpenFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenRootsTest {
    @TempDir
    private Path folder;

    private final AtomicInteger mounts = new AtomicInteger();
    private final OpenRoots roots = new OpenRoots();

    private Lease open() {
        return roots.open(() -> {
            mounts.incrementAndGet();
            return FolderDescriptor.open(folder);
        });
    }

    @Test
    void manyRequestsShareOneMount() {
        try (Lease one = open(); Lease other = open()) {
            assertThat(one.folder()).isSameAs(other.folder());
        }

        assertThat(mounts).hasValue(1);
    }

    @Test
    void theLastRequestUnmounts() throws IOException {
        Lease one = open();
        Lease other = open();
        FolderDescriptor shared = one.folder();

        one.close();
        OpenFolder.open(shared).close();
        other.close();

        assertThatThrownBy(() -> OpenFolder.open(shared)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void whoComesAfterTheLastMountsAnew() {
        open().close();

        open().close();

        assertThat(mounts).hasValue(2);
    }

    @Test
    void nobodyWaitsWhenNothingIsOpen() {
        open().close();

        assertThat(roots.end(Duration.ZERO)).isTrue();
    }

    @Test
    void aRequestThatDoesNotEndIsBrokenOff() {
        Lease lease = open();
        lease.onBreak(lease::close);

        assertThat(roots.end(Duration.ZERO)).isTrue();
    }
}
