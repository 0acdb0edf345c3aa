package dev.berth.engine.container;

import static dev.berth.engine.fake.EngineOnFake.config;
import static dev.berth.engine.fake.EngineOnFake.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.engine.container.option.RestartPolicy.Kind;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class RestartsTest extends ContainersOfAMachine {

    private String start(String name, Kind kind, int mostRetries) {
        String id = create(name, config("debian").command("serve").restart(kind, mostRetries).build());
        done(containers.start(name));
        return id;
    }

    private void end(String id, int code) {
        host.runtime().process(id).end(code);
    }

    /** The state right after the end: the container waits for its next start, which takes 100 ms at least. */
    private void endAndAwaitPause(String id) throws Exception {
        end(id, 3);
        assertThat(host.nextEvents(3)).containsExactly("create", "start", "die 3");
    }

    @Test
    void alwaysStartsItAgainWhateverItsExitCodeIs() throws Exception {
        String id = start("web", Kind.ALWAYS, 0);

        end(id, 0);

        assertThat(host.nextEvents(4)).containsExactly("create", "start", "die 0", "start");
        assertThat(inspect("web").state()).isInstanceOf(ContainerState.Running.class);
        assertThat(inspect("web").restartCount()).isEqualTo(1);
    }

    @Test
    void onFailureGivesUpAfterSoManyRetries() throws Exception {
        String id = start("web", Kind.ON_FAILURE, 1);

        end(id, 3);
        host.nextEvents(4);
        end(id, 4);
        host.nextEvents(1);

        assertThat(inspect("web").state()).isInstanceOfSatisfying(ContainerState.Exited.class, last -> assertThat(last.code()).isEqualTo(4));
        assertThat(inspect("web").restartCount()).isEqualTo(1);
    }

    @Test
    void onFailureLeavesOneThatHasSucceeded() {
        end(start("web", Kind.ON_FAILURE, 0), 0);

        assertThat(waitFor("web")).isZero();
        assertThat(inspect("web").state()).isInstanceOf(ContainerState.Exited.class);
    }

    @Test
    void oneThatWaitsForItsStartIsRestartingAndRefusesWhatDockerRefuses() throws Exception {
        String id = start("web", Kind.ALWAYS, 0);

        endAndAwaitPause(id);

        assertThat(inspect("web").state()).isInstanceOfSatisfying(ContainerState.Restarting.class, waiting -> assertThat(waiting.last().code()).isEqualTo(3));
        assertThatThrownBy(() -> done(containers.remove("web", false, false))).hasMessage(
                "You cannot remove a restarting container " + id + ". Stop the container before attempting removal or force remove");
        assertThatThrownBy(() -> done(containers.pause("web"))).hasMessage("Container " + id + " is restarting, wait until the container is running");
    }

    @Test
    void stoppingOneThatWaitsKeepsHowItHadEnded() throws Exception {
        endAndAwaitPause(start("web", Kind.ALWAYS, 0));

        done(containers.stop("web", OptionalInt.empty()));

        assertThat(inspect("web").state()).isInstanceOfSatisfying(ContainerState.Exited.class, last -> assertThat(last.code()).isEqualTo(3));
        assertThat(host.nextEvents(1)).containsExactly("stop");
    }

    @Test
    void oneThatWaitsCanBeRemovedByForce() throws Exception {
        endAndAwaitPause(start("web", Kind.ALWAYS, 0));

        done(containers.remove("web", true, false));

        assertThat(host.nextEvents(1)).containsExactly("destroy");
        assertThat(host.runtime().left()).isEmpty();
    }

    @Test
    void whatAClientHasStoppedOrKilledStaysEnded() {
        start("stopped", Kind.ALWAYS, 0);
        start("killed", Kind.ON_FAILURE, 0);

        done(containers.stop("stopped", OptionalInt.empty()));
        done(containers.kill("killed", "KILL"));

        assertThat(inspect("stopped").state()).isInstanceOf(ContainerState.Exited.class);
        assertThat(inspect("killed").state()).isInstanceOf(ContainerState.Exited.class);
    }

    @Test
    void aClientsStartCountsFromTheBeginning() throws Exception {
        String id = start("web", Kind.ALWAYS, 0);
        end(id, 1);
        host.nextEvents(4);
        done(containers.stop("web", OptionalInt.empty()));

        done(containers.start("web"));

        assertThat(inspect("web").restartCount()).isZero();
    }

    @Test
    void thePauseDoublesUpToAMinuteAndBeginsAnewAfterARunOfTenSeconds() {
        Duration second = Duration.ofSeconds(1);

        assertThat(Restarts.pauseAfter(Duration.ZERO, second)).hasMillis(100);
        assertThat(Restarts.pauseAfter(Duration.ofMillis(100), second)).hasMillis(200);
        assertThat(Restarts.pauseAfter(Duration.ofSeconds(51), second)).hasSeconds(60);
        assertThat(Restarts.pauseAfter(Duration.ofSeconds(51), Duration.ofSeconds(10))).hasMillis(100);
    }

    @Test
    void aMachineThatStartsStartsWhatIsDue() throws Exception {
        start("always", Kind.ALWAYS, 0);
        start("unless-stopped", Kind.UNLESS_STOPPED, 0);
        start("by-hand", Kind.UNLESS_STOPPED, 0);
        start("plain", Kind.NO, 0);
        done(containers.stop("by-hand", OptionalInt.empty()));

        done(host.engine().admin().containers().restart("alice", OptionalInt.empty()));
        containers = host.containers("alice");
        host.watch(host.machine("alice"));

        assertThat(inspect("plain").state()).isInstanceOfSatisfying(ContainerState.Exited.class, last -> assertThat(last.code()).isEqualTo(143));
        awaitRunning("always");
        awaitRunning("unless-stopped");
        assertThat(inspect("by-hand").state()).isInstanceOf(ContainerState.Exited.class);
    }

    private void awaitRunning(String name) {
        await(() -> inspect(name).state() instanceof ContainerState.Running);
    }

    @Test
    void afterTheHostsRestartMachinesAndContainersWithAPolicyRunAgain() {
        done(host.engine().admin().containers().create(Optional.of("bob"), config("berth/workstation").restart(Kind.ALWAYS, 0).build("machine")));
        done(host.engine().admin().containers().start("bob"));
        containers = host.containers("bob");
        start("web", Kind.ALWAYS, 0);
        start("plain", Kind.NO, 0);

        host.kill();
        host.runtime().stopMachine("alice");
        host.runtime().stopMachine("bob");
        host.runtime().forgetAll();
        host.comeBack();

        var admin = host.engine().admin().containers();
        await(() -> done(admin.inspect("bob")).state() instanceof ContainerState.Running);
        containers = host.containers("bob");
        awaitRunning("web");
        assertThat(inspect("plain").state()).isInstanceOfSatisfying(ContainerState.Exited.class, last -> assertThat(last.code()).isEqualTo(255));
        assertThat(done(admin.inspect("alice")).state()).isInstanceOfSatisfying(
                ContainerState.Exited.class, last -> assertThat(last.code()).isEqualTo(255));
    }

    /** The last engine may have died while a machine began, whose containers it had still to start. */
    @Test
    void anotherEngineStartsWhatTheLastWasStillToStartUnlessAClientHadStoppedIt() {
        String lost = start("lost", Kind.ALWAYS, 0);
        start("stopped", Kind.ALWAYS, 0);
        done(containers.stop("stopped", OptionalInt.empty()));
        host.kill();

        host.runtime().lose(lost);
        host.comeBack();
        containers = host.containers("alice");

        awaitRunning("lost");
        assertThat(inspect("stopped").state()).isInstanceOf(ContainerState.Exited.class);
    }
}
