package dev.berth.engine.container;

import static dev.berth.engine.fake.EngineOnFake.config;
import static dev.berth.engine.fake.EngineOnFake.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.engine.container.option.HostOptions.NamespaceModes;
import dev.berth.engine.container.option.Resources;
import dev.berth.engine.container.option.Resources.ProcessLimit;
import dev.berth.engine.container.option.SettingRules;
import dev.berth.engine.fake.EngineOnFake.Asked;
import dev.berth.engine.volume.MountOptions;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A container that Docker makes and cannot start is made here, too, and says why. */
class StartRulesTest extends ContainersOfAMachine {
    private static final String RUNC = "failed to create shim task: OCI runtime create failed: runc create failed: ";
    private static final String IN_CONTAINER = RUNC + "unable to start container process: error during container init: ";

    private static Asked asked() {
        return config("debian").command("serve");
    }

    private void assertRefused(Asked asked, String message) {
        create("web", asked.build());

        assertThatThrownBy(() -> done(containers.start("web"))).hasMessage(message);

        assertThat(inspect("web").state()).isEqualTo(new ContainerState.Created(new ContainerState.StartFailure(128, message)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            x.y                | private | bridge | sysctl "x.y" is not in a separate kernel namespace
            kernel.hostname    | private | bridge | sysctl "kernel.hostname" is not allowed as it conflicts with the OCI "hostname" field
            kernel.pid_max     | private | bridge | sysctl "kernel.pid_max" is not in a separate kernel namespace
            kernel.msgmax      | host    | bridge | sysctl "kernel.msgmax" is not allowed in the hosts ipc namespace
            net.core.somaxconn | private | host   | sysctl "net.core.somaxconn" not allowed in host network namespace
            ../../x            | private | bridge | sysctl "../../x" is not in a separate kernel namespace
            """)
    void refusesSettingsThatOthersWouldFeel(String name, String ipc, String network, String reason) {
        assertRefused(asked().settings(Map.of(name, "1")).namespaces(new NamespaceModes("", ipc, "", "")).network(network), RUNC + reason + ": unknown");
    }

    @Test
    void looksAtSettingsWithNamesOfAnyLength() {
        assertThat(SettingRules.wrong(asked().settings(Map.of("net." + "a.".repeat(8000) + "b", "1")).build().host())).isEmpty();
        assertThat(SettingRules.wrong(asked().settings(Map.of("net." + "a.".repeat(8000), "1")).build().host())).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"net.ipv4.ip_forward", "kernel.shmmax", "fs.mqueue.msg_max", "kernel.domainname"})
    void takesSettingsOfItsNamespaces(String name) {
        assertThat(SettingRules.wrong(asked().settings(Map.of(name, "1")).build().host())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            nope   | 1   | 2   | wrong rlimit value: RLIMIT_NOPE
            nofile | 300 | 200 | unable to start container process: error during container init: error setting rlimits for ready process: error setting rlimit type 7: invalid argument
            nproc  | -1  | 200 | unable to start container process: error during container init: error setting rlimits for ready process: error setting rlimit type 6: invalid argument
            """)
    void refusesLimitsOfProcessesThatTheKernelDoesNotHave(String name, long soft, long hard, String reason) {
        Resources plain = Resources.NONE;
        Resources limited = new Resources(
                OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty(),
                "", "", OptionalLong.empty(), false, OptionalInt.empty(), List.of(new ProcessLimit(name, soft, hard)), plain.diskBytes());

        assertRefused(asked().resources(limited), RUNC + reason + ": unknown");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1      | 0         | the minimum allowed cpu-shares is 2
            262145 | 0         | the maximum allowed cpu-shares is 262144
            0      | 1         | failed to write "0": write cpu.cfs_quota_us: invalid argument
            512    | 9_999_999 | failed to write "999": write cpu.cfs_quota_us: invalid argument
            """)
    void refusesProcessorsThatNoControlGroupGives(String shares, String nanos, String reason) {
        assertRefused(asked().resources(processors(shares, nanos)), IN_CONTAINER + "error setting cgroup config for procHooks process: " + reason + ": unknown");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1      | 0         | failed to write "70369281052672": write cpu.weight: numerical result out of range
            300000 | 0         | failed to write "11443": write cpu.weight: numerical result out of range
            0      | 1         | failed to write "0 100000": write cpu.max: invalid argument
            512    | 9_999_999 | failed to write "999 100000": write cpu.max: invalid argument
            """)
    void refusesProcessorsThatNoUnifiedControlGroupGives(String shares, String nanos, String reason) {
        host.runtime().unifyControlGroups();

        assertRefused(asked().resources(processors(shares, nanos)), IN_CONTAINER + "error setting cgroup config for procHooks process: " + reason + ": unknown");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "262144", "262145"})
    void takesSharesForWhichAUnifiedControlGroupHasAWeight(String shares) {
        host.runtime().unifyControlGroups();
        create("weighed", asked().resources(processors(shares, "0")).build());

        done(containers.start("weighed"));
    }

    @Test
    void refusesSharesBelowNothing() {
        assertRefused(asked().resources(processors("-1", "0")), "shares: invalid argument");
    }

    @Test
    void takesTheFewestProcessorsThatAControlGroupGives() {
        create("least", asked().resources(processors("2", "10000000")).build());

        done(containers.start("least"));
    }

    private static Resources processors(String shares, String nanos) {
        OptionalLong none = OptionalLong.empty();
        return new Resources(none, none, none, OptionalLong.of(Long.parseLong(shares)), OptionalLong.of(Long.parseLong(nanos.replace("_", ""))), none, none,
                "", "", none, false, OptionalInt.empty(), List.of(), none);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            nope      | invalid tmpfs option ["nope"]
            ro,nope=1 | invalid tmpfs option ["nope" "1"]
            size      | invalid tmpfs option ["size"]
            """)
    void refusesOptionsOfATmpfsThatAreNone(String options, String message) {
        assertRefused(asked().mounts(new MountOptions(List.of(), List.of(), List.of(), Map.of("/t", options), "")), message);
    }

    @Test
    void refusesAKindOfIpcThatThereIsNot() {
        assertRefused(asked().namespaces(new NamespaceModes("", "bad", "", "")), "Invalid IPC mode: bad");
    }

    @Test
    void aHostNameHasAtMost64Characters() {
        assertRefused(asked().hostname("a".repeat(65)), IN_CONTAINER + "sethostname: invalid argument: unknown");
        create("longest", asked().hostname("a".repeat(64)).build());

        done(containers.start("longest"));
    }

    @Test
    void aNetworkThatIsNowhereIsMissedAtTheStart() {
        assertRefused(asked().network("nosuch"), "network nosuch not found");
    }
}
