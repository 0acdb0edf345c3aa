package dev.berth.runtime.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.runtime.ContainerMount;
import dev.berth.runtime.ContainerSpec;
import dev.berth.runtime.ExecSpec;
import dev.berth.runtime.MachineSpec;
import dev.berth.runtime.NamespaceSharing;
import dev.berth.runtime.ProcessLimit;
import dev.berth.runtime.ProcessSpec;
import dev.berth.runtime.ResourceLimits;
import dev.berth.runtime.network.MachineNetwork;
import java.io.IOException;
import java.io.InputStream;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Plans as a person reads them, compared with files in {@code src/test/resources/plans}. */
class LaunchPlannerTest {
    private static final String ID = "3cde514a5a0a3cde514a5a0a3cde514a5a0a3cde514a5a0a3cde514a5a0a3cde";
    private static final Placement UNIFIED = new Placement(Optional.of(Path.of("/sys/fs/cgroup/berth/0123456/alice")), List.of());
    private static final Placement SEPARATE = new Placement(
            Optional.empty(), List.of(Path.of("/sys/fs/cgroup/memory/berth/0123456/alice"), Path.of("/sys/fs/cgroup/pids/berth/0123456/alice")));

    private final LaunchPlanner planner = new LaunchPlanner(Path.of("/var/lib/berth/layers"));
    private final ContainerPlanner containers = new ContainerPlanner();

    @Test
    void plansAMachine() {
        MachineSpec spec = new MachineSpec(
                "alice", "vm1", 200000, 65536, List.of("b7f2", "0a1c"), Path.of("/var/lib/berth/machines/alice/disk"), Path.of("/run/berth/machines/alice"),
                List.of("10.0.0.53"), Optional.of(new MachineNetwork(address("10.213.0.2"), address("10.213.0.1"), 30, "b0123456-0")), ResourceLimits.NONE);

        assertThat(planner.machine(spec, UNIFIED)).hasToString(golden("machine.txt"));
    }

    @Test
    void plansAContainerOnTheBridge() {
        ContainerSpec.Network bridge = new ContainerSpec.Network.Bridged(List.of(), List.of());

        assertThat(containers.plan(container(bridge, program(false), Set.of("chown", "kill")), UNIFIED)).hasToString(golden("container-bridge.txt"));
    }

    @Test
    void plansAContainerWithATerminalOnTheMachinesNetwork() {
        ContainerSpec spec = container(new ContainerSpec.Network.Host(), program(true), Set.of("chown"));

        assertThat(containers.plan(spec, UNIFIED)).hasToString(golden("container-host-terminal.txt"));
    }

    @Test
    void plansAPrivilegedContainerWithEverythingOfTheMachine() {
        ContainerSpec spec = new ContainerSpec(
                "alice", ID, "3cde514a5a0a", "example.org", List.of("b7f2"),
                new NamespaceSharing(new NamespaceSharing.Owner.Machine(), new NamespaceSharing.Owner.Container("other"), new NamespaceSharing.Owner.Itself()),
                new ContainerSpec.Network.Shared("other"), Set.of(), true, true, true, true, false,
                List.of(new ContainerMount.Bind("/home/ann", "/srv", true, "rslave"), new ContainerMount.Volume("data", "/data", false),
                        new ContainerMount.Temporary("/run", "size=1m,exec,ro")),
                OptionalLong.of(64 << 20), Map.of(), List.of(new ProcessLimit("nofile", 1024, 2048), new ProcessLimit("core", -1, -1)), 500, true,
                List.of(), new ProcessSpec(List.of("sleep", "1200"), List.of(), "", "ann", List.of("staff", "12"), false, 0, 0, false), ResourceLimits.NONE);

        assertThat(containers.plan(spec, SEPARATE)).hasToString(golden("container-everything.txt"));
    }

    @Test
    void plansAContainerWithTheSystemCallsOfItsMachine() {
        ContainerSpec spec = container(new ContainerSpec.Network.None(), program(false), Set.of("chown", "kill"), true);

        assertThat(containers.plan(spec, UNIFIED)).hasToString(golden("container-unconfined.txt"));
    }

    @Test
    void plansAProgramInAContainerWithTheSystemCallsOfItsMachine() {
        ExecSpec spec = new ExecSpec("alice", Optional.of(ID), "exec/1", false, true, program(true));

        assertThat(planner.exec(spec, new ProcessRights(EnumSet.of(Capability.CHOWN), false), UNIFIED))
                .hasToString(golden("exec-container.txt").replace("seccomp          container", "seccomp          machine"));
    }

    @Test
    void plansRootsThatTheEngineOpens() {
        ContainerSpec spec = container(new ContainerSpec.Network.None(), program(false), Set.of());
        RootPlanner roots = new RootPlanner();

        assertThat(roots.ofLayers(spec, UNIFIED)).hasToString(golden("root-layers.txt"));
        assertThat(roots.ofRunning(spec, UNIFIED)).hasToString(golden("root-running.txt"));
        assertThat(roots.ofMachine("alice", UNIFIED)).hasToString(golden("root-machine.txt"));
    }

