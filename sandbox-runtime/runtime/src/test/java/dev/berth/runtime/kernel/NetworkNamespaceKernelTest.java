package dev.berth.runtime.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NetworkNamespaceKernelTest {
    private static final Path OF_THREAD = Path.of("/proc/thread-self/ns/net");

    private final String home = ofThread();
    private Process holder;
    private NetworkNamespace other;

    @BeforeEach
    void makeAnother() throws IOException {
        holder = new ProcessBuilder("unshare", "--net", "sh", "-c", "echo ready; exec sleep infinity").start();
        assertThat(holder.inputReader().readLine()).isEqualTo("ready");
        other = NetworkNamespace.ofProcess((int) holder.pid());
    }

    @AfterEach
    void endIt() throws InterruptedException {
        other.close();
        other.close();
        holder.destroyForcibly().waitFor();
    }

    @Test
    void isEnteredByAnotherThreadThanTheCallers() {
        assertThat(other.visit(NetworkNamespaceKernelTest::ofThread)).isEqualTo(link("/proc/" + holder.pid() + "/ns/net")).isNotEqualTo(home);
        assertThat(ofThread()).isEqualTo(home);
    }

    @Test
    void isLeftAfterAVisitThatFails() {
        assertThatThrownBy(() -> other.visit(() -> {
            throw new IllegalArgumentException("in the middle");
        })).isInstanceOf(IllegalArgumentException.class).hasMessage("in the middle");

        try (NetworkNamespace own = NetworkNamespace.at(OF_THREAD)) {
            assertThat(other.visit(() -> own.visit(NetworkNamespaceKernelTest::ofThread))).isEqualTo(home);
            assertThat(own.visit(NetworkNamespaceKernelTest::ofThread)).isEqualTo(home);
        }
    }

    @Test
    void isNotThereForAProcessThatHasEnded() {
        assertThatThrownBy(() -> NetworkNamespace.ofProcess(Integer.MAX_VALUE))
                .isInstanceOf(SystemCallException.class)
                .hasMessage("open \"/proc/2147483647/ns/net\": No such file or directory");
    }

    @Test
    void keepsAVisitThatWasInterruptedToItsEnd() {
        Thread.currentThread().interrupt();

        assertThat(other.visit(NetworkNamespaceKernelTest::ofThread)).isNotEqualTo(home);

        assertThat(Thread.interrupted()).isTrue();
    }

    private static String ofThread() {
        return link(OF_THREAD.toString());
    }

    private static String link(String path) {
        try {
            return Files.readSymbolicLink(Path.of(path)).toString();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
