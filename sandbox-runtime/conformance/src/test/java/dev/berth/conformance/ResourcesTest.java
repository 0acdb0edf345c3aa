package dev.berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.conformance.Docker.Result;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Memory, processors, processes, limits of the kernel: how they are asked for, refused, kept, and shown. */
@ExtendWith(EngineUnderTest.class)
class ResourcesTest {
    private static final String IMAGE = SmallImage.NAME;

    // As cgroup v1 says it, or v2.
    private static final String MEMORY = "cat /sys/fs/cgroup/memory/memory.limit_in_bytes 2>/dev/null || cat /sys/fs/cgroup/memory.max";
    private static final String MEMORY_WITH_SWAP =
            "cd /sys/fs/cgroup; cat memory/memory.memsw.limit_in_bytes 2>/dev/null || echo $(($(cat memory.max) + $(cat memory.swap.max)))";
    private static final String MOST_PROCESSES = "cat /sys/fs/cgroup/pids/pids.max 2>/dev/null || cat /sys/fs/cgroup/pids.max";
    private static final String PROCESSOR_TIME = "cd /sys/fs/cgroup; cat cpu.max 2>/dev/null || cat cpu/cpu.cfs_quota_us cpu/cpu.cfs_period_us | xargs";

    /** Version 2 has weights, which runc makes of whatever shares it is given, and the kernel refuses. */
    private static final String TOO_FEW_SHARES = ControlGroupVersion.between("the minimum allowed cpu-shares is 2", "failed to write \"70369281052672\": write ");
    private static final String TOO_MANY_SHARES = ControlGroupVersion.between("the maximum allowed cpu-shares is 262144", "failed to write \"11443\": write ");
    private static final String NO_SUCH_WEIGHT = ControlGroupVersion.between("", "cpu.weight: numerical result out of range");

    private final Docker docker;

    ResourcesTest(Docker docker) {
        this.docker = docker;
    }

    private String shell(String script, String... options) {
        return docker.succeed(Stream.of(Stream.of("run", "--rm"), Stream.of(options), Stream.of(IMAGE, "sh", "-c", script)).flatMap(part -> part).toArray(String[]::new)).line();
    }

    private String inside(String container, String script) {
        return docker.succeed("exec", container, "sh", "-c", script).line();
    }

    private String refused(String... options) {
        Result result = docker.run(Stream.of(Stream.of("create"), Stream.of(options), Stream.of(IMAGE)).flatMap(part -> part).toArray(String[]::new));
        assertThat(result.code()).isNotZero();
        return result.errors();
    }

    @Test
    void memoryIsLimited() {
        docker.succeed("create", "--name", "small", "-m", "32m", "--memory-swap", "64m", "--memory-reservation", "16m", IMAGE);

        assertThat(docker.inspect("small", "{{.HostConfig.Memory}} {{.HostConfig.MemorySwap}} {{.HostConfig.MemoryReservation}}")).isEqualTo("33554432 67108864 16777216");
    }

    @Test
    void theLimitCanBeReadInside() {
        assertThat(shell(MEMORY, "-m", "32m")).isEqualTo("33554432");
    }

    @Test
    void memoryWithSwapCanBeReadInside() {
        assertThat(shell(MEMORY_WITH_SWAP, "-m", "32m", "--memory-swap", "48m")).isEqualTo("50331648");
        assertThat(shell(MEMORY_WITH_SWAP, "-m", "32m")).isEqualTo("67108864");
    }

    @Test
    void theKillerIsHeldBackWhereTheKernelCan() {
        boolean can = docker.succeed("info", "--format", "{{.OomKillDisable}}").line().equals("true");

        Result created = docker.succeed("create", "--name", "stubborn", "-m", "32m", "--oom-kill-disable", IMAGE);

        assertThat(created.errors()).isEqualTo(can ? "" : "WARNING: Your kernel does not support OomKillDisable. OomKillDisable discarded.\n");
        assertThat(docker.inspect("stubborn", "{{json .HostConfig.OomKillDisable}}")).isEqualTo(can ? "true" : "null");
    }

