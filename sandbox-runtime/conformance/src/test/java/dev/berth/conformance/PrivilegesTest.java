package dev.berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.conformance.Docker.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Capabilities, security options, devices, and what privileged gives. */
@ExtendWith(EngineUnderTest.class)
class PrivilegesTest {
    private static final String IMAGE = SmallImage.NAME;
    private static final String LACKING = "unable to apply caps: operation not permitted";
    private static final String DOCKERS_OWN = "00000000a80425fb";
    private final Docker docker;

    PrivilegesTest(Docker docker) {
        this.docker = docker;
    }

    private String status(String field, String... options) {
        return docker.succeed(Stream.of(Stream.of("run", "--rm"), Stream.of(options), Stream.of(IMAGE, "sed", "-n", "s/^" + field + ":[ \t]*//p", "/proc/self/status"))
                .flatMap(part -> part).toArray(String[]::new)).line();
    }

    /** A Docker gives all capabilities that the kernel knows, and fails where the host itself lacks one. A machine gives its own. */
    private static boolean canGivePrivileges() throws IOException {
        String all = String.format("%016x", (1L << Integer.parseInt(Files.readString(Path.of("/proc/sys/kernel/cap_last_cap")).strip()) + 1) - 1);
        return !EngineUnderTest.STOCK || Files.readAllLines(Path.of("/proc/self/status")).contains("CapBnd:\t" + all);
    }

    @Test
    void fourteenCapabilities() {
        assertThat(status("CapEff")).isEqualTo(DOCKERS_OWN);
        assertThat(status("CapBnd")).isEqualTo(DOCKERS_OWN);
        assertThat(status("CapInh")).isEqualTo("0000000000000000");
    }

    @Test
    void capabilitiesAreAddedAndTakenAway() {
        assertThat(status("CapEff", "--cap-add", "SYS_ADMIN", "--cap-drop", "CHOWN")).isEqualTo("00000000a82425fa");
        assertThat(status("CapEff", "--cap-drop", "ALL", "--cap-add", "NET_ADMIN")).isEqualTo("0000000000001000");
        assertThat(status("CapEff", "--cap-drop", "all")).isEqualTo("0000000000000000");
    }

    @Test
    void capabilitiesAreThoseOfRootAlone() {
        assertThat(status("CapEff", "-u", "nobody")).isEqualTo("0000000000000000");
        assertThat(status("CapBnd", "-u", "nobody")).isEqualTo(DOCKERS_OWN);
    }

    @Test
    void aCapabilityThatDoesNotExist() {
        assertThat(docker.run("create", "--cap-add", "NOPE", IMAGE).errors()).contains("invalid CapAdd: unknown capability: \"CAP_NOPE\"");
        assertThat(docker.run("create", "--cap-drop", "NOPE", IMAGE).errors()).contains("invalid CapDrop: unknown capability: \"CAP_NOPE\"");
    }

    @Test
    void seccompFiltersUnlessPrivileged() {
        assertThat(status("Seccomp")).isEqualTo("2");
    }

    @Test
    void withoutSeccompNamespacesAreMade() {
        assertThat(docker.run("run", "--rm", IMAGE, "unshare", "-U", "true").errors()).contains("Operation not permitted");

        docker.succeed("run", "-d", "--name", "free", "--security-opt", "seccomp=unconfined", IMAGE, "sleep", "1000");
        assertThat(docker.inspect("free", "{{json .HostConfig.SecurityOpt}} {{.HostConfig.Privileged}}")).isEqualTo("[\"seccomp=unconfined\"] false");
        assertThat(docker.succeed("exec", "free", "unshare", "-U", "-r", "-m", "sh", "-c", "mount -t tmpfs none /tmp && grep -c ' /tmp tmpfs' /proc/mounts").line()).isEqualTo("1");
        assertThat(docker.succeed("run", "--rm", "--security-opt", "seccomp=unconfined", IMAGE, "unshare", "-U", "-r", "id", "-u").line()).isEqualTo("0");
        assertThat(status("CapEff", "--security-opt", "seccomp=unconfined")).isEqualTo(DOCKERS_OWN);
        assertThat(docker.run("run", "--rm", "--security-opt", "seccomp=unconfined", IMAGE, "mount", "-t", "tmpfs", "none", "/tmp").code()).isNotZero();
    }

    @Test
    void nobodyGetsMoreThroughSetuidWhenSaidSo() {
        assertThat(status("NoNewPrivs")).isEqualTo("0");
        assertThat(status("NoNewPrivs", "--security-opt", "no-new-privileges")).isEqualTo("1");
    }

    @Test
    void aSecurityOptionThatDoesNotExist() {
        assertThat(docker.run("create", "--security-opt", "nosuch=1", IMAGE).errors()).contains("invalid --security-opt 2: \"nosuch=1\"");
    }

    @Test
    void pathsOfTheKernelAreMasked() {
        Result result = docker.succeed("run", "--rm", IMAGE, "sh", "-c", "for file in kcore keys timer_list sched_debug; do [ ! -e /proc/$file ] || wc -c < /proc/$file; done; ls /sys/firmware | wc -l");

        assertThat(result.output().lines()).isNotEmpty().containsOnly("0");
    }

    @Test
    void devicesAreTheUsualFew() {
        assertThat(docker.succeed("run", "--rm", IMAGE, "ls", "/dev").output().lines())
                .contains("fd", "full", "mqueue", "null", "ptmx", "pts", "random", "shm", "stderr", "stdin", "stdout", "tty", "urandom", "zero")
                .doesNotContain("mem", "kmsg", "sda", "vda", "loop0");
    }

    @Test
    void aPrivilegedContainerMayMount() throws IOException {
        assertThat(docker.run("run", "--rm", IMAGE, "mount", "-t", "tmpfs", "none", "/tmp").code()).isNotZero();
        if (!canGivePrivileges()) {
            assertThat(docker.run("run", "--rm", "--privileged", IMAGE, "true").errors()).contains(LACKING);
            return;
        }
        assertThat(docker.succeed("run", "--rm", "--privileged", IMAGE, "sh", "-c", "mount -t tmpfs none /tmp && grep -c ' /tmp tmpfs' /proc/mounts").line()).isEqualTo("1");
    }

    @Test
    void aPrivilegedContainerSaysSo() {
        docker.succeed("create", "--name", "mighty", "--privileged", IMAGE);

        assertThat(docker.inspect("mighty", "{{.HostConfig.Privileged}} {{json .HostConfig.SecurityOpt}}")).isEqualTo("true [\"label=disable\"]");
    }

    @Test
    void anExecMayBePrivileged() throws IOException {
        docker.succeed("run", "-d", "--name", "host", IMAGE, "sleep", "1000");

        assertThat(docker.run("exec", "host", "mount", "-t", "tmpfs", "none", "/tmp").code()).isNotZero();
        if (!canGivePrivileges()) {
            assertThat(docker.run("exec", "--privileged", "host", "true").output()).contains(LACKING);
            return;
        }
        assertThat(docker.succeed("exec", "--privileged", "host", "sh", "-c", "mount -t tmpfs none /tmp && echo mounted").line()).isEqualTo("mounted");
    }

    @Test
    void setuidProgramsWork() {
        assertThat(docker.succeed("run", "--rm", IMAGE, "sh", "-c", "cp /bin/busybox /tmp/id; chmod 4755 /tmp/id; ls -l /tmp/id | cut -c1-10").line()).isEqualTo("-rwsr-xr-x");
    }
}
