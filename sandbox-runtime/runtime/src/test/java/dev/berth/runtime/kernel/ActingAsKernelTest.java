package dev.berth.runtime.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ActingAsKernelTest {
    private static final int USER = 265_536;

    @TempDir
    Path folder;

    private int ownerOfANewFile(String name) throws IOException {
        return (int) Files.getAttribute(Files.createFile(folder.resolve(name)), "unix:uid");
    }

    private static String effectiveCapabilities() throws IOException {
        return Files.readAllLines(Path.of("/proc/thread-self/status")).stream().filter(line -> line.startsWith("CapEff:")).findFirst().orElseThrow();
    }

    @Test
    void filesMadeMeanwhileAreTheUsersAndLaterOnesRootsAgain() throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));

        try (ActingAs user = ActingAs.user(USER)) {
            assertThat(ownerOfANewFile("meanwhile")).isEqualTo(USER);
        }

        assertThat(ownerOfANewFile("later")).isZero();
    }

    @Test
    void noRightIsLostMeanwhileOrAfterwards() throws IOException {
        String before = effectiveCapabilities();

        try (ActingAs user = ActingAs.user(USER)) {
            assertThat(effectiveCapabilities()).isEqualTo(before);
        }

        assertThat(effectiveCapabilities()).isEqualTo(before);
    }

    @Test
    void isUndoneWhenTheWorkFails() throws IOException {
        assertThatThrownBy(() -> {
            try (ActingAs user = ActingAs.user(USER)) {
                throw new IllegalStateException("the work fails");
            }
        }).hasMessage("the work fails");

        assertThat(ownerOfANewFile("later")).isZero();
    }
}