    @Test
    void aProgramThatTakesMoreIsKilledAndSaidToBe() {
        docker.run("run", "--name", "greedy", "-m", "16m", "--memory-swap", "16m", IMAGE, "sh", "-c", "exec tail /dev/zero");

        assertThat(docker.inspect("greedy", "{{.State.OOMKilled}} {{.State.ExitCode}} {{.State.Status}}")).isEqualTo("true 137 exited");
    }

    @Test
    void memoryHasAMinimum() {
        assertThat(refused("-m", "1m")).contains("Minimum memory limit allowed is 6MB");
    }

    @Test
    void swapIncludesMemory() {
        assertThat(refused("-m", "64m", "--memory-swap", "32m")).contains("Minimum memoryswap limit should be larger than memory limit, see usage");
        assertThat(refused("--memory-swap", "32m")).contains("You should always set the Memory limit when using Memoryswap limit, see usage");
    }

    @Test
    void theReservationIsBelowTheLimit() {
        assertThat(refused("-m", "32m", "--memory-reservation", "64m")).contains("Minimum memory limit can not be less than memory reservation limit, see usage");
    }

    @Test
    void processorsAreShared() {
        docker.succeed("create", "--name", "half", "--cpus", "0.5", "--cpu-shares", "512", "--cpuset-cpus", "0", IMAGE);

        assertThat(docker.inspect("half", "{{.HostConfig.NanoCpus}} {{.HostConfig.CpuShares}} {{.HostConfig.CpusetCpus}}")).isEqualTo("500000000 512 0");
    }

    @Test
    void aPeriodAndAQuota() {
        docker.succeed("create", "--name", "slow", "--cpu-period", "50000", "--cpu-quota", "10000", IMAGE);

        assertThat(docker.inspect("slow", "{{.HostConfig.CpuPeriod}} {{.HostConfig.CpuQuota}}")).isEqualTo("50000 10000");
    }

    @Test
    void processorTimeCanBeReadInside() {
        assertThat(shell(PROCESSOR_TIME, "--cpus", "0.5")).isEqualTo("50000 100000");
        assertThat(shell(PROCESSOR_TIME, "--cpu-period", "50000", "--cpu-quota", "10000")).isEqualTo("10000 50000");
        assertThat(shell("cat /sys/fs/cgroup/cpu/cpu.shares 2>/dev/null || cat /sys/fs/cgroup/cpu.weight", "--cpu-shares", "512")).isIn("512", "20");
        assertThat(shell("cat /sys/fs/cgroup/cpuset/cpuset.cpus 2>/dev/null || cat /sys/fs/cgroup/cpuset.cpus", "--cpuset-cpus", "0")).isEqualTo("0");
    }

    @Test
    void processorsThatAreNotThere() {
        assertThat(refused("--cpus", "1000")).contains("Range of CPUs is from 0.01 to ").contains("as there are only ");
        assertThat(refused("--cpuset-cpus", "900")).contains("Requested CPUs are not available - requested 900, available: ");
        assertThat(refused("--cpuset-cpus", "x")).contains("Invalid value x for cpuset cpus");
    }

    /** The command creates it; only the kernel, at the start, knows better. */
    @Test
    void processorsThatNoControlGroupGives() {
        String group = "OCI runtime create failed: runc create failed: unable to start container process: error during container init: error setting cgroup config for procHooks process: ";

        assertNotStarted("--cpu-shares", "1", group + TOO_FEW_SHARES, NO_SUCH_WEIGHT + ": unknown");
        assertNotStarted("--cpu-shares", "300000", group + TOO_MANY_SHARES, NO_SUCH_WEIGHT + ": unknown");
        assertNotStarted("--cpu-shares", "-1", "Error response from daemon: shares: invalid argument", "");
        assertNotStarted("--cpus", "0.001", group + ControlGroupVersion.between("failed to write \"100\": write ", "failed to write \"100 100000\": write "),
                ControlGroupVersion.between("cpu.cfs_quota_us: invalid argument: unknown", "cpu.max: invalid argument: unknown"));
        assertThat(shell("echo fine", "--cpus", "0.01", "--cpu-shares", "2")).isEqualTo("fine");
    }

