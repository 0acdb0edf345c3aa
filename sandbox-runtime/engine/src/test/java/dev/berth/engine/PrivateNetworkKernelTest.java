package dev.berth.engine;

import static dev.berth.engine.fake.EngineOnFake.config;
import static dev.berth.engine.fake.EngineOnFake.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.engine.container.Containers;
import dev.berth.engine.container.Containers.WaitCondition;
import dev.berth.engine.fake.EngineOnFake;
import dev.berth.engine.fake.Recording;
import dev.berth.engine.stream.LogsRequest;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Machines of one student find and reach each other, and nobody else does. */
class PrivateNetworkKernelTest {
    private static final String PING = "busybox ping -c 3 -W 1 ";

    private EngineOnKernel host;

    @BeforeEach
    void startMachines() {
        host = new EngineOnKernel();
        startMachine("alice", "vm1");
        startMachine("alice", "vm2");
    }

    @AfterEach
    void close() {
        host.close();
    }

    private Containers admin() {
        return host.engine().admin().containers();
    }

    private static EngineOnFake.Asked ofStudent(String student, String hostname) {
        return config("berth/workstation").hostname(hostname).labels(Map.of("berth.student", student));
    }

    private void startMachine(String student, String hostname) {
        String name = student + "-" + hostname;
        done(admin().create(Optional.of(name), ofStudent(student, hostname).build("machine")));
        done(admin().start(name));
    }

    private String in(String machine, String script) throws Exception {
        Recording client = new Recording();
        done(admin().startExec(done(admin().createExec(machine, MachineOnKernel.shell(script, ""))), 0, 0, Optional.of(client)));
        return client.awaitEnd().output();
    }

    /** The one that was there before is joined on its own queue, a moment after the other has been started. */
    private void awaitReached(String from, String to) {
        EngineOnKernel.await(to + " is reached from " + from, () -> {
            try {
                return in(from, "busybox ping -c 1 -W 1 " + to + " && echo reached").contains("reached");
            } catch (Exception failure) {
                throw new AssertionError(failure);
            }
        });
    }

    @Test
    void areJoinedAndKnowEachOtherByName() throws Exception {
        awaitReached("alice-vm1", "vm2");
        awaitReached("alice-vm2", "vm1");

        assertThat(in("alice-vm1", "cat /etc/hosts")).endsWith("127.0.1.1\tvm1\n172.31.0.12\tvm2\n");
        assertThat(in("alice-vm2", "cat /etc/hosts")).endsWith("127.0.1.1\tvm2\n172.31.0.11\tvm1\n");
    }

    @Test
    void containersKnowTheOtherMachineToo() throws Exception {
        Containers inFirst = host.machine("alice-vm1").containers();
        String id = done(inFirst.create(Optional.of("probe"), config("busybox").command("sh", "-c", "cat /etc/hosts; " + PING + "vm2 && echo reached").network("bridge").build())).value();
        awaitReached("alice-vm1", "vm2");

        done(inFirst.start(id));
        done(done(inFirst.waitFor(id, WaitCondition.NOT_RUNNING)).code());
        Recording client = new Recording();
        done(inFirst.logs(id, new LogsRequest(true, true, false, Optional.empty(), Optional.empty(), OptionalLong.empty(), false, false), client));

        assertThat(client.awaitEnd().output()).contains("172.31.0.12\tvm2\n", "reached");
    }

    @Test
    void nobodyElseIsInTheNetwork() throws Exception {
        startMachine("bob", "vm3");
        startMachine("bob", "vm2");
        awaitReached("bob-vm3", "vm2");
        awaitReached("alice-vm1", "vm2");

        assertThat(in("alice-vm1", PING + "172.31.0.13 || echo lost")).contains("lost");
        assertThat(in("alice-vm1", PING + "vm3 2>&1 || echo lost")).contains("lost");
        assertThat(in("bob-vm3", PING + "172.31.0.11 || echo lost")).contains("lost");
    }

    @Test
    void oneMachineAloneHasNoSuchNetwork() throws Exception {
        startMachine("carol", "vm1");

        assertThat(in("carol-vm1", "busybox ip link")).doesNotContain("eth1");
        assertThat(in("carol-vm1", "cat /etc/hosts")).endsWith("\tvm1\n");
        assertThat(host.run().resolve("networks/carol")).doesNotExist();
    }

    @Test
    void goesOnWithoutAnEngineAndWithTheNext() throws Exception {
        awaitReached("alice-vm2", "vm1");

        host.kill();
        assertThat(host.run().resolve("networks/alice")).exists();
        host.comeBack();

        assertThat(in("alice-vm1", PING + "vm2 && echo reached")).contains("reached");
        done(admin().stop("alice-vm2", OptionalInt.of(0)));
        done(admin().start("alice-vm2"));
        awaitReached("alice-vm1", "vm2");
    }

    @Test
    void aMachineThatIsMadeAnewComesBackAndTheLastOneTakesTheNetworkWithIt() throws Exception {
        done(admin().remove("alice-vm1", true, false));
        startMachine("alice", "vm1");
        awaitReached("alice-vm1", "vm2");
        awaitReached("alice-vm2", "vm1");

        done(admin().remove("alice-vm1", true, false));
        done(admin().remove("alice-vm2", true, false));

        assertThat(host.run().resolve("networks/alice")).doesNotExist();
    }

    @Test
    void whatAStudentHasChangedKeepsNoMachineFromStarting() throws Exception {
        done(admin().stop("alice-vm2", OptionalInt.of(0)));
        in("alice-vm1", "busybox ip link delete eth1; busybox ip link add eth1 type bridge; busybox rm /etc/hosts; busybox ln -s /dev/zero /etc/hosts; busybox mkdir /etc/hosts.berth-new");

        done(admin().start("alice-vm2"));

        assertThat(in("alice-vm2", "echo here")).isEqualTo("here\n");
    }

    @Test
    void aLabelThatIsNoStudentIsRefused() {
        for (String student : new String[] {"../etc", "", "a/b", ".", "x".repeat(65)}) {
            assertThatThrownBy(() -> done(admin().create(Optional.of("eve"), ofStudent(student, "vm1").build("machine"))))
                    .hasMessageStartingWith("label \"berth.student=" + student + "\" names no student");
        }
    }
}
