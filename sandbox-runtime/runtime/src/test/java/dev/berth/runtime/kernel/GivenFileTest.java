package dev.berth.runtime.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** As what a container's program does with the files that it was given is seen from outside. */
@Timeout(30)
class GivenFileTest {
    private static final String HOLD_A_LEASE = """
            import fcntl, os, signal, sys
            signal.signal(signal.SIGIO, signal.SIG_IGN)
            file = os.open(sys.argv[1], os.O_RDONLY)
            fcntl.fcntl(file, fcntl.F_SETLEASE, fcntl.F_RDLCK)
            print("held", flush=True)
            signal.pause()
            """;

    @TempDir
    private Path folder;

    @Test
    void changesWhatIsInAFile() throws Exception {
        Files.writeString(folder.resolve("hosts"), "a long line\nb\n");

        change("hosts");

        assertThat(folder.resolve("hosts")).hasContent("changed");
    }

    @Test
    void waitsForNobodyWhoHoldsALeaseOnTheFile() throws Exception {
        Files.writeString(folder.resolve("hosts"), "before");
        Process holder = new ProcessBuilder("python3", "-c", HOLD_A_LEASE, folder.resolve("hosts").toString()).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try {
            assertThat(holder.inputReader().readLine()).isEqualTo("held");

            assertThatThrownBy(() -> change("hosts")).isInstanceOf(IOException.class);
        } finally {
            holder.destroyForcibly().waitFor();
        }
        assertThat(folder.resolve("hosts")).hasContent("before");
    }

    @Test
    void leavesALinkAlone() throws Exception {
        Files.writeString(folder.resolve("target"), "before");
        Files.createSymbolicLink(folder.resolve("hosts"), Path.of("target"));

        change("hosts");

        assertThat(folder.resolve("target")).hasContent("before");
    }

    private void change(String name) throws IOException {
        try (FolderDescriptor open = FolderDescriptor.open(folder)) {
            GivenFile.change(open, name, before -> "changed");
        }
    }
}
