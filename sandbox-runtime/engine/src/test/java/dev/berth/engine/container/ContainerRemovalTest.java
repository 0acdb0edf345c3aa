package dev.berth.engine.container;

import static dev.berth.engine.fake.EngineOnFake.config;
import static dev.berth.engine.fake.EngineOnFake.done;
import static dev.berth.engine.fake.EngineOnFake.program;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.engine.container.Containers.WaitCondition;
import dev.berth.engine.fake.FakeProcess;
import dev.berth.engine.fake.Recording;
import dev.berth.engine.stream.AttachRequest;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ContainerRemovalTest extends ContainersOfAMachine {

    @Test
    void aFailedStartOfOneThatIsToBeRemovedRemovesIt() {
        create("typo", config("debian").command("nosuch").removeWhenEnded().build());

        assertThatThrownBy(() -> done(containers.start("typo"))).hasMessageContaining("not found in $PATH");

        assertThatThrownBy(() -> inspect("typo")).hasMessage("No such container: typo");
    }

    @Test
    void restartingOneThatIsToBeRemovedKeepsIt() {
        create("web", config("debian").command("serve").removeWhenEnded().build());
        done(containers.start("web"));

        done(containers.restart("web", OptionalInt.empty()));

        assertThat(inspect("web").state().status()).isEqualTo("running");
    }

    @Test
    void aRunningContainerIsRemovedByForceOnly() throws Exception {
        run("web", "serve");
        String id = inspect("web").id().value();
        host.nextEvents(2);

        assertThatThrownBy(() -> done(containers.remove("web", false, false))).hasMessage(
                "You cannot remove a running container " + id + ". Stop the container before attempting removal or force remove");
        done(containers.remove("web", true, false));

        assertThat(host.nextEvents(3)).containsExactly("kill 9", "die 137", "destroy");
        assertThat(host.runtime().left()).isEmpty();
    }

    @Test
    void removalTakesItsFilesAndItsNameAway() {
        String id = create("web", program("serve"));
        Path machine = host.home().resolve("machines/alice");

        done(containers.remove(id.substring(0, 12), false, false));

        assertThat(machine.resolve("containers").resolve(id)).doesNotExist();
        assertThat(machine.resolve("disk/containers").resolve(id)).doesNotExist();
        assertThat(done(containers.list())).isEmpty();
        create("web", program("serve"));
    }

    /** It ran again then, and its removal failed, and left it and its volumes. */
    @Test
    void oneThatIsBeingRemovedDoesNotStart() throws Exception {
        FakeProcess process = run("web", "serve").stuck();
        Recording reader = new Recording();
        done(containers.attach("web", new AttachRequest(false, false, true, true, true), reader));
        process.closeStreams();
        reader.awaitEnd();
        CompletableFuture<Void> started = new CompletableFuture<>();
        host.machine("alice").events().subscribe(Optional.empty(), event -> {
            if (event.action().equals("kill")) { // the end, the start and then the removal stand in the container's queue
                process.endLeavingStreamsOpen(137);
                containers.start("web").whenComplete((none, failure) -> started.complete(null));
            }
        });

        done(containers.remove("web", true, true));

        done(started);
        assertThat(done(containers.list())).isEmpty();
        assertThat(host.runtime().left()).isEmpty();
    }

    @Test
    void oneThatIsToBeRemovedIsGoneWhenItsWaiterIsTold() {
        create("web", config("debian").command("serve").removeWhenEnded().build());
        var removed = done(containers.waitFor("web", WaitCondition.REMOVED)).code();
        done(containers.start("web"));

        host.runtime().process("container/alice/").end(7);

        assertThat(done(removed)).isEqualTo(7);
        assertThat(done(containers.list())).isEmpty();
    }
}