    private void assertNotStarted(String option, String value, String... words) {
        assertThat(docker.run("run", option, value, IMAGE, "true").errors()).contains(words);
    }

    @Test
    void quotaAndProcessorsExcludeEachOther() {
        assertThat(refused("--cpus", "1", "--cpu-quota", "10000")).contains("Conflicting options: Nano CPUs and CPU Quota cannot both be set");
    }

    @Test
    void periodAndQuotaHaveBounds() {
        assertThat(refused("--cpu-period", "1")).contains("CPU cfs period can not be less than 1ms (i.e. 1000) or larger than 1s (i.e. 1000000)");
        assertThat(refused("--cpu-quota", "1")).contains("CPU cfs quota can not be less than 1ms (i.e. 1000)");
    }

    @Test
    void processesAreLimited() {
        assertThat(shell(MOST_PROCESSES, "--pids-limit", "7")).isEqualTo(Difference.between("pids-limit", "7", "8"));
    }

    @Test
    void aForkBombEndsAtItsLimit() {
        Result result = docker.run("run", "--rm", "--pids-limit", "5", IMAGE, "sh", "-c", "for i in 1 2 3 4 5 6 7 8; do sleep 5 & done; true");

        assertThat(result.errors()).contains("can't fork");
    }

    @Test
    void ulimits() {
        assertThat(shell("ulimit -n; ulimit -Hn", "--ulimit", "nofile=100:200")).isEqualTo("100\n200");
        assertThat(refused("--ulimit", "nofile=200:100")).contains("ulimit soft limit must be less than or equal to hard limit: 200 > 100");
        assertThat(refused("--ulimit", "nosuch=1")).contains("invalid ulimit type: nosuch");
    }

    @Test
    void sysctlsOfTheContainersNamespaces() {
        assertThat(shell("cat /proc/sys/net/ipv4/ip_default_ttl /proc/sys/kernel/msgmax", "--sysctl", "net.ipv4.ip_default_ttl=33", "--sysctl", "kernel.msgmax=5000")).isEqualTo("33\n5000");
    }

    @Test
    void sysctlsOfTheHostAreRefused() {
        String created = docker.wire().post("/containers/create?name=panicking", "{\"Image\": \"" + IMAGE + "\", \"HostConfig\": {\"Sysctls\": {\"kernel.panic\": \"1\"}}}").text().replace("\\", "");

        assertThat(created + docker.run("start", "panicking").errors()).contains("sysctl \"kernel.panic\" is not in a separate kernel namespace");
    }

    @Test
    void theOutOfMemoryScoreHasBounds() {
        assertThat(refused("--oom-score-adj", "2000")).contains("Invalid value 2000, range for oom score adj is [-1000, 1000]");
        assertThat(shell("cat /proc/self/oom_score_adj", "--oom-score-adj", "400")).isEqualTo("400");
        assertThat(shell("cat /proc/self/oom_score_adj")).isEqualTo(Difference.between("oom-score", "0", "300"));
    }

    @Test
    void anExecutedProgramIsKilledWhenTheContainersOwnWouldBe() {
        docker.succeed("run", "-d", "--name", "killed-first", "--oom-score-adj", "400", IMAGE, "sleep", "1000");

        assertThat(docker.succeed("exec", "killed-first", "cat", "/proc/self/oom_score_adj").line()).isEqualTo("400");
    }

    @Test
    void sharedMemoryIsNotNegative() {
        assertThat(docker.wire().post("/containers/create", "{\"Image\": \"" + IMAGE + "\", \"HostConfig\": {\"ShmSize\": -1}}").error()).isEqualTo("400 SHM size can not be less than 0");
    }

