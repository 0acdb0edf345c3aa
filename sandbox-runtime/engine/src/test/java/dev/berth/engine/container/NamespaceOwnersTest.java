package dev.berth.engine.container;

import static dev.berth.engine.fake.EngineOnFake.config;
import static dev.berth.engine.fake.EngineOnFake.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.engine.container.option.HostOptions.NamespaceModes;
import dev.berth.engine.container.option.RestartPolicy;
import dev.berth.engine.fake.FakeProcess;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class NamespaceOwnersTest extends ContainersOfAMachine {

    private String createOwner(String ipc) {
        return create("owner", config("debian").command("serve").hostname("db").namespaces(new NamespaceModes("", ipc, "", "")).build());
    }

    private static NamespaceModes shared(String pid, String ipc) {
        return new NamespaceModes(pid, ipc, "", "");
    }

    @Test
    void whoJoinsANetworkHasTheHostNameOfItsOwner() {
        String owner = createOwner("private");
        done(containers.start("owner"));
        String id = create("joined", config("debian").command("serve").network("container:owner").build());

        done(containers.start("joined"));

        assertThat(inspect("joined").hostname()).isEqualTo("db");
        assertThat(inspect("joined").config().networkMode()).isEqualTo("container:" + owner);
        assertThat(host.runtime().process(id)).isNotNull();
    }

    @Test
    void refusesToJoinANetworkWhoseOwnerDoesNotRun() {
        String owner = createOwner("private");
        create("joined", config("debian").command("serve").network("container:owner").build());

        assertThatThrownBy(() -> done(containers.start("joined"))).hasMessage("cannot join network of a non running container: " + owner);
    }

    @Test
    void saysOnlyAtTheStartThatTheOwnerOfANetworkIsNotThere() {
        create("joined", config("debian").command("serve").network("container:nosuch").build());

        assertThatThrownBy(() -> done(containers.start("joined"))).hasMessage("No such container: nosuch");
    }

    @Test
    void saysAtOnceThatOtherOwnersAreNotThere() {
        assertThatThrownBy(() -> create("joined", config("debian").command("serve").namespaces(shared("container:nosuch", "private")).build()))
                .hasMessage("No such container: nosuch");
    }

    @Test
    void sharesIpcOnlyWithAnOwnerThatSharesIt() {
        String owner = createOwner("private");
        done(containers.start("owner"));
        create("joined", config("debian").command("serve").namespaces(shared("", "container:owner")).build());

        assertThatThrownBy(() -> done(containers.start("joined")))
                .hasMessage("can't join IPC of container " + owner + ": non-shareable IPC (hint: use IpcMode:shareable for the donor container)");
    }

    @Test
    void refusesProcessesOfAnOwnerThatDoesNotRun() {
        String owner = createOwner("private");
        create("joined", config("debian").command("serve").namespaces(shared("container:owner", "private")).build());

        assertThatThrownBy(() -> done(containers.start("joined"))).hasMessage("container " + owner + " is not running");
    }

    /** A restart by policy had not asked, and left the container restarting for ever. */
    @Test
    void whatCannotJoinAgainStaysEndedWithItsLastCode() {
        String owner = createOwner("private");
        done(containers.start("owner"));
        String id = create("joined", config("debian").command("serve").network("container:owner").restart(RestartPolicy.Kind.ALWAYS, 0).build());
        done(containers.start("joined"));
        FakeProcess process = host.runtime().process(id);
        done(containers.kill("owner", "KILL"));

        process.end(3);

        while (!(inspect("joined").state() instanceof ContainerState.Exited)) {
            assertThat(waitFor("joined")).isEqualTo(3);
        }
        ContainerState.Exited end = (ContainerState.Exited) inspect("joined").state();
        assertThat(end.code()).isEqualTo(3);
        assertThat(end.error()).isEqualTo("cannot join network of a non running container: " + owner);
        assertThat(inspect("joined").restartCount()).isEqualTo(1);
    }
}