    @Test
    void keepsMasksWhereNamespacesMayBeAdministered() {
        LaunchPlan plan = containers.plan(container(new ContainerSpec.Network.None(), program(false), Set.of("sys_admin")), UNIFIED);

        assertThat(plan.toString()).contains("mask ").contains("seccomp          machine");
    }

    @ParameterizedTest
    @ValueSource(strings = {"kernel.core_pattern", "vm.swappiness", "kernel.shmmax/../core_pattern", "net", "kernel.domainname"})
    void refusesASettingThatIsNotTheContainersOwn(String name) {
        assertThatThrownBy(() -> KernelSettings.step(name, "1", EnumSet.allOf(Namespace.class)))
                .isInstanceOf(IllegalArgumentException.class).hasMessage("sysctl \"" + name + "\" is not in a separate kernel namespace");
    }

    @Test
    void refusesASettingOfANamespaceThatIsShared() {
        assertThatThrownBy(() -> KernelSettings.step("net.ipv4.ip_forward", "1", EnumSet.of(Namespace.IPC))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> KernelSettings.step("fs.mqueue.msg_max", "1", EnumSet.of(Namespace.NET))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void leavesNoDotInASettingsPath() {
        assertThat(KernelSettings.step("net.../..kernel.core_pattern", "x", EnumSet.of(Namespace.NET)).details()).doesNotContain("..");
    }

    @Test
    void plansAProgramInAContainer() {
        ExecSpec spec = new ExecSpec("alice", Optional.of(ID), "exec/1", false, program(true));

        assertThat(planner.exec(spec, new ProcessRights(EnumSet.of(Capability.CHOWN), false), UNIFIED)).hasToString(golden("exec-container.txt"));
    }

    @Test
    void plansAShellInAMachineOnSeparateControlGroups() {
        ExecSpec spec = new ExecSpec("alice", Optional.empty(), "shell/1", false, program(true));

        assertThat(planner.exec(spec, new ProcessRights(Set.of(), false), SEPARATE)).hasToString(golden("exec-machine.txt"));
    }

    @Test
    void waitsForTheNetworkOnlyWhereThereIsOneToWaitFor() {
        ContainerSpec.Network bridge = new ContainerSpec.Network.Bridged(List.of(), List.of());

        assertThat(containers.plan(container(bridge, program(false), Set.of()), UNIFIED).awaitsNetwork()).isTrue();
        assertThat(containers.plan(container(new ContainerSpec.Network.None(), program(false), Set.of()), UNIFIED).awaitsNetwork()).isFalse();
    }

    @Test
    void refusesATextThatCWouldCut() {
        ProcessSpec process = new ProcessSpec(List.of("echo", "a\0b"), List.of(), "/", "", List.of(), false, 0, 0, false);
        LaunchPlan plan = planner.exec(new ExecSpec("alice", Optional.empty(), "shell/1", false, process), new ProcessRights(Set.of(), false), UNIFIED);

        assertThatThrownBy(() -> new StepWriter().plan(plan)).isInstanceOf(IllegalArgumentException.class).hasMessage("\"a?b\" contains a zero byte");
    }

    @Test
    void refusesMoreThanThePlanHolds() {
        ProcessSpec process = new ProcessSpec(List.of("echo", "x".repeat(StepWriter.LIMIT)), List.of(), "/", "", List.of(), false, 0, 0, false);
        LaunchPlan plan = planner.exec(new ExecSpec("alice", Optional.empty(), "shell/1", false, process), new ProcessRights(Set.of(), false), UNIFIED);

        assertThatThrownBy(() -> new StepWriter().plan(plan)).isInstanceOf(PlanTooLongException.class).hasMessage("argument list too long");
    }

    private static ContainerSpec container(ContainerSpec.Network network, ProcessSpec process, Set<String> capabilities) {
        return container(network, process, capabilities, false);
    }

    private static ContainerSpec container(ContainerSpec.Network network, ProcessSpec process, Set<String> capabilities, boolean unconfined) {
        return new ContainerSpec(
                "alice", ID, "3cde514a5a0a", "", List.of("b7f2"), NamespaceSharing.NONE, network, capabilities, false, false, false, false, unconfined, List.of(), OptionalLong.of(64 << 20), Map.of(), List.of(), 0,
                false, List.of(new ContainerSpec.ContainerFile("/etc/hosts", "127.0.0.1 localhost\n")),
                process, ResourceLimits.NONE);
    }

    private static ProcessSpec program(boolean terminal) {
        return new ProcessSpec(List.of("sleep", "1200"), List.of("PATH=/bin"), "/srv", "", List.of(), terminal, terminal ? 24 : 0, terminal ? 80 : 0, terminal);
    }

    private static Inet4Address address(String text) {
        try {
            return (Inet4Address) InetAddress.getByName(text);
        } catch (UnknownHostException never) {
            throw new AssertionError(never);
        }
    }

    private static String golden(String name) {
        try (InputStream file = LaunchPlannerTest.class.getResourceAsStream("/plans/" + name)) {
            return file == null ? "no file " + name : new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }
}