    @Test
    void updateChangesWhatRuns() {
        docker.succeed("run", "-d", "--name", "growing", "-m", "32m", "--memory-swap", "64m", IMAGE, "sleep", "1000");

        assertThat(docker.succeed("update", "-m", "48m", "--cpu-shares", "300", "--pids-limit", "20", "growing").line()).isEqualTo("growing");

        assertThat(docker.inspect("growing", "{{.HostConfig.Memory}} {{.HostConfig.CpuShares}} {{.HostConfig.PidsLimit}}")).isEqualTo("50331648 300 20");
        assertThat(inside("growing", MEMORY)).isEqualTo("50331648");
    }

    @Test
    void updateTakesTheLimitOnProcessesAway() {
        docker.succeed("run", "-d", "--name", "growing", "--pids-limit", "20", IMAGE, "sleep", "1000");

        docker.succeed("update", "--cpu-shares", "300", "growing");
        assertThat(docker.inspect("growing", "{{.HostConfig.PidsLimit}}")).isEqualTo("20");

        docker.succeed("update", "--pids-limit", "-1", "growing");
        assertThat(docker.inspect("growing", "{{.HostConfig.PidsLimit}}")).isEqualTo("0");
        assertThat(inside("growing", MOST_PROCESSES)).isEqualTo("max");

        docker.succeed("restart", "-t", "0", "growing");
        assertThat(inside("growing", MOST_PROCESSES)).isEqualTo("max");
    }

    @Test
    void updateOfMemoryKeepsSwapWhereItWas() {
        docker.succeed("run", "-d", "--name", "growing", "-m", "32m", "--memory-swap", "64m", IMAGE, "sleep", "1000");

        docker.succeed("update", "-m", "48m", "growing");

        assertThat(inside("growing", MEMORY_WITH_SWAP)).isEqualTo("67108864");
        docker.succeed("update", "--memory-swap", "96m", "growing");
        assertThat(inside("growing", MEMORY_WITH_SWAP)).isEqualTo("100663296");
    }

    @Test
    void updateOfTheQuotaKeepsThePeriod() {
        docker.succeed("run", "-d", "--name", "slow", "--cpu-period", "50000", "--cpu-quota", "10000", IMAGE, "sleep", "1000");

        docker.succeed("update", "--cpu-quota", "20000", "slow");

        assertThat(inside("slow", PROCESSOR_TIME)).isEqualTo("20000 50000");
    }

    @Test
    void updateTakesTheQuotaAway() {
        docker.succeed("run", "-d", "--name", "slow", "--cpu-quota", "20000", "--cpu-period", "50000", IMAGE, "sleep", "1000");
        assertThat(inside("slow", PROCESSOR_TIME)).isEqualTo("20000 50000");

        docker.succeed("update", "--cpu-quota", "-1", "slow");

        assertThat(inside("slow", PROCESSOR_TIME)).isEqualTo(ControlGroupVersion.between("-1 50000", "max 50000"));
        assertThat(docker.inspect("slow", "{{.HostConfig.CpuQuota}} {{.HostConfig.CpuPeriod}}")).isEqualTo("-1 50000");
        assertThat(shell(PROCESSOR_TIME, "--cpu-quota", "-1")).isEqualTo(ControlGroupVersion.between("-1 100000", "max 100000"));
    }

    @Test
    void updateKeepsMemoryBelowSwap() {
        docker.succeed("run", "-d", "--name", "growing", "-m", "32m", "--memory-swap", "64m", IMAGE, "sleep", "1000");

        assertThat(docker.run("update", "-m", "128m", "growing").errors()).contains("Memory limit should be smaller than already set memoryswap limit, update the memoryswap at the same time");
    }

