package dev.berth.engine.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.runtime.LaunchFailedException;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The words of Docker and runc for steps that failed. */
class StartFailuresTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            chdir  | /nosuch                | 2  | chdir to cwd ("/nosuch") set in config.json failed: no such file or directory
            exec   | echo x                 | 7  | exec echo: argument list too long
            ulimit | nofile 1 of 2          | 1  | error setting rlimits for ready process: error setting nofile 1 of 2: operation not permitted
            set    | /proc/sys/net/no = 1   | 2  | error during container init: open /proc/sys/net/no: no such file or directory
            """)
    void saysWhatRuncSays(String step, String subject, int errno, String words) {
        assertThat(StartFailures.ofContainer(new LaunchFailedException(step, subject, errno, ""), "web", "echo", Map.of()).message())
                .isEqualTo("failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: " + words + ": unknown");
    }

    @Test
    void guessesWhatWasDoneToAFileThatIsNoFolder() {
        assertThat(StartFailures.ofContainer(new LaunchFailedException("place", "0 -> /etc rprivate", 20, ""), "web", "echo", Map.of("/etc", "/root/file")).message())
                .endsWith("error during container init: error mounting \"/root/file\" to rootfs at \"/etc\": mount /root/file:/etc: not a directory: unknown: Are you trying to mount a directory onto a file "
                        + "(or vice-versa)? Check if the specified host path exists and is the expected type");
    }

    @Test
    void saysWhichGroupIsUnknown() {
        assertThat(StartFailures.ofContainer(new LaunchFailedException("groups", "nosuch", 3, ""), "web", "echo", Map.of()).message())
                .isEqualTo("Unable to find group nosuch: no matching entries in group file");
    }

    /** It was an internal error, and a container that was to remove itself stayed; then it was said of the network bridge, whatever it was. */
    @Test
    void saysWhichContainerHasNoNetwork() {
        ContainerState.StartFailure failure = StartFailures.ofContainer(new LaunchFailedException("network", "web-net", 19, "could not find bridge br-0"), "web", "echo", Map.of());

        assertThat(failure).isEqualTo(new ContainerState.StartFailure(128, "failed to create endpoint web on network web-net: could not find bridge br-0"));
    }

    /** The docker command exits with them. */
    @ParameterizedTest
    @CsvSource({"exec,x,2,127", "exec,/etc,13,126", "exec,x,8,128", "chdir,/no,2,127", "chdir,/etc/passwd,20,127", "set,/proc/sys/net/no = 1,2,127", "ulimit,nofile,1,128", "user,x,2,128"})
    void hasDockersCode(String step, String subject, int errno, int code) {
        assertThat(StartFailures.ofContainer(new LaunchFailedException(step, subject, errno, ""), "web", subject, Map.of()).code()).isEqualTo(code);
    }

    @Test
    void aCodeThatSaysNothingDoesNotCoverOneThatDoes() {
        ContainerState.Exited ended = new ContainerState.Exited(3, Instant.EPOCH, Instant.EPOCH.plusSeconds(5), false, "");

        assertThat(StartFailures.stateAfter(ended, new ContainerState.StartFailure(128, "no"))).isEqualTo(new ContainerState.Exited(3, ended.startedAt(), ended.at(), false, "no"));
        assertThat(StartFailures.stateAfter(ended, new ContainerState.StartFailure(127, "no"))).extracting("code").isEqualTo(127);
        assertThat(StartFailures.stateAfter(new ContainerState.Restarting(ended), new ContainerState.StartFailure(127, "no"))).extracting("code").isEqualTo(3);
        assertThat(StartFailures.stateAfter(new ContainerState.Created(null), new ContainerState.StartFailure(128, "no"))).extracting("status").isEqualTo("created");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            nosuch      | 2 | unable to find user nosuch: no matching entries in passwd file
            root:other  | 3 | unable to find group other: no matching entries in group file
            99999999999 | 2 | uids and gids must be in range 0-2147483647
            0:-1        | 3 | uids and gids must be in range 0-2147483647
            """)
    void saysWhoIsUnknown(String user, int errno, String words) {
        assertThat(StartFailures.ofContainer(new LaunchFailedException("user", user, errno, ""), "web", "echo", Map.of()).message()).isEqualTo(words);
        assertThat(StartFailures.ofExec(new LaunchFailedException("user", user, errno, ""), "echo")).hasMessage(words);
    }
}
