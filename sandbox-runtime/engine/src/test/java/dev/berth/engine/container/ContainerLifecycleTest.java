package dev.berth.engine.container;

import static dev.berth.engine.fake.EngineOnFake.done;
import static dev.berth.engine.fake.EngineOnFake.program;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.engine.EngineException;
import dev.berth.engine.container.Containers.WaitCondition;
import dev.berth.engine.fake.FakeProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ContainerLifecycleTest extends ContainersOfAMachine {

    @Test
    void aProgramThatEndsLeavesAContainerWithItsExitCode() throws Exception {
        FakeProcess echo = run("greeter", "echo", "hello");

        echo.end(3);

        assertThat(waitFor("greeter")).isEqualTo(3);
        assertThat(inspect("greeter").state()).isInstanceOfSatisfying(
                ContainerState.Exited.class, exited -> assertThat(exited.at()).isAfterOrEqualTo(exited.startedAt()));
        assertThat(host.nextEvents(3)).containsExactly("create", "start", "die 3");
    }

    @Test
    void anEndedContainerGivesBackWhatItHadInTheKernel() throws Exception {
        run("greeter", "echo").end(0);
        waitFor("greeter");

        done(containers.remove("greeter", false, false));

        assertThat(host.runtime().left()).isEmpty();
    }

    @Test
    void itCanBeStartedAgainAndHasItsAddressBack() {
        run("web", "serve").end(0);
        waitFor("web");

        done(containers.start("web"));

        assertThat(inspect("web").state().status()).isEqualTo("running");
        assertThat(inspect("web").address()).contains("172.17.0.2");
    }

    @Test
    void startingWhatRunsChangesNothing() {
        run("web", "serve");

        assertThatThrownBy(() -> done(containers.start("web")))
                .isInstanceOfSatisfying(EngineException.class, e -> assertThat(e.kind()).isEqualTo(EngineException.Kind.NOT_MODIFIED));
    }

    @Test
    void aProgramThatIsNotThereIsToldInDockersWordsAndLeavesACreatedContainer() throws Exception {
        create("typo", program("nosuch"));

        assertThatThrownBy(() -> done(containers.start("typo"))).isInstanceOf(EngineException.class).hasMessage(
                "failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: "
                        + "exec: \"nosuch\": executable file not found in $PATH: unknown");

        assertThat(inspect("typo").state()).isInstanceOfSatisfying(
                ContainerState.Created.class, created -> assertThat(created.startFailure().code()).isEqualTo(127));
        assertThat(host.nextEvents(1)).containsExactly("create");
    }

    @Test
    void aProgramThatMayNotBeRunIsToldWithCode126() {
        create("typo", program("/etc/forbidden"));

        assertThatThrownBy(() -> done(containers.start("typo"))).hasMessageContaining("exec: \"/etc/forbidden\": permission denied");

        assertThat(waitFor("typo")).isEqualTo(126);
    }

    @Test
    void stopSendsTermAndIsToldInDockersOrder() throws Exception {
        FakeProcess server = run("web", "serve");
        host.nextEvents(2);

        done(containers.stop("web", OptionalInt.empty()));

        assertThat(server.signals()).containsExactly(15);
        assertThat(host.nextEvents(3)).containsExactly("kill 15", "die 143", "stop");
    }

    @Test
    void whatIgnoresTermIsKilledAfterTheTime() throws Exception {
        FakeProcess server = run("web", "serve").stubborn();
        host.nextEvents(2);

        done(containers.stop("web", OptionalInt.of(0)));

        assertThat(server.signals()).containsExactly(15, 9);
        assertThat(host.nextEvents(4)).containsExactly("kill 15", "kill 9", "die 137", "stop");
    }

    @Test
    void stoppingWhatHasEndedChangesNothing() {
        run("web", "serve").end(0);
        waitFor("web");

        assertThatThrownBy(() -> done(containers.stop("web", OptionalInt.empty())))
                .isInstanceOfSatisfying(EngineException.class, e -> assertThat(e.kind()).isEqualTo(EngineException.Kind.NOT_MODIFIED));
    }

    @Test
    void killTakesNamesAndNumbers() {
        FakeProcess server = run("web", "serve").stubborn();

        done(containers.kill("web", "SIGUSR1"));
        done(containers.kill("web", "hup"));
        done(containers.kill("web", "2"));

        assertThat(server.signals()).containsExactly(10, 1, 2);
    }

    @Test
    void killingWhatDoesNotRunIsRefused() {
        String id = create("web", program("serve"));

        assertThatThrownBy(() -> done(containers.kill("web", "KILL")))
                .hasMessage("Cannot kill container: web: Container " + id + " is not running");
    }

    @Test
    void restartIsAStopAndAStart() throws Exception {
        run("web", "serve");
        host.nextEvents(2);

        done(containers.restart("web", OptionalInt.empty()));

        assertThat(host.nextEvents(5)).containsExactly("kill 15", "die 143", "stop", "start", "restart");
        assertThat(inspect("web").state().status()).isEqualTo("running");
    }

    @Test
    void aPausedContainerIsFrozenUntilItIsUnpaused() throws Exception {
        run("web", "serve");
        String id = inspect("web").id().value();

        done(containers.pause("web"));
        boolean frozen = host.runtime().isPaused(id);
        String status = inspect("web").state().status();
        done(containers.unpause("web"));

        assertThat(frozen).isTrue();
        assertThat(status).isEqualTo("paused");
        assertThat(host.runtime().isPaused(id)).isFalse();
        assertThat(host.nextEvents(4)).containsExactly("create", "start", "pause", "unpause");
    }

    /** An engine that was killed during a commit left containers frozen that were called running, and could not even be removed. */
    @Test
    void anotherEngineFreezesOnlyWhatAClientHadPaused() {
        run("web", "serve");
        run("still", "serve");
        String web = inspect("web").id().value();
        done(containers.pause("still"));
        host.runtime().pause("alice", web);
        host.kill();

        host.comeBack();
        containers = host.containers("alice");

        assertThat(host.runtime().isPaused(web)).isFalse();
        assertThat(host.runtime().isPaused(inspect("still").id().value())).isTrue();
        assertThat(inspect("still").state().status()).isEqualTo("paused");
    }

    @Test
    void pauseRefusesInDockersWords() {
        run("web", "serve");
        String id = inspect("web").id().value();

        assertThatThrownBy(() -> done(containers.unpause("web"))).hasMessage("Container " + id + " is not paused");
        done(containers.pause("web"));
        assertThatThrownBy(() -> done(containers.pause("web"))).hasMessage("Container " + id + " is already paused");
        assertThatThrownBy(() -> done(containers.start("web"))).hasMessage("cannot start a paused container, try unpause instead");
        assertThatThrownBy(() -> done(containers.remove("web", false, false))).hasMessage("You cannot remove a paused container " + id
                + ". Unpause and then stop the container before attempting removal or force remove");
    }

    @Test
    void stoppingAPausedContainerThawsItSoThatItCanEnd() {
        run("web", "serve");
        done(containers.pause("web"));

        done(containers.stop("web", OptionalInt.empty()));

        assertThat(host.runtime().isPaused(inspect("web").id().value())).isFalse();
    }

    @Test
    void aWaiterForTheNextEndIsNotToldOfTheLast() {
        run("web", "serve").end(1);
        waitFor("web");
        var next = done(containers.waitFor("web", WaitCondition.NEXT_EXIT)).code();

        done(containers.start("web"));
        boolean told = next.isDone();
        host.runtime().process("container/alice/").end(2);

        assertThat(told).isFalse();
        assertThat(done(next)).isEqualTo(2);
    }

    @Test
    void oneWhoseStreamsAreHeldByAnotherProcessEndsAllTheSame() {
        FakeProcess server = run("web", "serve");

        server.endLeavingStreamsOpen(0);

        assertThat(done(done(containers.waitFor("web", WaitCondition.NOT_RUNNING)).code().copy().orTimeout(60, TimeUnit.SECONDS))).isZero();
    }

    @Test
    void renamingIsToldWithTheOldName() throws Exception {
        create("web", program("serve"));
        String other = create("db", program("serve"));

        done(containers.rename("web", "proxy"));

        assertThat(inspect("proxy").name()).isEqualTo("proxy");
        assertThat(host.nextEvents(3)).containsExactly("create", "create", "rename");
        assertThatThrownBy(() -> done(containers.rename("proxy", "db"))).hasMessageContaining("is already in use by container \"" + other + "\"");
    }

    @Test
    void aMachinesEndEndsItsContainers() throws Exception {
        run("web", "serve");
        Path record = host.home().resolve("machines/alice/containers/" + inspect("web").id() + "/container.json");

        done(host.engine().admin().containers().kill("alice", "KILL"));
        done(host.engine().admin().containers().start("alice"));

        assertThat(done(host.containers("alice").inspect("web")).state().status()).isEqualTo("exited");
        assertThat(Files.readString(record)).contains("\"exited\"");
        assertThat(host.runtime().left()).isEmpty();
    }
}