    @Test
    void updateLooksAtWhatIsAskedForFirst() {
        docker.succeed("create", "--name", "small", "-m", "32m", IMAGE);
        docker.succeed("create", "--name", "open", IMAGE);

        for (String each : new String[] {"small", "open"}) {
            assertThat(docker.run("update", "-m", "4m", each).errors()).isEqualTo("Error response from daemon: Minimum memory limit allowed is 6MB\n");
            assertThat(docker.run("update", "-m", "32m", "--memory-swap", "16m", each).errors())
                    .isEqualTo("Error response from daemon: Minimum memoryswap limit should be larger than memory limit, see usage\n");
        }
        assertThat(docker.inspect("small", "{{.HostConfig.Memory}}")).isEqualTo("33554432");
    }

    @Test
    void updateOfWhatRunsGivesNoSharesThatNoControlGroupHas() {
        String id = docker.succeed("run", "-d", "--name", "busy", IMAGE, "sleep", "1000").line();
        docker.succeed("create", "--name", "idle", IMAGE);

        Map.of("1", TOO_FEW_SHARES, "300000", TOO_MANY_SHARES, "-1", ControlGroupVersion.between(TOO_MANY_SHARES, TOO_FEW_SHARES)).forEach((shares, reason) ->
                assertThat(docker.run("update", "--cpu-shares", shares, "busy").errors())
                        .contains("Error response from daemon: Cannot update container " + id + ": runc did not terminate successfully: exit status 1: " + reason)
                        .endsWith(NO_SUCH_WEIGHT + "\n: unknown\n"));
        assertThat(docker.inspect("busy", "{{.HostConfig.CpuShares}}")).isEqualTo("0");
        docker.succeed("update", "--cpu-shares", "1", "idle");
    }

    @Test
    void updateWarnsOfWhatIsAskedFor() {
        docker.succeed("create", "--name", "open", "--oom-kill-disable", IMAGE);

        assertThat(docker.wire().post("/containers/open/update", "{\"CpuShares\": 300}").json().path("Warnings").toString()).isEqualTo("null");
        assertThat(docker.wire().post("/containers/open/update", "{\"BlkioWeight\": 300}").json().path("Warnings").toString())
                .contains(Difference.between("discarded-limits", ControlGroupVersion.between("Your kernel does not support Block I/O weight", "null"), "Your kernel does not support Block I/O weight"));
        assertThat(docker.wire().post("/containers/open/update", "{\"MemorySwappiness\": 101}").text())
                .contains(ControlGroupVersion.between("Invalid value: 101, valid memory swappiness range is 0-100", "Memory swappiness discarded."));
        assertThat(docker.run("update", "--kernel-memory", "5m", "open").toString())
                .contains(ControlGroupVersion.between("Error response from daemon: Minimum kernel memory limit allowed is 6MB", "Limitation discarded."));
    }

    @Test
    void limitsThatAMachineDoesNotHave() {
        Result made = docker.succeed("create", "--name", "asking", "--memory-swappiness", "10", "--kernel-memory", "10m", "--device-read-bps", "/dev/null:1mb", IMAGE);

        assertThat(docker.inspect("asking", "{{.HostConfig.MemorySwappiness}} {{.HostConfig.KernelMemory}} {{len .HostConfig.BlkioDeviceReadBps}}"))
                .isEqualTo(Difference.between("discarded-limits", ControlGroupVersion.between("10 10485760 1", "<nil> 0 1"), "<nil> 0 0"));
        assertThat(made.errors().contains("Memory swappiness discarded.")).isEqualTo(Difference.between("discarded-limits", ControlGroupVersion.between(false, true), true));
    }

    @Test
    void updateGivesAnotherRestartPolicy() {
        docker.succeed("create", "--name", "idle", IMAGE);

        docker.succeed("update", "--restart", "on-failure:3", "idle");

        assertThat(docker.inspect("idle", "{{.HostConfig.RestartPolicy.Name}} {{.HostConfig.RestartPolicy.MaximumRetryCount}}")).isEqualTo("on-failure 3");
    }

    @Test
    void updateOfNobody() {
        assertThat(docker.run("update", "-m", "32m", "nosuch").errors()).isEqualTo("Error response from daemon: No such container: nosuch\n");
    }
}
