package dev.berth.engine.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.runtime.LaunchFailedException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The words of Docker and runc for steps that failed. */
class StartFailuresTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            chdir  | /nosuch                | 2  | chdir to cwd ("/nosuch") set in config.json failed: no such file or directory
            exec   | echo x                 | 7  | exec echo: argument list too long
            groups | nosuch                 | 3  | unable to find group nosuch: no matching entries in group file
            ulimit | nofile 1 of 2          | 1  | error setting rlimits for ready process: error setting nofile 1 of 2: operation not permitted
            set    | /proc/sys/net/no = 1   | 2  | error during container init: open /proc/sys/net/no: no such file or directory
            place  | 0 -> /etc rprivate     | 20 | error during container init: error mounting to rootfs at "/etc": not a directory: Are you trying to mount a directory onto a file (or vice-versa)? Check if the specified host path exists and is the expected type
            """)
    void saysWhatRuncSays(String step, String subject, int errno, String words) {
        assertThat(StartFailures.ofContainer(new LaunchFailedException(step, subject, errno, ""), "echo").message())
                .isEqualTo("failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: " + words + ": unknown");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            nosuch     | 2 | unable to find user nosuch: no matching entries in passwd file
            root:other | 3 | unable to find group other: no matching entries in group file
            """)
    void saysWhoIsUnknown(String user, int errno, String words) {
        assertThat(StartFailures.ofContainer(new LaunchFailedException("user", user, errno, ""), "echo").message()).isEqualTo(words);
        assertThat(StartFailures.ofExec(new LaunchFailedException("user", user, errno, ""), "echo")).hasMessage(words);
    }
}
